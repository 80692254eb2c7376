using System.Collections.Immutable;

namespace FunctionalNet.Tests.Data;

public sealed class BatchesTests
{
    private static readonly Dataset<float> Ten = new(
        Tensor.Generate<float>([10, 2], i => i), Enumerable.Range(0, 10).ToImmutableArray());

    private static readonly Batches<Batch<float>>[] Both =
    [
        Batches.WithReplacement(Ten, 4, Key.Seed(1)),
        Batches.ShuffledEpochs(Ten, 4, Key.Seed(1)),
    ];

    [Fact]
    public void The_sequence_has_no_end_and_is_the_same_each_time() => Assert.All(Both, batches =>
    {
        Assert.Equal(50, batches.Take(50).Count());
        Assert.Equal(batches.Take(7), batches.Take(7));
    });

    [Fact]
    public void A_batch_is_a_function_of_its_step() => Assert.All(Both, batches =>
        Assert.Equal(batches.Take(20), Enumerable.Range(0, 20).Select(step => batches[step])));

    [Fact]
    public void Inputs_and_targets_stay_together() => Assert.All(Both, batches => Assert.All(batches.Take(20), batch =>
    {
        for (var row = 0; row < batch.Count; row++)
        {
            var label = batch.Targets.ClassIndices[row];
            Assert.Equal(Tensor.Vector<float>(2 * label, (2 * label) + 1), batch.Inputs.Row(row));
        }
    }));

    [Fact]
    public void A_shuffled_epoch_takes_each_sample_once()
    {
        var epochs = Both[1].Take(9).Chunk(3).Select(epoch => epoch.SelectMany(Labels).ToList()).ToList();
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, 10), epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal([4, 4, 2], Both[1].Take(3).Select(batch => batch.Count));
        Assert.Equal((4, 3), (Both[1].Size, Both[1].PerEpoch));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(int.MaxValue - 9)]
    [InlineData(int.MaxValue)]
    public void A_batch_that_is_larger_than_the_data_set_is_the_data_set(int size)
    {
        var batches = Batches.ShuffledEpochs(Ten, size, Key.Seed(1));
        Assert.Equal((size, 1), (batches.Size, batches.PerEpoch));
        Assert.Equal(Enumerable.Range(0, 10), Labels(batches[3]).Order());
        Assert.Equal([10], Ten.InBatchesOf(size).Select(batch => batch.Count));
        Assert.Empty(Ten[..0].InBatchesOf(size));
    }

    [Fact]
    public void Of_huge_batches_the_last_ends_with_the_samples() =>
        Assert.Equal(1_500_000_000..2_000_000_000, Batches.Positions(1, 1_500_000_000, 2_000_000_000));

    [Fact]
    public void With_replacement_all_batches_are_whole_and_samples_repeat()
    {
        var batches = Both[0].Take(100).ToList();
        Assert.All(batches, batch => Assert.Equal(4, batch.Count));
        Assert.Contains(batches, batch => Labels(batch).Distinct().Count() < 4);
        Assert.Equal(Enumerable.Range(0, 10), batches.SelectMany(Labels).Distinct().Order());
        Assert.Equal((4, 2), (Both[0].Size, Both[0].PerEpoch));
    }

    [Fact]
    public void Another_key_gives_other_batches() =>
        Assert.NotEqual(Both[1].Take(3), Batches.ShuffledEpochs(Ten, 4, Key.Seed(2)).Take(3));

    [Fact]
    public void A_last_batch_that_is_smaller_is_dropped_if_asked()
    {
        var batches = Batches.ShuffledEpochs(Ten, 4, Key.Seed(1), dropLast: true);
        Assert.Equal([4, 4, 4, 4], batches.Take(4).Select(batch => batch.Count));
        Assert.Equal((2, 4.0), (batches.PerEpoch, batches.SamplesPerStep));
        Assert.Equal(Both[1].Take(2), batches.Take(2));
        Assert.Equal(Both[1][3], batches[2]);
        Assert.Equal("Dataset: 10 × f32[2]; batches of 4, shuffled every epoch, whole batches only, 2 to an epoch", $"{batches}");
        Assert.Equal(Batches.ShuffledEpochs(Ten, 5, Key.Seed(1)), Batches.ShuffledEpochs(Ten, 5, Key.Seed(1), dropLast: true), (x, y) => x.Take(9).SequenceEqual(y.Take(9)));
        Failure.Says(
            "expected samples for a batch of 11 at least, since smaller ones are dropped, got Dataset: 10 × f32[2]",
            () => Batches.ShuffledEpochs(Ten, 11, Key.Seed(1), dropLast: true));
    }

    [Fact]
    public void A_random_function_of_a_batch_has_the_key_of_its_step()
    {
        var keys = Both[1].Map(Key.Seed(9), (batch, key) => (batch, key));
        Assert.Equal(Enumerable.Range(0, 10).Select(step => (Both[1][step], Key.Seed(9).Fold(step))), keys.Take(10));
        Assert.Equal(keys[7], keys.From(7).First());
    }

    [Fact]
    public void Samples_of_any_source_come_in_the_order_of_a_data_set()
    {
        var batches = Batches.ShuffledEpochs("a source", 10, i => Ten[i], Sample.Collate, size: 4, Key.Seed(1));
        Assert.Equal(Both[1].Take(9), batches.Take(9));
        Assert.Equal("a source; batches of 4, shuffled every epoch, 3 to an epoch", $"{batches}");
        var sums = Batches.ShuffledEpochs("numbers", 10, i => i, numbers => $"{numbers.Sum()}", size: 10, Key.Seed(1), dropLast: true);
        Assert.Equal("45", sums[3]);
        Failure.Says(
            "expected a size of 1 or more and at least one sample, got size 1 and nothing",
            () => Batches.ShuffledEpochs("nothing", 0, i => i, numbers => numbers.Length, 1, Key.Seed(1)));
    }

    [Fact]
    public void They_say_what_they_are() => Assert.Equal(
        "Dataset: 10 × f32[2]; batches of 4, shuffled every epoch, 3 to an epoch", $"{Both[1]}");

    [Fact]
    public void Mistakes_are_refused()
    {
        const string message = "expected a size of 1 or more and at least one sample, got size 0 and Dataset: 10 × f32[2]";
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Batches.WithReplacement(Ten, 0, Key.Seed(0))).Message);
        Assert.Throws<ArgumentException>(() => Batches.ShuffledEpochs(Ten[..0], 4, Key.Seed(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Both[0][-1]);
        Assert.Equal(
            "a data set: expected a target for each row of the inputs [2, 2], got 1 targets",
            Assert.Throws<ArgumentException>(() => new Dataset<float>(Tensor.Zeros<float>([2, 2]), ImmutableArray.Create(1))).Message);
    }

    private static IEnumerable<int> Labels(Batch<float> batch) => batch.Targets.ClassIndices;
}
