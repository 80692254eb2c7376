using System.Collections.Immutable;
using System.Numerics;
using CsvHelper;

namespace FunctionalNet;

/// <summary>The cells of a column of categories.</summary>
internal sealed class CategoryCells<T> : ColumnCells<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Longer texts are not compared in place.
    private const int Short = 256;

    private readonly bool areGiven;
    private readonly Dictionary<string, int> codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private ImmutableArray<string> categories;
    private int[] cells = [];
    private int count;

    public CategoryCells(Column column, string name, int place, ImmutableArray<string> missing)
        : base(column, name, place, missing)
    {
        areGiven = !column.Categories.IsEmpty;
        categories = column.Categories;
        lookup = codes.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var category in categories)
            codes.Add(category, codes.Count);
    }

    public override Column Known => Column.Knowing(categories, Column.Filling);

    public override int Width => Column.Kind == ColumnKind.OneHot ? categories.Length : 1;

    public override IEnumerable<string> Features =>
        Column.Kind == ColumnKind.OneHot ? categories.Select(category => $"{Name}={category}") : [Name];

    /// <summary>The category of each row.</summary>
    public ImmutableArray<int> Codes() => [.. cells.AsSpan(0, count)];

    public override string? Add(CsvReader reader)
    {
        cells = WithRoom(cells, count);
        if (!TryCode(reader, out var code, out var complaint))
            return complaint;
        cells[count++] = code;
        return null;
    }

    public override string? Finish()
    {
        if (areGiven)
            return null;
        categories = [.. codes.OrderBy(category => category.Value).Select(category => category.Key)];
        if (!Column.IsSorted)
            return null;
        categories = categories.Sort(StringComparer.Ordinal);
        var places = categories.Index().ToDictionary(category => codes[category.Item], category => category.Index);
        for (var row = 0; row < count; row++)
            cells[row] = places[cells[row]];
        return null;
    }

    public override void Write(T[] numbers, int offset, int stride)
    {
        for (var row = 0; row < count; row++)
        {
            if (Column.Kind == ColumnKind.OneHot)
                numbers[(row * stride) + offset + cells[row]] = T.One;
            else
                numbers[(row * stride) + offset] = T.CreateTruncating(cells[row]);
        }
    }

    private bool TryCode(CsvReader reader, out int code, out string? complaint)
    {
        complaint = null;
        if (IsMissing(reader))
        {
            code = 0;
            complaint = Column.Filling is Filling.Category(var filled) ? TryCode(filled, out code) : Refusal;
            return complaint is null;
        }

        Span<char> letters = stackalloc char[Short];
        // As many bytes are at least as many letters.
        if (reader.GetSpan(Place).Length <= Short && lookup.TryGetValue(letters[..reader.GetChars(Place, letters)], out code))
            return true;
        complaint = TryCode(reader.GetString(Place), out code);
        return complaint is null;
    }

    /// <summary>The code of a category, which is a new one if they are learnt from the file; or a complaint.</summary>
    private string? TryCode(string category, out int code)
    {
        if (codes.TryGetValue(category, out code))
            return null;
        if (areGiven)
            return $"expected one of {CsvTable.List(categories)}, found \"{category}\"";
        code = codes.Count;
        codes.Add(category, code);
        return null;
    }
}
