using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>Packs a few columns of B into contiguous memory, so that the kernel reads whole vectors one after another.</summary>
internal static unsafe class Panel<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>
    /// Packs the rows of B, each as the vectors of a <typeparamref name="TRow"/>, the last of which is at <paramref name="last"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<TRow>(T* b, nint rowStride, nint columnStride, nint last, nint depth, T* to)
        where TRow : struct, ITileRow<TRow, T>
    {
        nint width = TRow.Vectors * TLanes.Count, lastPacked = TRow.Last(width, TLanes.Count);
        if (columnStride == 1)
        {
            for (nint k = 0; k < depth; k++)
                TRow.Store(TRow.Load(b + (k * rowStride), last), to + (k * width), lastPacked);
            return;
        }

        // Few columns are followed by zeros; the last vector of many is packed from its own place.
        var isPart = lastPacked > 0 && TRow.Vectors == 1;
        if (isPart)
            new Span<T>(to, (int)(depth * width)).Clear();
        else
            Turn(b + (last * columnStride), rowStride, columnStride, depth, TLanes.Count, to + lastPacked, width);
        Turn(b, rowStride, columnStride, depth, isPart ? last : lastPacked, to, width);
    }

    /// <summary>Writes <c>to(k, j) = b(k, j)</c> for a few columns j, most of them in squares if each column is contiguous.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Turn(T* b, nint rowStride, nint columnStride, nint depth, nint columns, T* to, nint stride)
    {
        nint side = Vector128<T>.Count;
        var (squareRows, squareColumns) = rowStride == 1 && Sse2.IsSupported ? (depth / side * side, columns / side * side) : (0, 0);
        for (nint j = 0; j < squareColumns; j += side)
        {
            for (nint k = 0; k < squareRows; k += side)
                TransposeSquare(b + (j * columnStride) + k, columnStride, to + (k * stride) + j, stride);
        }

        var right = b + (squareColumns * columnStride);
        Gather(right, rowStride, columnStride, squareRows, columns - squareColumns, to + squareColumns, stride);
        Gather(b + (squareRows * rowStride), rowStride, columnStride, depth - squareRows, columns, to + (squareRows * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(T* b, nint rowStride, nint columnStride, nint depth, nint columns, T* to, nint stride)
    {
        for (nint k = 0; k < depth; k++)
        {
            for (nint j = 0; j < columns; j++)
                to[(k * stride) + j] = b[(k * rowStride) + (j * columnStride)];
        }
    }

    /// <summary>Transposes a square of 16 bytes a side in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquare(T* from, nint fromStride, T* to, nint toStride)
    {
        if (sizeof(T) == sizeof(double))
        {
            Vector128<double> d0 = Vector128.Load((double*)from), d1 = Vector128.Load((double*)(from + fromStride));
            Sse2.UnpackLow(d0, d1).Store((double*)to);
            Sse2.UnpackHigh(d0, d1).Store((double*)(to + toStride));
            return;
        }

        Vector128<float> r0 = Vector128.Load((float*)from), r1 = Vector128.Load((float*)(from + fromStride));
        Vector128<float> r2 = Vector128.Load((float*)(from + (2 * fromStride))), r3 = Vector128.Load((float*)(from + (3 * fromStride)));
        Vector128<float> low01 = Sse.UnpackLow(r0, r1), high01 = Sse.UnpackHigh(r0, r1);
        Vector128<float> low23 = Sse.UnpackLow(r2, r3), high23 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(low01, low23).Store((float*)to);
        Sse.MoveHighToLow(low23, low01).Store((float*)(to + toStride));
        Sse.MoveLowToHigh(high01, high23).Store((float*)(to + (2 * toStride)));
        Sse.MoveHighToLow(high23, high01).Store((float*)(to + (3 * toStride)));
    }
}

/// <summary>The memory that the panels of B are packed into, one after another or all into the same place; none if they are read in place.</summary>
internal readonly unsafe struct PackedPanels<T>(T* start)
    where T : unmanaged
{
    /// <summary>From a column of B to the next; 0 if each panel takes the place of the one before.</summary>
    public nint ColumnStride { get; init; }

    /// <summary>Whether all have been packed.</summary>
    public bool AreComplete { get; init; }

    /// <summary>The panel that begins with this column of B.</summary>
    public T* At(nint column) => start + (column * ColumnStride);
}
