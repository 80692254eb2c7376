using System.Runtime.Intrinsics;

namespace FunctionalNet.Numerics;

/// <summary>
/// A matrix in a span: element (i, j) is at <c>i · RowStride + j · ColumnStride</c>. Exchanging the strides transposes it.
/// </summary>
internal readonly ref struct MatrixView<T>(ReadOnlySpan<T> data, int rows, int columns, int rowStride, int columnStride)
{
    public ReadOnlySpan<T> Data { get; } = data;

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public int RowStride { get; } = rowStride;

    public int ColumnStride { get; } = columnStride;

    /// <summary>Row-major <c>[rows, columns]</c>.</summary>
    public MatrixView(ReadOnlySpan<T> data, int rows, int columns)
        : this(data, rows, columns, columns, 1)
    {
    }

    public MatrixView<T> Transposed => new(Data, Columns, Rows, ColumnStride, RowStride);
}

/// <summary>
/// The matrix product <c>C = A·B</c>. Each element of C is one chain of fused multiply-adds over k = 0, 1, 2, …, so its bits
/// do not depend on the width of the vectors, the blocking or the number of threads.
/// </summary>
internal static unsafe class MatrixProduct
{
    // The number of multiply-adds from which a second thread is worth waking.
    private const long WorthThreads = 2_000_000;

    // Parts begin where tiles would: at whole vectors of columns, and at whole tiles of eight rows, or two of four.
    private const int PartColumns = 48;
    private const int PartRows = 8;

    // To pack B takes a good part of the time in which so many rows are multiplied by it.
    private const int RowsWorthPacking = 48;

    // The rows of the smallest tile that fills the registers.
    private const int TileRows = 4;

    /// <summary>Fills <c>c [a.Rows, b.Columns]</c>, row-major and contiguous.</summary>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, Span<T> c)
        where T : unmanaged
    {
        if (a.Columns == 0)
            c.Clear();
        fixed (T* pa = a.Data, pb = b.Data, pc = c)
        {
            var product = ProductOperands<T>.Of(a, b, pa, pb, pc);
            if (IsWorthThreads(product))
                MultiplyByParts(product);
            else
                Multiply(product);
        }
    }

    /// <summary>Whether there is enough to do for several threads, and there are several.</summary>
    public static bool IsWorthThreads<T>(in ProductOperands<T> product)
        where T : unmanaged => product.MultiplyAdds >= WorthThreads && Workers.Count > 1;

    /// <summary>
    /// On all threads. C is divided by columns where it is wide enough, since parts by rows all read the same B, and each would pack it;
    /// and otherwise by rows, or if the columns of A are far apart: parts by columns would each copy it.
    /// </summary>
    private static void MultiplyByParts<T>(ProductOperands<T> product)
        where T : unmanaged
    {
        if (product.N >= Workers.Parts * PartColumns && !product.HasFarColumns)
            Workers.Run(product.N, PartColumns, (start, count) => Multiply(product.Columns(start, count)));
        else
            Workers.Run(product.M, RowsOfPart(product), (start, count) => Multiply(product.Rows(start, count)));
    }

    /// <summary>The number that parts by rows are multiples of. Each part packs B, unless that is small: where several for each thread would have few rows, there is one.</summary>
    private static nint RowsOfPart<T>(in ProductOperands<T> product)
        where T : unmanaged => product.M >= Workers.Parts * RowsWorthPacking
            ? PartRows
            : (product.M + (Workers.Count * TileRows) - 1) / (Workers.Count * TileRows) * TileRows;

    /// <summary>
    /// The product on one thread, in the widest vectors that are of use: a row of C shorter than a vector would leave lanes idle. A single row reads all of
    /// B once, where the widest vectors cross cache lines: it has them only if it would read it in two passes otherwise.
    /// </summary>
    public static void Multiply<T>(ProductOperands<T> product)
        where T : unmanaged
    {
        if (product.M == 0 || product.N == 0 || product.K == 0)
            return;
        var least = product.M > 1 ? Vector256<T>.Count : RowProduct.Vectors * Vector256<T>.Count;
        if (Vector512.IsHardwareAccelerated && product.N > least)
            BlockedProduct<Lanes512<T>, Vector512<T>, T>.Multiply(product);
        else if (Vector256.IsHardwareAccelerated && product.N > Vector128<T>.Count)
            BlockedProduct<Lanes256<T>, Vector256<T>, T>.Multiply(product);
        else
            BlockedProduct<Lanes128<T>, Vector128<T>, T>.Multiply(product);
    }
}
