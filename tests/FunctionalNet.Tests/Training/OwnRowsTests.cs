using System.Collections.Concurrent;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Training;

public sealed class OwnRowsTests
{
    private static readonly Dataset<float> Images = Digits.Generate<float>(Key.Seed(0), 60).AsImages(28, 28);

    private static readonly Layer<float> Network = Flatten >> Affine(784, 13) >> Relu >> Dropout(0.3) >> Affine(13, 10);

    public static TheoryData<string> Sources => [.. Batched.Keys];

    // Batches that shards divide and that they do not, drawn in each way, and changed in each way.
    private static Dictionary<string, Batches<Batch<float>>> Batched { get; } = new()
    {
        ["with replacement"] = Batches.WithReplacement(Images, 24, Key.Seed(1)),
        ["fewer rows than shards"] = Batches.WithReplacement(Images, 5, Key.Seed(1)),
        ["a smaller last batch"] = Batches.ShuffledEpochs(Images, 25, Key.Seed(1)),
        ["samples from anywhere"] = Batches.ShuffledEpochs("digits", 60, i => Images[i], Sample.Collate, 22, Key.Seed(1)),
        ["a file"] = Batches.ShuffledEpochs(Stored(), 25, Key.Seed(1)),
        ["each image changed"] = Batches.ShuffledEpochs(Images, 25, Key.Seed(1)).Augmented(
            Augment.Rotate(10) >> Augment.Elastic(4, 3) >> Augment.Noise(0.1) >> Augmentation.Lift<float>("Dark", (key, image) => image * (float)key.Uniform<double>([1])[0]), Key.Seed(2)),
        ["images mixed"] = Batches.ShuffledEpochs(Images, 25, Key.Seed(1)).Augmented(Augment.Rotate(10) >> Augment.Mixup(0.3, classes: 10), Key.Seed(2)),
        ["of the user's own"] = Batches.Define("own", 3, 20, step => Images.Batch([.. Enumerable.Range((int)step, 20)])),
        ["selected"] = Batches.WithReplacement(Images, 24, Key.Seed(1)).Select(batch => new Batch<float>(batch.Inputs * 2, batch.Targets)),
    };

