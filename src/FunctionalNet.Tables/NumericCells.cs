using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using CsvHelper;

namespace FunctionalNet;

/// <summary>The cells of a numeric column.</summary>
internal sealed class NumericCells<T>(Column column, string name, int place, ImmutableArray<string> missing) : ColumnCells<T>(column, name, place, missing)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // CsvHelper reads more than that: 1,500 as 1500, and nan.
    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eE"u8);

    private readonly List<int> holes = [];
    private T[] numbers = [];
    private int count;
    private Filling filling = column.Filling;

    public override Column Known => Column.Knowing([], filling);

    public override int Width => 1;

    public override IEnumerable<string> Features => [Name];

    public override string? Add(CsvReader reader)
    {
        numbers = WithRoom(numbers, count);
        if (IsMissing(reader))
        {
            if (filling is Filling.Refused)
                return Refusal;
            holes.Add(count);
        }
        else if (reader.GetSpan(Place).ContainsAnyExcept(OfNumbers) || !reader.TryParse<T>(Place, out numbers[count]) || !T.IsFinite(numbers[count]))
        {
            return $"expected a finite number, found \"{reader.GetString(Place)}\"";
        }

        count++;
        return null;
    }

    public override string? Finish()
    {
        if (filling is Filling.Mean)
        {
            if (holes.Count == count)
                return $"column {Name}: expected numbers to fill with their mean, found none";
            // Holes are zeros and do not change the sum.
            holes.ForEach(hole => numbers[hole] = T.Zero);
            var sum = 0.0;
            for (var i = 0; i < count; i++)
                sum += double.CreateTruncating(numbers[i]);
            filling = new Filling.Number(sum / (count - holes.Count));
        }

        if (filling is Filling.Number(var value))
            holes.ForEach(hole => numbers[hole] = T.CreateTruncating(value));
        return null;
    }

    public override void Write(T[] numbers, int offset, int stride)
    {
        for (var row = 0; row < count; row++)
            numbers[(row * stride) + offset] = this.numbers[row];
    }
}
