namespace FunctionalNet.Numerics;

/// <summary>
/// A matrix product, or a part of one: <c>C [M, N] = A [M, K] · B [K, N]</c>, each matrix by its strides. The product over a later
/// part of k is added to C.
/// </summary>
internal readonly unsafe struct ProductOperands<T>
    where T : unmanaged
{
    private const int FarBytes = 2048;

    public nint M { get; init; }

    public nint N { get; init; }

    public nint K { get; init; }

    public T* A { get; init; }

    public nint ARowStride { get; init; }

    public nint AColumnStride { get; init; }

    public T* B { get; init; }

    public nint BRowStride { get; init; }

    public nint BColumnStride { get; init; }

    public T* C { get; init; }

    public nint CStride { get; init; }

    /// <summary>The product of two matrices that begin at these places.</summary>
    public static ProductOperands<T> Of(MatrixView<T> a, MatrixView<T> b, T* pa, T* pb, T* pc) => new()
    {
        M = a.Rows,
        N = b.Columns,
        K = a.Columns,
        A = pa,
        ARowStride = a.RowStride,
        AColumnStride = a.ColumnStride,
        B = pb,
        BRowStride = b.RowStride,
        BColumnStride = b.ColumnStride,
        C = pc,
        CStride = b.Columns,
    };

    /// <summary>The number of segments of k that are multiplied by themselves, and added along a tree; 0 for a product that is not cut.</summary>
    public int Segments { get; init; }

    /// <summary>The beginning of each segment, and the end of the last, counted from anywhere before the first.</summary>
    public int* Bounds { get; init; }

    /// <summary>Whether C holds the sums over the earlier parts of k.</summary>
    public bool Accumulate { get; init; }

    /// <summary>Whether each column of A is contiguous and about on a page of its own.</summary>
    public bool HasFarColumns => ARowStride == 1 && AColumnStride * sizeof(T) >= FarBytes;

    public long MultiplyAdds => (long)M * N * K;

    /// <summary>The part that fills some of the columns of C.</summary>
    public ProductOperands<T> Columns(nint start, nint length) =>
        this with { N = length, B = B + (start * BColumnStride), C = C + start };

    /// <summary>The part that fills some of the rows of C.</summary>
    public ProductOperands<T> Rows(nint start, nint length) =>
        this with { M = length, A = A + (start * ARowStride), C = C + (start * CStride) };

    /// <summary>The product over some of the segments.</summary>
    public ProductOperands<T> SegmentsOf(int first, int end)
    {
        nint start = Bounds[first] - Bounds[0];
        return this with
        {
            K = Bounds[end] - Bounds[first],
            A = A + (start * AColumnStride),
            B = B + (start * BRowStride),
            Bounds = Bounds + first,
            Segments = end - first,
        };
    }

    /// <summary>The part over a range of k, to be run after the parts before it.</summary>
    public ProductOperands<T> Depth(nint start, nint length) => this with
    {
        K = length,
        A = A + (start * AColumnStride),
        B = B + (start * BRowStride),
        Accumulate = Accumulate || start > 0,
    };
}
