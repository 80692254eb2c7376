namespace FunctionalNet.Numerics;

/// <summary>
/// A panel of the columns of a matrix, a few vectors wide. The columns are cut into panels whose widths differ by at most one vector, so that the
/// last of several has at least two: the vector that reaches back, where columns are left that do not fill one, overlaps its neighbour in the same
/// panel.
/// </summary>
internal readonly struct PanelCut<TLanes, TVector, T>(nint columns, nint panel = 0)
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    /// <summary>The vectors of the widest panel. With the eight rows of a tile, or four, they fill the registers.</summary>
    public const int Widest = 3;

    private nint All => (columns + TLanes.Count - 1) / TLanes.Count;

    private nint Panels => (All + Widest - 1) / Widest;

    /// <summary>Whether there are columns left.</summary>
    public bool IsLeft => panel < Panels;

    public PanelCut<TLanes, TVector, T> Next => new(columns, panel + 1);

    /// <summary>The first column.</summary>
    public nint Column => All * panel / Panels * TLanes.Count;

    /// <summary>The number of vectors; 0 if there are fewer columns than one has lanes.</summary>
    public int Vectors => columns < TLanes.Count ? 0 : (int)((All * (panel + 1) / Panels) - (All * panel / Panels));

    /// <summary>The numbers in a row of all panels, packed.</summary>
    public static nint WidthOf(nint columns) => (columns + TLanes.Count - 1) / TLanes.Count * TLanes.Count;

    /// <summary>The offset of the last vector of a row.</summary>
    public nint Last<TRow>()
        where TRow : struct, ITileRow<TRow, T> => TRow.Last(columns - Column, TLanes.Count);
}
