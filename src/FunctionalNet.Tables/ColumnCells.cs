using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using CsvHelper;

namespace FunctionalNet;

/// <summary>The cells of one column as they are read, and the numbers that they become.</summary>
internal abstract class ColumnCells<T>(Column column, string name, int place, ImmutableArray<string> missing)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int FirstCapacity = 256;

    private readonly byte[][] missingTexts = [.. missing.Select(Encoding.UTF8.GetBytes)];

    /// <summary>The column as it was asked for.</summary>
    public Column Column => column;

    /// <summary>The name in the header, or the index.</summary>
    public string Name => name;

    /// <summary>The index of the column in the file.</summary>
    public int Place => place;

    /// <summary>The column with what has been learnt from the file.</summary>
    public abstract Column Known { get; }

    /// <summary>The number of numbers in a row.</summary>
    public abstract int Width { get; }

    /// <summary>The name of each number in a row.</summary>
    public abstract IEnumerable<string> Features { get; }

    /// <summary>Adds the cell of the current row, or says what is wrong with it.</summary>
    public abstract string? Add(CsvReader reader);

    /// <summary>Completes the column after the last row, or says what is missing in it.</summary>
    public abstract string? Finish();

    /// <summary>Writes the column into rows of numbers.</summary>
    public abstract void Write(T[] numbers, int offset, int stride);

    /// <summary>Whether the cell of the current row stands for a missing value.</summary>
    protected bool IsMissing(CsvReader reader)
    {
        var text = reader.GetSpan(place);
        if (text.IsEmpty)
            return true;
        foreach (var stand in missingTexts)
        {
            if (text.SequenceEqual(stand))
                return true;
        }

        return false;
    }

    protected const string Refusal = "expected a value, found it missing";

    /// <summary>The array, twice as long if it is full.</summary>
    protected static TCell[] WithRoom<TCell>(TCell[] cells, int count)
    {
        if (count == cells.Length)
            Array.Resize(ref cells, (int)long.Clamp(2L * count, FirstCapacity, Array.MaxLength));
        return cells;
    }
}
