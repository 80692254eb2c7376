using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// A matrix in a span: element (i, j) is at <c>i · RowStride + j · ColumnStride</c>. A transpose is an exchange of strides.
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
/// The matrix product <c>C = A·B</c>, blocked as in BLIS: B is packed, a block of rows at a time, into panels that are two
/// vectors wide; tiles of four rows of C by one panel stay in registers while k runs.
/// Each element of C is one chain of fused multiply-adds over k = 0, 1, 2, …, so its bits do not depend on the blocking.
/// </summary>
/// <remarks>Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008.</remarks>
internal static unsafe class MatrixProduct
{
    private const int TileRows = 4;

    // The most rows of B that are packed at once: with two vectors a row, a panel fits in the first-level cache.
    private const int PanelRows = 512;

    /// <summary>Fills <c>c [a.Rows, b.Columns]</c>, row-major and contiguous.</summary>
    public static void Multiply<T>(MatrixView<T> a, MatrixView<T> b, Span<T> c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        c.Clear();
        var width = 2 * Vector<T>.Count;
        var blocks = (a.Columns + PanelRows - 1) / PanelRows;
        var packed = ArrayPool<T>.Shared.Rent(PanelRows * width);
        fixed (T* from = a.Data, to = c, panel = packed)
        {
            for (var block = 0; block < blocks; block++)
            {
                var k = (int)((long)a.Columns * block / blocks);
                var depth = (int)((long)a.Columns * (block + 1) / blocks) - k;
                for (var j = 0; j < b.Columns; j += width)
                {
                    var used = int.Min(width, b.Columns - j);
                    Pack(b, k, depth, j, used, packed);
                    MultiplyPanel(a, from + ((long)k * a.ColumnStride), depth, panel, to + j, b.Columns, used);
                }
            }
        }

        ArrayPool<T>.Shared.Return(packed);
    }

    /// <summary>Adds the product of all rows of a block of A with a panel to as many columns of C as are used of it.</summary>
    private static void MultiplyPanel<T>(MatrixView<T> a, T* block, int depth, T* panel, T* c, int cStride, int used)
        where T : unmanaged
    {
        var width = 2 * Vector<T>.Count;
        var tile = stackalloc T[TileRows * width];
        for (var i = 0; i < a.Rows; i += TileRows)
        {
            var rows = int.Min(TileRows, a.Rows - i);
            var from = block + ((long)i * a.RowStride);
            var to = c + ((long)i * cStride);
            if (rows == TileRows && used == width)
            {
                FourRows(depth, from, a.RowStride, a.ColumnStride, panel, to, cStride);
                continue;
            }

            // What is less than a whole tile is computed in one beside C.
            CopyRows(to, cStride, tile, width, rows, used);
            if (rows == TileRows)
                FourRows(depth, from, a.RowStride, a.ColumnStride, panel, tile, width);
            for (var row = 0; row < rows % TileRows; row++)
                OneRow(depth, from + ((long)row * a.RowStride), a.ColumnStride, panel, tile + (row * width));
            CopyRows(tile, width, to, cStride, rows, used);
        }
    }

    /// <summary>Copies <c>b[k.., j..]</c>, <c>[depth, used]</c>, to panel rows of two vectors; the rest of each row is 0.</summary>
    private static void Pack<T>(MatrixView<T> b, int k, int depth, int j, int used, T[] panel)
        where T : unmanaged
    {
        var width = 2 * Vector<T>.Count;
        if (used < width)
            Array.Clear(panel);
        var from = b.Data[((k * b.RowStride) + (j * b.ColumnStride))..];
        if (b.ColumnStride == 1)
        {
            for (var row = 0; row < depth; row++)
                from.Slice(row * b.RowStride, used).CopyTo(panel.AsSpan(row * width));
            return;
        }

        for (var column = 0; column < used; column++)
        {
            for (var row = 0; row < depth; row++)
                panel[(row * width) + column] = from[(row * b.RowStride) + (column * b.ColumnStride)];
        }
    }

    private static void CopyRows<T>(T* from, int fromStride, T* to, int toStride, int rows, int columns)
        where T : unmanaged
    {
        for (var row = 0; row < rows; row++)
            new ReadOnlySpan<T>(from + ((long)row * fromStride), columns).CopyTo(new Span<T>(to + ((long)row * toStride), columns));
    }

    /// <summary>c[0..4, 0..2 vectors] += Σₖ a(row, k) · panel[k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows<T>(int depth, T* a, long rowStride, long columnStride, T* panel, T* c, long cStride)
        where T : unmanaged
    {
        var w = Vector<T>.Count;
        T* c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride;
        Vector<T> s00 = Vector.Load(c), s01 = Vector.Load(c + w);
        Vector<T> s10 = Vector.Load(c1), s11 = Vector.Load(c1 + w);
        Vector<T> s20 = Vector.Load(c2), s21 = Vector.Load(c2 + w);
        Vector<T> s30 = Vector.Load(c3), s31 = Vector.Load(c3 + w);
        for (; depth > 0; depth--, a += columnStride, panel += 2 * w)
        {
            Vector<T> b0 = Vector.Load(panel), b1 = Vector.Load(panel + w);
            var x = Vector.Create(a[0]);
            s00 = Vectors.FusedMultiplyAdd(x, b0, s00);
            s01 = Vectors.FusedMultiplyAdd(x, b1, s01);
            x = Vector.Create(a[rowStride]);
            s10 = Vectors.FusedMultiplyAdd(x, b0, s10);
            s11 = Vectors.FusedMultiplyAdd(x, b1, s11);
            x = Vector.Create(a[2 * rowStride]);
            s20 = Vectors.FusedMultiplyAdd(x, b0, s20);
            s21 = Vectors.FusedMultiplyAdd(x, b1, s21);
            x = Vector.Create(a[3 * rowStride]);
            s30 = Vectors.FusedMultiplyAdd(x, b0, s30);
            s31 = Vectors.FusedMultiplyAdd(x, b1, s31);
        }

        s00.Store(c);
        s01.Store(c + w);
        s10.Store(c1);
        s11.Store(c1 + w);
        s20.Store(c2);
        s21.Store(c2 + w);
        s30.Store(c3);
        s31.Store(c3 + w);
    }

    /// <summary>c[0..2 vectors] += Σₖ a(k) · panel[k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow<T>(int depth, T* a, long columnStride, T* panel, T* c)
        where T : unmanaged
    {
        var w = Vector<T>.Count;
        Vector<T> s0 = Vector.Load(c), s1 = Vector.Load(c + w);
        for (; depth > 0; depth--, a += columnStride, panel += 2 * w)
        {
            var x = Vector.Create(*a);
            s0 = Vectors.FusedMultiplyAdd(x, Vector.Load(panel), s0);
            s1 = Vectors.FusedMultiplyAdd(x, Vector.Load(panel + w), s1);
        }

        s0.Store(c);
        s1.Store(c + w);
    }
}
