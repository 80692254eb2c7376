using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>The operands that tiles below one another share: a panel of B, and the layout of A and C.</summary>
internal readonly unsafe struct TileOperands<T>
    where T : unmanaged
{
    /// <summary>The number of columns of A in a segment, and of rows of the panel for it.</summary>
    public nint Depth { get; init; }

    /// <summary>The number of segments of k. A product has one; a convolution one for each line of the window.</summary>
    public nint Segments { get; init; }

    /// <summary>The offset of each segment's first column of A. The panel goes on from one segment to the next.</summary>
    public nint* Offsets { get; init; }

    public nint ARowStride { get; init; }

    public nint AColumnStride { get; init; }

    /// <summary>The panel of B, a few vectors wide.</summary>
    public T* Panel { get; init; }

    public nint PanelStride { get; init; }

    /// <summary>The offset of the last vector in a row of the panel.</summary>
    public nint PanelLast { get; init; }

    public nint CStride { get; init; }

    /// <summary>The offset of the last vector in a row of C.</summary>
    public nint CLast { get; init; }

    /// <summary>What the sums of the first row begin with: C itself, which is then added to, or a bias, or zeros.</summary>
    public T* Start { get; init; }

    /// <summary>From what a row begins with to that of the next: 0 if all begin with the same.</summary>
    public nint StartStride { get; init; }
}

/// <summary>The number of rows of a tile, as a type, so that the compiler leaves out the code for more.</summary>
internal interface IRows
{
    static abstract int Count { get; }
}

/// <summary>One row, or one more than <typeparamref name="TRows"/>.</summary>
internal readonly struct Next<TRows> : IRows
    where TRows : struct, IRows
{
    public static int Count => TRows.Count + 1;
}

internal readonly struct NoRows : IRows
{
    public static int Count => 0;
}

