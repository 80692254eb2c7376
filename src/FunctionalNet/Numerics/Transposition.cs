using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>Copies a matrix with its rows and columns exchanged: squares that fit the cache, each of smaller ones that fit the registers.</summary>
internal static unsafe class Transposition
{
    // The rows and columns that are copied before going on, so that both are read and written from the cache, the latter in long runs.
    private const int Rows = 512;
    private const int Columns = 16;

    // A vector's rows and columns.
    private static int Square<T>()
        where T : unmanaged => Vector256<T>.Count;

    /// <summary>Fills <c>to [columns, rows]</c> with the columns of <c>from [rows, columns]</c>, whose rows are <paramref name="stride"/> apart.</summary>
    public static void Copy<T>(ReadOnlySpan<T> from, int rows, int columns, int stride, Span<T> to)
        where T : unmanaged
    {
        if (stride < 0 || from.Length < ((nint)(rows - 1) * stride) + columns || to.Length < (nint)rows * columns)
            throw new ArgumentOutOfRangeException(nameof(to), Invariant($"[{rows}, {columns}] with rows {stride} apart do not fit {from.Length} and {to.Length} elements"));
        fixed (T* source = from, target = to)
        {
            for (nint top = 0; top < rows; top += Rows)
            {
                for (nint left = 0; left < columns; left += Columns)
                {
                    CopyTile(
                        source + (top * stride) + left, stride, nint.Min(Rows, rows - top), nint.Min(Columns, columns - left), target + (left * rows) + top, rows);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyTile<T>(T* from, nint stride, nint rows, nint columns, T* to, nint length)
        where T : unmanaged
    {
        if (!Avx.IsSupported || sizeof(T) is not (sizeof(float) or sizeof(double)) || rows < Square<T>() || columns < Square<T>() / 2)
        {
            for (nint row = 0; row < rows; row++)
            {
                for (nint column = 0; column < columns; column++)
                    to[(column * length) + row] = from[(row * stride) + column];
            }

            return;
        }

        // The last of them overlap those before.
        for (nint next = 0; next < rows; next += Square<T>())
        {
            var row = nint.Min(next, rows - Square<T>());
            for (nint first = 0; first < columns; first += Square<T>() / 2)
            {
                var column = nint.Min(first, columns - (Square<T>() / 2));
                CopySquare(from + (row * stride) + column, stride, to + (column * length) + row, length);
            }
        }
    }

    /// <summary>
    /// Half as many columns as rows. Each half of a vector takes a row of the upper or lower half, so that to exchange rows and columns within halves is
    /// enough.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopySquare<T>(T* from, nint stride, T* to, nint length)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(double))
        {
            var (a, b) = (Two((double*)from, stride, 2), Two((double*)from + stride, stride, 2));
            Avx.UnpackLow(a, b).Store((double*)to);
            Avx.UnpackHigh(a, b).Store((double*)to + length);
        }
        else
        {
            var (a, b) = (Two((float*)from, stride, 4), Two((float*)from + stride, stride, 4));
            var (c, d) = (Two((float*)from + (2 * stride), stride, 4), Two((float*)from + (3 * stride), stride, 4));
            var (lowAB, highAB) = (Avx.UnpackLow(a, b).AsDouble(), Avx.UnpackHigh(a, b).AsDouble());
            var (lowCD, highCD) = (Avx.UnpackLow(c, d).AsDouble(), Avx.UnpackHigh(c, d).AsDouble());
            Avx.UnpackLow(lowAB, lowCD).AsSingle().Store((float*)to);
            Avx.UnpackHigh(lowAB, lowCD).AsSingle().Store((float*)to + length);
            Avx.UnpackLow(highAB, highCD).AsSingle().Store((float*)to + (2 * length));
            Avx.UnpackHigh(highAB, highCD).AsSingle().Store((float*)to + (3 * length));
        }
    }

    /// <summary>Half a vector of a row, and half of one so many rows after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Two<T>(T* from, nint stride, nint rows)
        where T : unmanaged => Vector256.Create(Vector128.Load(from), Vector128.Load(from + (rows * stride)));
}
