using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>The operands that tiles below one another share: a panel of B, and the layout of A and C.</summary>
internal readonly unsafe struct TileOperands<T>
    where T : unmanaged
{
    /// <summary>The number of columns of A, and of rows of the panel.</summary>
    public nint Depth { get; init; }

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

    /// <summary>Whether the product is added to C; otherwise it replaces what C holds.</summary>
    public bool Accumulate { get; init; }
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
/// The innermost kernel: a tile of C, up to eight rows of up to three vectors, that stays in registers while k runs.
/// <c>c(i, ·) = [c(i, ·) +] Σₖ a(i, k) · panel(k, ·)</c> for k = 0, 1, 2, … in this order.
/// </summary>
internal static unsafe class RegisterTile<TRow, T>
    where TRow : struct, ITileRow<TRow, T>
    where T : unmanaged
{
    /// <summary>
    /// Tiles below one another, of one to eight rows each, at <paramref name="c"/>, from the rows of A at <paramref name="a"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(int rows, nint tiles, T* a, T* c, in TileOperands<T> operands)
    {
        if (tiles == 0)
            return;
        switch (rows)
        {
            case 1: Multiply<Next<NoRows>>(tiles, a, c, operands); break;
            case 2: Multiply<Next<Next<NoRows>>>(tiles, a, c, operands); break;
            case 3: Multiply<Next<Next<Next<NoRows>>>>(tiles, a, c, operands); break;
            case 4: Multiply<Next<Next<Next<Next<NoRows>>>>>(tiles, a, c, operands); break;
            case 5: Multiply<Next<Next<Next<Next<Next<NoRows>>>>>>(tiles, a, c, operands); break;
            case 6: Multiply<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>(tiles, a, c, operands); break;
            case 7: Multiply<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>(tiles, a, c, operands); break;
            case 8: Multiply<Next<Next<Next<Next<Next<Next<Next<Next<NoRows>>>>>>>>>(tiles, a, c, operands); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows), rows, "expected one to eight rows of a register tile");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TRows>(nint tiles, T* a, T* c, in TileOperands<T> operands)
        where TRows : struct, IRows
    {
        for (; tiles > 0; tiles--, a += TRows.Count * operands.ARowStride, c += TRows.Count * operands.CStride)
            MultiplyTile<TRows>(a, c, operands);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyTile<TRows>(T* a, T* c, in TileOperands<T> operands)
        where TRows : struct, IRows
    {
        nint cStride = operands.CStride, cLast = operands.CLast;
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        if (operands.Accumulate)
        {
            c0 = TRow.Load(c, cLast);
            if (TRows.Count > 1) c1 = TRow.Load(c + cStride, cLast);
            if (TRows.Count > 2) c2 = TRow.Load(c + (2 * cStride), cLast);
            if (TRows.Count > 3) c3 = TRow.Load(c + (3 * cStride), cLast);
            if (TRows.Count > 4) c4 = TRow.Load(c + (4 * cStride), cLast);
            if (TRows.Count > 5) c5 = TRow.Load(c + (5 * cStride), cLast);
            if (TRows.Count > 6) c6 = TRow.Load(c + (6 * cStride), cLast);
            if (TRows.Count > 7) c7 = TRow.Load(c + (7 * cStride), cLast);
        }

        var panel = operands.Panel;
        nint row = operands.ARowStride, row3 = 3 * row, row5 = 5 * row, row7 = 7 * row;
        nint column = operands.AColumnStride, panelStride = operands.PanelStride, panelLast = operands.PanelLast;
        for (var k = operands.Depth; k > 0; k--, a += column, panel += panelStride)
        {
            var b = TRow.Load(panel, panelLast);
            c0 = TRow.MultiplyAdd(a, b, c0);
            if (TRows.Count > 1) c1 = TRow.MultiplyAdd(a + row, b, c1);
            if (TRows.Count > 2) c2 = TRow.MultiplyAdd(a + (2 * row), b, c2);
            if (TRows.Count > 3) c3 = TRow.MultiplyAdd(a + row3, b, c3);
            if (TRows.Count > 4) c4 = TRow.MultiplyAdd(a + (4 * row), b, c4);
            if (TRows.Count > 5) c5 = TRow.MultiplyAdd(a + row5, b, c5);
            if (TRows.Count > 6) c6 = TRow.MultiplyAdd(a + (2 * row3), b, c6);
            if (TRows.Count > 7) c7 = TRow.MultiplyAdd(a + row7, b, c7);
        }

        TRow.Store(c0, c, cLast);
        if (TRows.Count > 1) TRow.Store(c1, c + cStride, cLast);
        if (TRows.Count > 2) TRow.Store(c2, c + (2 * cStride), cLast);
        if (TRows.Count > 3) TRow.Store(c3, c + (3 * cStride), cLast);
        if (TRows.Count > 4) TRow.Store(c4, c + (4 * cStride), cLast);
        if (TRows.Count > 5) TRow.Store(c5, c + (5 * cStride), cLast);
        if (TRows.Count > 6) TRow.Store(c6, c + (6 * cStride), cLast);
        if (TRows.Count > 7) TRow.Store(c7, c + (7 * cStride), cLast);
    }
}