/// <summary>
/// The innermost kernel: a tile of C, up to fourteen rows of up to three vectors, that stays in registers while k runs.
/// <c>c(i, ·) = [c(i, ·) +] Σₖ a(i, k) · panel(k, ·)</c> for k = 0, 1, 2, … in this order, segment after segment.
/// </summary>
internal static unsafe class RegisterTile<TRow, T>
    where TRow : struct, ITileRow<TRow, T>
    where T : unmanaged
{
    /// <summary>
    /// The rows of the tallest tile: with a row of B and a number of A, it takes at most 31 of 32 registers, or all of 16. Fewer than that would not
    /// hide how long a multiply-add takes; a tile of three vectors has enough of them.
    /// </summary>
    public static int Tallest => (Registers.AreMany, TRow.Vectors) switch
    {
        (true, 3) => 8,
        (true, 2) => 14,
        (true, _) => 14,
        (false, 3) => 4,
        (false, 2) => 6,
        (false, _) => 12,
    };

    /// <summary>So many rows, in tiles whose heights differ by at most one row: the taller ones first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(nint rows, T* a, T* c, in TileOperands<T> operands)
    {
        var tiles = (rows + Tallest - 1) / Tallest;
        var (height, taller) = (rows / tiles, rows % tiles);
        Multiply((int)height + 1, taller, a, operands.Start, c, operands);
        var i = taller * (height + 1);
        Multiply(
            (int)height, tiles - taller, a + (i * operands.ARowStride), operands.Start + (i * operands.StartStride), c + (i * operands.CStride), operands);
    }

    /// <summary>
    /// Tiles below one another, of one to fourteen rows each, at <paramref name="c"/>, from the rows of A at <paramref name="a"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int rows, nint tiles, T* a, T* start, T* c, in TileOperands<T> operands)
    {
        if (tiles == 0)
            return;
        switch (rows)
        {
            case 1: Multiply<Next<NoRows>>(tiles, a, start, c, operands); break;
            case 2: Multiply<Next<Next<NoRows>>>(tiles, a, start, c, operands); break;
            case 3: Multiply<Next<Next<Next<NoRows>>>>(tiles, a, start, c, operands); break;
            case 4: Multiply<Next<Next<Next<Next<NoRows>>>>>(tiles, a, start, c, operands); break;
            case 5: Multiply<Next<Next<Next<Next<Next<NoRows>>>>>>(tiles, a, start, c, operands); break;
            case 6: Multiply<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>(tiles, a, start, c, operands); break;
            case 7: Multiply<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>(tiles, a, start, c, operands); break;
            case 8: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>(tiles, a, start, c, operands); break;
            case 9: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>>(tiles, a, start, c, operands); break;
            case 10: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>>>(tiles, a, start, c, operands); break;
            case 11: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>>>>(tiles, a, start, c, operands); break;
            case 12: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>>>>>(tiles, a, start, c, operands); break;
            case 13: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>>>>>>(tiles, a, start, c, operands); break;
            case 14: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>>>>>>>(tiles, a, start, c, operands); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, "expected one to fourteen rows of a register tile");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows>(nint tiles, T* a, T* start, T* c, in TileOperands<T> operands)
        where TRows : struct, IRows
    {
        nint cStride = operands.CStride, cLast = operands.CLast, startStride = operands.StartStride;
        nint row = operands.ARowStride, row3 = 3 * row, row5 = 5 * row, row7 = 7 * row, row8 = 8 * row;
        nint column = operands.AColumnStride, panelStride = operands.PanelStride, panelLast = operands.PanelLast;
        for (; tiles > 0; tiles--)
        {
            TRow c0 = TRow.Load(start, cLast);
            TRow c1 = TRows.Count > 1 ? TRow.Load(start + startStride, cLast) : default;
            TRow c2 = TRows.Count > 2 ? TRow.Load(start + (2 * startStride), cLast) : default;
            TRow c3 = TRows.Count > 3 ? TRow.Load(start + (3 * startStride), cLast) : default;
            TRow c4 = TRows.Count > 4 ? TRow.Load(start + (4 * startStride), cLast) : default;
            TRow c5 = TRows.Count > 5 ? TRow.Load(start + (5 * startStride), cLast) : default;
            TRow c6 = TRows.Count > 6 ? TRow.Load(start + (6 * startStride), cLast) : default;
            TRow c7 = TRows.Count > 7 ? TRow.Load(start + (7 * startStride), cLast) : default;
            TRow c8 = TRows.Count > 8 ? TRow.Load(start + (8 * startStride), cLast) : default;
            TRow c9 = TRows.Count > 9 ? TRow.Load(start + (9 * startStride), cLast) : default;
            TRow c10 = TRows.Count > 10 ? TRow.Load(start + (10 * startStride), cLast) : default;
            TRow c11 = TRows.Count > 11 ? TRow.Load(start + (11 * startStride), cLast) : default;
            TRow c12 = TRows.Count > 12 ? TRow.Load(start + (12 * startStride), cLast) : default;
            TRow c13 = TRows.Count > 13 ? TRow.Load(start + (13 * startStride), cLast) : default;

            var panel = operands.Panel;
            var offset = operands.Offsets;
            for (var segments = operands.Segments; segments > 0; segments--)
            {
                var from = a + *offset++;
                var end = panel + (operands.Depth * panelStride);
                while (panel != end)
                {
                    var b = TRow.Load(panel, panelLast);
                    TRow.MultiplyAdd(from, b, ref c0);
                    if (TRows.Count > 1) TRow.MultiplyAdd(from + row, b, ref c1);
                    if (TRows.Count > 2) TRow.MultiplyAdd(from + (2 * row), b, ref c2);
                    if (TRows.Count > 3) TRow.MultiplyAdd(from + row3, b, ref c3);
                    if (TRows.Count > 4) TRow.MultiplyAdd(from + (4 * row), b, ref c4);
                    if (TRows.Count > 5) TRow.MultiplyAdd(from + row5, b, ref c5);
                    if (TRows.Count > 6) TRow.MultiplyAdd(from + (2 * row3), b, ref c6);
                    if (TRows.Count > 7) TRow.MultiplyAdd(from + row7, b, ref c7);
                    if (TRows.Count > 8) TRow.MultiplyAdd(from + row8, b, ref c8);
                    if (TRows.Count > 9) TRow.MultiplyAdd(from + row8 + row, b, ref c9);
                    if (TRows.Count > 10) TRow.MultiplyAdd(from + row8 + (2 * row), b, ref c10);
                    if (TRows.Count > 11) TRow.MultiplyAdd(from + row8 + row3, b, ref c11);
                    if (TRows.Count > 12) TRow.MultiplyAdd(from + row8 + (4 * row), b, ref c12);
                    if (TRows.Count > 13) TRow.MultiplyAdd(from + row8 + row5, b, ref c13);
                    panel += panelStride;
                    from += column;
                }
            }

            TRow.Store(c0, c, cLast);
            if (TRows.Count > 1) TRow.Store(c1, c + cStride, cLast);
            if (TRows.Count > 2) TRow.Store(c2, c + (2 * cStride), cLast);
            if (TRows.Count > 3) TRow.Store(c3, c + (3 * cStride), cLast);
            if (TRows.Count > 4) TRow.Store(c4, c + (4 * cStride), cLast);
            if (TRows.Count > 5) TRow.Store(c5, c + (5 * cStride), cLast);
            if (TRows.Count > 6) TRow.Store(c6, c + (6 * cStride), cLast);
            if (TRows.Count > 7) TRow.Store(c7, c + (7 * cStride), cLast);
            if (TRows.Count > 8) TRow.Store(c8, c + (8 * cStride), cLast);
            if (TRows.Count > 9) TRow.Store(c9, c + (9 * cStride), cLast);
            if (TRows.Count > 10) TRow.Store(c10, c + (10 * cStride), cLast);
            if (TRows.Count > 11) TRow.Store(c11, c + (11 * cStride), cLast);
            if (TRows.Count > 12) TRow.Store(c12, c + (12 * cStride), cLast);
            if (TRows.Count > 13) TRow.Store(c13, c + (13 * cStride), cLast);

            a += TRows.Count * row;
            start += TRows.Count * startStride;
            c += TRows.Count * cStride;
        }
    }
}
