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
    /// <summary>The batch of samples at these indices, each of which is a row.</summary>
    public static BatchDraw<TBatch> Of(ReadOnlyMemory<int> samples, Func<ReadOnlyMemory<int>, TBatch> batchOf) => new(samples.Length, rows =>
    {
        if (rows.Equals(Range.All))
            return batchOf(samples);
        var (first, count) = rows.GetOffsetAndLength(samples.Length);
        // No batch can be made of no samples: one of a single sample has as its part what is asked for.
        var part = count == 0 ? Part(batchOf(samples[..1]), 0..0) : batchOf(samples[rows]);
        return part is IBatchOfRows known ? (TBatch)known.PartOf(new(first, samples.Length)) : part;
    });

    /// <summary>The whole batch.</summary>
    public TBatch Whole => Rows(Range.All);

    /// <summary>The whole batch, or the part of it that a rule gives for its number of rows.</summary>
    public TBatch Draw(Func<int, Range>? rule)
    {
        if (rule is null)
            return Whole;
        if (Count is { } count)
            return Rows(rule(count));
        var whole = Whole;
        return whole is IBatchOfRows rows ? Part(whole, rule(rows.Count)) : whole;
    }

    private static TBatch Part(TBatch batch, Range rows) => batch is IBatchOfRows whole ? (TBatch)whole.Part(rows) : batch;
}