    // On Unix a file is read as long as it is open, also after it was deleted.
    private static StoredDataset<float> Stored()
    {
        using var folder = new TemporaryFolder();
        return new(Npy.Write(folder.At("images.npy"), Images.Inputs).Bind(path => StoredRows.Open<float>(path)).ThrowIfFail(), Images.Targets);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void Own_rows_have_the_bits_of_whole_batches(string source)
    {
        var batches = Batched[source];
        var whole = Train.Run(Network.Objective(Losses.SoftmaxCrossEntropy).Sharded(8), Optimizers.Adam(0.01), batches, Network.Initialize(Key.Seed(3).Split().Item1), Key.Seed(3).Split().Item2);
        var expected = whole.ElementAt(4).Parameters.Fingerprint();
        foreach (var ranks in (int[])[1, 2, 3, 8])
        {
            var trained = Ranks.Run<float, string>(ranks, collective =>
                Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.01), batches, Key.Seed(3), shards: 8, collective).ElementAt(4).Parameters.Fingerprint());
            Assert.True(trained.All(actual => actual == expected), $"{source} on {ranks} ranks: expected {expected}, got {string.Join(", ", trained)}");
        }
    }

    [Fact]
    public void A_rank_reads_only_the_samples_that_it_learns_from()
    {
        var read = Enumerable.Range(0, 3).Select(_ => new ConcurrentBag<int>()).ToList();
        for (var rank = 0; rank < 3; rank++)
        {
            var own = read[rank];
            var batches = Batches.ShuffledEpochs("digits", 60, i =>
            {
                own.Add(i);
                return Images[i];
            }, Sample.Collate, 30, Key.Seed(1));
            var batch = batches.OwnRows(6, Collective<float>.Alone with { Rank = rank, Size = 3 })[0];
            Assert.Equal($"Batch: 10 × f32[28,28,1], rows {rank * 10} to {(rank * 10) + 10} of 30", $"{batch}");
        }

        Assert.All(read, own => Assert.Equal(10, own.Count));
        Assert.Equal(30, read.SelectMany(own => own).Distinct().Count());
    }

    [Fact]
    public void Functions_of_own_rows_are_of_the_whole_batch_and_own_rows_twice_are_those_of_once()
    {
        var ranks = Collective<float>.Alone with { Rank = 1, Size = 2 };
        var batches = Batches.ShuffledEpochs(Images, 24, Key.Seed(1));
        Batch<float> Centred(Batch<float> batch) => new(batch.Inputs - batch.Inputs.MeanOver([0], keepAxes: true), batch.Targets);
        var mixed = batches.Augmented(Augment.Mixup(0.3, classes: 10), Key.Seed(2));
        Assert.Equal(batches.Select(Centred).OwnRows(8, ranks)[0], batches.OwnRows(8, ranks).Select(Centred)[0]);
        Assert.Equal(mixed.OwnRows(8, ranks)[0], batches.OwnRows(8, ranks).Augmented(Augment.Mixup(0.3, classes: 10), Key.Seed(2))[0]);
        Assert.Equal($"{batches.OwnRows(8, ranks)[0]}", $"{batches.OwnRows(8, ranks).OwnRows(8, ranks)[0]}");
    }

    [Fact]
    public void Samples_that_are_collated_by_a_function_of_the_whole_are_drawn_whole()
    {
        // The maximum of all samples stands for the length that sequences are padded to.
        var batches = Batches.ShuffledEpochs("digits", 60, i => Images[i], samples =>
        {
            var batch = Sample.Collate(samples);
            return new Batch<float>(batch.Inputs / batch.Inputs.Max(), batch.Targets);
        }, 22, Key.Seed(1));
        var parts = Enumerable.Range(0, 3).Select(rank => batches.OwnRows(8, Collective<float>.Alone with { Rank = rank, Size = 3 })[0].Inputs);
        Assert.Equal(batches[0].Inputs, Tensor.Concatenate(0, [.. parts]));
    }

    [Fact]
    public void Own_rows_print_as_whole_batches_so_that_a_run_goes_on_with_other_ranks()
    {
        var batches = Batches.ShuffledEpochs(Images, 25, Key.Seed(1));
        Assert.Equal($"{batches}", $"{batches.OwnRows(8, Collective<float>.Alone with { Size = 4 })}");
    }

    [Fact]
    public void Rows_of_a_rank_are_refused_by_an_objective_that_is_not_in_shards()
    {
        var part = Batches.ShuffledEpochs(Images, 25, Key.Seed(1)).OwnRows(8, Collective<float>.Alone with { Rank = 1, Size = 2 })[0];
        var refusal = Assert.Throws<ArgumentException>(() => Network.Objective(Losses.SoftmaxCrossEntropy).At(Network.Initialize(Key.Seed(1)), part, Mode.Inference));
        Assert.Contains("expected a whole batch, got Batch: 13 × f32[28,28,1], rows 12 to 25 of 25", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_another_rank_are_refused()
    {
        var part = Batches.ShuffledEpochs(Images, 25, Key.Seed(1)).OwnRows(8, Collective<float>.Alone with { Rank = 1, Size = 2 })[0];
        var sharded = Network.Objective(Losses.SoftmaxCrossEntropy).Sharded(8, Collective<float>.Alone with { Size = 2 });
        var refusal = Assert.Throws<ArgumentException>(() => sharded.At(Network.Initialize(Key.Seed(1)), part, Mode.Inference));
        Assert.Contains("rows 0..12 of 25 in 8 shards at rank 0 of 2", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_number_that_is_not_finite_is_found_by_all_ranks_though_one_has_it(int ranks) => Diverges(ranks, size: 60);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_batch_of_one_row_that_is_not_finite_is_found_by_all_ranks(int ranks) => Diverges(ranks, size: 1);

    private static void Diverges(int ranks, int size)
    {
        var inputs = Images.Inputs.Data.SetItem(Images.Inputs.Shape.Size - 1, float.NaN);
        var broken = new Dataset<float>(new Tensor<float>(Images.Inputs.Shape, inputs), Images.Targets);
        var batches = Batches.ShuffledEpochs(broken, size, Key.Seed(1));
        var whole = Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(3), shards: 8).Last().Divergence;
        var reports = Ranks.Run<float, string>(ranks, collective =>
            $"{Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(3), shards: 8, collective).Last().Divergence}");
        Assert.All(reports, report => Assert.Equal($"{whole}", report));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void Metrics_that_ranks_share_have_the_bits_of_one(int samples)
    {
        var dataset = new Dataset<float>(Key.Seed(0).Normal<float>([samples, 5]), Key.Seed(1).Integers(samples, 2));
        var network = Affine(5, 2);
        var parameters = network.Initialize(Key.Seed(2));
        Metric<float>[] metrics = [Metrics.Accuracy, Metrics.MeanLoss(Losses.SoftmaxCrossEntropy), Metrics.MacroF1];
        var expected = network.Evaluate(metrics, parameters, dataset);
        foreach (var ranks in (int[])[2, 3])
        {
            var shared = Ranks.Run<float, string>(ranks, collective => string.Join(' ', network.Evaluate(metrics, parameters, dataset, collective)));
            Assert.All(shared, values => Assert.Equal(string.Join(' ', expected), values));
        }
    }

    [Fact]
    public void Ranks_share_the_samples_of_a_file_and_read_no_others()
    {
        var stored = Stored();
        var rows = new int[3];
        var network = Flatten >> Affine(784, 10);
        var parameters = network.Initialize(Key.Seed(2));
        var expected = network.Accuracy(parameters, Images);
        var shared = Ranks.Run<float, double>(3, collective => network.Accuracy(
            parameters,
            new StoredDataset<float>(stored.Inputs.Select(x =>
            {
                Interlocked.Add(ref rows[collective.Rank], x.Shape[0]);
                return x;
            }), Images.Targets),
            collective));
        Assert.All(shared, accuracy => Assert.Equal(expected, accuracy));
        // One more is the row of zeros by which the shape is found.
        Assert.Equal([21, 21, 21], rows);
    }

    [Fact]
    public void Each_rank_evaluates_its_share()
    {
        var rows = new int[3];
        var dataset = new Dataset<float>(Key.Seed(0).Normal<float>([3000, 5]), Key.Seed(1).Normal<float>([3000, 5]));
        _ = Ranks.Run<float, double>(3, collective =>
        {
            var counting = Layer.Lift<float>("Counting", x =>
            {
                Interlocked.Add(ref rows[collective.Rank], x.Shape[0]);
                return (x, dy => dy);
            });
            return counting.Evaluate(Metrics.MeanSquaredError, Parameters<float>.Empty, dataset, collective);
        });
        Assert.Equal([1000, 1000, 1000], rows);
    }
}
