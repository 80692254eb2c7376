namespace FunctionalNet;

/// <summary>The place of rows in the batch that they were drawn as a part of.</summary>
/// <param name="First">The first row.</param>
/// <param name="Whole">The number of rows of the whole batch.</param>
internal readonly record struct RowShare(int First, int Whole);

/// <summary>A batch that is known to consist of rows.</summary>
internal interface IBatchOfRows
{
    /// <summary>The number of rows.</summary>
    int Count { get; }

    /// <summary>Some of the rows, which know that they are a part.</summary>
    object Part(Range rows);

    /// <summary>The same rows as a part of a batch.</summary>
    object PartOf(RowShare share);
}

/// <summary>A batch that is about to be drawn.</summary>
/// <param name="Count">The number of its rows; null if that is known only when they are drawn.</param>
/// <param name="Rows">Draws a range of the rows.</param>
internal readonly record struct BatchDraw<TBatch>(int? Count, Func<Range, TBatch> Rows)
    where TBatch : notnull
{
    /// <summary>The batch of samples at these indices.</summary>
    public static BatchDraw<TBatch> Of(ReadOnlyMemory<int> samples, Func<ReadOnlyMemory<int>, TBatch> batchOf) => new(samples.Length, rows =>
    {
        var (first, count) = rows.GetOffsetAndLength(samples.Length);
        // No batch can be made of no samples: one of a single sample has as its part what is asked for.
        return count == samples.Length ? batchOf(samples)
            : count == 0 ? Marked(Part(batchOf(samples[..1]), 0..0), new(first, samples.Length))
            : Marked(batchOf(samples[rows]), new(first, samples.Length));
    });

    /// <summary>The whole batch.</summary>
    public TBatch Whole => Rows(Range.All);

    /// <summary>The part of the batch that a rule gives for its number of rows.</summary>
    public TBatch OfRows(Func<int, Range> rule)
    {
        if (Count is { } count)
            return Rows(rule(count));
        var whole = Whole;
        return whole is IBatchOfRows rows ? Part(whole, rule(rows.Count)) : whole;
    }

    private static TBatch Part(TBatch batch, Range rows) => batch is IBatchOfRows whole ? (TBatch)whole.Part(rows) : batch;

    private static TBatch Marked(TBatch batch, RowShare share) => batch is IBatchOfRows part ? (TBatch)part.PartOf(share) : batch;
}
