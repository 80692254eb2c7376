namespace FunctionalNet.Numerics;

/// <summary>
/// A matrix <c>[rows, columns]</c> read in lines. A line is a row, or several where rows are short, so that vectors are full: what is given for
/// each column is repeated along it. The length depends on the number of columns alone.
/// </summary>
internal static class ColumnLines
{
    // A multiple of every vector's length, in float and in double.
    private const int Lanes = 16;

    // Lines are at least this long, so that a pass over one is worth its loop.
    private const int Shortest = 64;

    // Rows from this length on are lines: the few numbers after the last whole vector cost little.
    private const int LongRow = 256;

    /// <summary>The number of numbers in a line.</summary>
    public static int LengthOf(int columns)
    {
        if (columns >= LongRow)
            return columns;
        var length = columns;
        while (length % Lanes != 0)
            length *= 2;
        return (Shortest + length - 1) / length * length;
    }

    /// <summary>The numbers of the columns, repeated along a line.</summary>
    public static T[] Repeat<T>(ReadOnlySpan<T> ofColumns)
    {
        var line = new T[LengthOf(ofColumns.Length)];
        for (var i = 0; i < line.Length; i += ofColumns.Length)
            ofColumns.CopyTo(line.AsSpan(i));
        return line;
    }
}
