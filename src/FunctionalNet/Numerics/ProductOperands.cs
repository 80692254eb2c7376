namespace FunctionalNet.Numerics;

/// <summary>A matrix product, or a part of one: <c>C [M, N] = A [M, K] · B [K, N]</c>, each matrix by its strides.</summary>
internal readonly unsafe struct ProductOperands<T>
    where T : unmanaged
{
    // Parts begin where tiles would: at whole vectors of columns, and whole tiles of rows.
    private const int PartColumns = 48;
    private const int PartRows = 8;

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

    public long MultiplyAdds => (long)M * N * K;

    /// <summary>
    /// Up to this many parts that fill C together. C is cut into columns where it is wide enough, since parts that share rows
    /// of B would each pack them; otherwise into rows.
    /// </summary>
    public ProductOperands<T>[] Split(int parts)
    {
        var whole = this;
        return N >= parts * PartColumns
            ? Array.ConvertAll(Cuts(N, parts, PartColumns), cut => whole.Columns(cut.Start, cut.Length))
            : Array.ConvertAll(Cuts(M, parts, PartRows), cut => whole.Rows(cut.Start, cut.Length));
    }

    /// <summary>The part that fills some of the columns of C.</summary>
    public ProductOperands<T> Columns(nint start, nint length) =>
        this with { N = length, B = B + (start * BColumnStride), C = C + start };

    /// <summary>The part that fills some of the rows of C.</summary>
    public ProductOperands<T> Rows(nint start, nint length) =>
        this with { M = length, A = A + (start * ARowStride), C = C + (start * CStride) };

    private static (nint Start, nint Length)[] Cuts(nint length, nint parts, nint unit)
    {
        var units = (length + unit - 1) / unit;
        parts = nint.Min(parts, units);
        var cuts = new (nint, nint)[parts];
        for (nint part = 0; part < parts; part++)
        {
            var (start, end) = (units * part / parts * unit, nint.Min(length, units * (part + 1) / parts * unit));
            cuts[part] = (start, end - start);
        }

        return cuts;
    }
}
