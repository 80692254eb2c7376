namespace FunctionalNet;

/// <summary>Rows of cells in aligned columns, two spaces apart, without spaces at the ends of lines.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The lines of a table.</summary>
    /// <param name="rows">The cells of each row; all rows have the same number.</param>
    /// <param name="rightAligned">The columns to align on the right, as for numbers.</param>
    public static IEnumerable<string> Align(IReadOnlyList<string[]> rows, params int[] rightAligned)
    {
        var widths = rows.Aggregate(
            rows.Count == 0 ? [] : new int[rows[0].Length],
            (widths, row) => [.. row.Select((cell, column) => int.Max(widths[column], cell.Length))]);
        return rows.Select(row => string.Join(Gap, row.Select(Pad)).TrimEnd());

        string Pad(string cell, int column) =>
            rightAligned.Contains(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }
}
