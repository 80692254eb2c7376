using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>What products of single rows have in common, whatever their vectors.</summary>
internal static class RowProduct
{
    /// <summary>The number of vectors of columns in one pass.</summary>
    public const int Vectors = 8;
}

/// <summary>
/// The product of a single row with a matrix, which is read once and in place. Eight vectors of columns go side by side, since the sums
/// of one would wait for each other.
/// </summary>
internal static unsafe class RowProduct<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>Fills C, of one row and at least a vector of columns. The columns of B are next to each other.</summary>
    public static void Multiply(in ProductOperands<T> product)
    {
        for (nint j = 0; j < product.N; j += RowProduct.Vectors * TLanes.Count)
            MultiplyColumns(product, j);
    }

    /// <summary>Eight vectors from column j on. Where fewer are left, some are at the last place: the same columns, with the same bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyColumns(in ProductOperands<T> product, nint j)
    {
        nint lanes = TLanes.Count, last = product.N - lanes;
        nint j0 = nint.Min(j, last), j1 = nint.Min(j + lanes, last), j2 = nint.Min(j + (2 * lanes), last), j3 = nint.Min(j + (3 * lanes), last);
        nint j4 = nint.Min(j + (4 * lanes), last), j5 = nint.Min(j + (5 * lanes), last), j6 = nint.Min(j + (6 * lanes), last), j7 = nint.Min(j + (7 * lanes), last);
        TVector c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        T* a = product.A, b = product.B, c = product.C;
        for (var k = product.K; k > 0; k--, a += product.AColumnStride, b += product.BRowStride)
        {
            var factor = TLanes.Repeat(a);
            c0 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j0), c0);
            c1 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j1), c1);
            c2 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j2), c2);
            c3 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j3), c3);
            c4 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j4), c4);
            c5 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j5), c5);
            c6 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j6), c6);
            c7 = TLanes.MultiplyAdd(factor, TLanes.Load(b + j7), c7);
        }

        TLanes.Store(c0, c + j0);
        TLanes.Store(c1, c + j1);
        TLanes.Store(c2, c + j2);
        TLanes.Store(c3, c + j3);
        TLanes.Store(c4, c + j4);
        TLanes.Store(c5, c + j5);
        TLanes.Store(c6, c + j6);
        TLanes.Store(c7, c + j7);
    }
}
