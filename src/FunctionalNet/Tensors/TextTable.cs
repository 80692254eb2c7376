namespace FunctionalNet;

/// <summary>Rows of texts in aligned columns, two spaces apart, without spaces at the ends of lines.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The lines of a table.</summary>
    /// <param name="rows">As many cells in each.</param>
    /// <param name="rightAligned">The columns of numbers: these end below each other, all others begin there.</param>
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
