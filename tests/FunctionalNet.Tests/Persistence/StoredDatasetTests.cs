using LanguageExt;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Training and evaluation from files: as from memory, to the bit.</summary>
public sealed class StoredDatasetTests : IDisposable
{
    private static readonly Layer<float> Network = Affine(784, 12) >> Relu >> Affine(12, 10);

    private readonly TemporaryFolder folder = new();
    private readonly Dataset<float> digits = Digits.Generate<float>(Key.Seed(0), 601);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Batches_are_those_of_memory()
    {
        var stored = Stored(digits);
        Assert.Equal("StoredDataset: 601 × f32[784] in inputs.npy", $"{stored}");
        Same(Batches.ShuffledEpochs(digits, 100, Key.Seed(1)), Batches.ShuffledEpochs(stored, 100, Key.Seed(1)));
        Same(Batches.ShuffledEpochs(digits, 100, Key.Seed(1), dropLast: true), Batches.ShuffledEpochs(stored, 100, Key.Seed(1), dropLast: true));
        Same(Batches.WithReplacement(digits, 100, Key.Seed(1)), Batches.WithReplacement(stored, 100, Key.Seed(1)));

        static void Same(Batches<Batch<float>> memory, Batches<Batch<float>> file)
        {
            Assert.Equal($"{memory}", $"{file}");
            Assert.Equal((memory.Size, memory.PerEpoch, memory.SamplesPerStep), (file.Size, file.PerEpoch, file.SamplesPerStep));
            Assert.All(Enumerable.Range(0, 20), step => Assert.Equal((memory[step], Option<long>.Some(step)), (file[step], file[step].Number)));
        }
    }

    [Fact]
    public void Training_has_the_bits_of_memory()
    {
        var (memory, file) = (Run(Batches.ShuffledEpochs(digits, 50, Key.Seed(1))), Run(Batches.ShuffledEpochs(Stored(digits), 50, Key.Seed(1))));
        Assert.Equal(memory.ElementAt(40), file.ElementAt(40));
        Assert.Equal(RunDescription.Of(memory), RunDescription.Of(file));

        static TrainingRun<Batch<float>, float> Run(Batches<Batch<float>> batches) =>
            Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.01), batches, Key.Seed(2));
    }

    // Of bytes, as a file of images has them.
    [Fact]
    public void Training_from_bytes_has_the_bits_of_memory()
    {
        var pixels = Key.Seed(3).Integers(300 * 20, 256);
        var path = folder.Write("images", [0, 0, 8, 2, 0, 0, 1, 44, 0, 0, 0, 20, .. pixels.Select(pixel => (byte)pixel)]);
        var inputs = Idx.Read<float>(path).ThrowIfFail() / 255;
        var rows = StoredRows.Open<float>(path, convert: true).ThrowIfFail().Select(x => x / 255);
        var (memory, file) = (new Dataset<float>(inputs, inputs), new StoredDataset<float>(rows, rows));
        var network = Affine(20, 3) >> Tanh >> Affine(3, 20);
        Assert.Equal(
            Train.Run(network, Losses.MeanSquaredError, Optimizers.Adam(0.01), Batches.WithReplacement(memory, 32, Key.Seed(1)), Key.Seed(2)).ElementAt(30),
            Train.Run(network, Losses.MeanSquaredError, Optimizers.Adam(0.01), Batches.WithReplacement(file, 32, Key.Seed(1)), Key.Seed(2)).ElementAt(30));
        Assert.Equal(
            network.Evaluate(Metrics.MeanSquaredError, network.Initialize(Key.Seed(0)), memory), network.Evaluate(Metrics.MeanSquaredError, network.Initialize(Key.Seed(0)), file));
    }

    [Fact]
    public void Metrics_are_those_of_memory()
    {
        var (stored, parameters) = (Stored(digits), Network.Initialize(Key.Seed(1)));
        Metric<float>[] metrics = [Metrics.Accuracy, Metrics.MeanLoss(Losses.SoftmaxCrossEntropy)];
        Assert.Equal(Network.Evaluate(metrics, parameters, digits).AsEnumerable(), Network.Evaluate(metrics, parameters, stored));
        Assert.Equal(Network.Evaluate(Metrics.Recall(3), parameters, digits), Network.Evaluate(Metrics.Recall(3), parameters, stored));
        Assert.Equal(Network.Accuracy(parameters, digits[..300]), Network.Accuracy(parameters, stored[..300]));
        var run = Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Batches.ShuffledEpochs(stored, 50, Key.Seed(1)), Key.Seed(2));
        Assert.Equal(
            run.Take(3).WithMetrics(Network, metrics, digits).Select(state => $"{state}"), run.Take(3).WithMetrics(Network, metrics, stored).Select(state => $"{state}"));
        Failure.Says("expected samples to evaluate on, got none", () => Network.Accuracy(parameters, stored[..0]));
    }

    [Fact]
    public void A_range_goes_to_memory()
    {
        var stored = Stored(digits);
        var part = stored[100..^1];
        Assert.Equal(500, part.Count);
        Assert.Equal(digits[100..600].AsBatch(), part.ToDataset().AsBatch());
        Assert.Equal(digits.Batch(100, 599), part.Batch(0, 499));
        Assert.Equal(stored.Inputs.RowShape, [784]);
        var both = new StoredDataset<float>(stored.Inputs, stored.Inputs);
        Assert.Equal(digits.Inputs[5..7], both[5..7].ToDataset().Targets.ToTensor());
    }

    [Fact]
    public void There_is_a_target_for_each_row()
    {
        var rows = Stored(digits).Inputs;
        Failure.Says(
            "a data set: expected a target for each row of the inputs StoredRows: 601 × f32[784] in inputs.npy, got 2 targets", () => new StoredDataset<float>(rows, [0, 1]));
        Failure.Says(
            "a data set: expected a target for each row of the inputs StoredRows: 601 × f32[784] in inputs.npy, got 600 targets", () => new StoredDataset<float>(rows, rows[1..]));
        Failure.Says(
            "expected a size of 1 or more and at least one sample, got size 1 and Dataset: 0 × f32[784]",
            () => Batches.ShuffledEpochs(new StoredDataset<float>(rows[..0], rows[..0]), 1, Key.Seed(0)));
    }

    // The next batch is being drawn by another thread: the exception arrives where batches are gone through.
    [UnixFact]
    public void A_file_that_is_cut_short_meanwhile_ends_the_training()
    {
        var stored = Stored(digits);
        var run = Train.Run(Network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Batches.ShuffledEpochs(stored, 50, Key.Seed(1)), Key.Seed(2));
        var failure = Assert.Throws<IOException>(() =>
        {
            foreach (var state in run)
            {
                if (state.Step != 5)
                    continue;
                using var file = new FileStream(folder.At("inputs.npy"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                file.SetLength(1000);
            }
        });
        Assert.StartsWith($"{folder.At("inputs.npy")}: expected ", failure.Message, StringComparison.Ordinal);
        _ = Assert.Throws<IOException>(() => _ = Network.Accuracy(Network.Initialize(Key.Seed(0)), stored));
    }

    private StoredDataset<float> Stored(Dataset<float> dataset)
    {
        _ = Npy.Write(folder.At("inputs.npy"), dataset.Inputs).ThrowIfFail();
        return new(StoredRows.Open<float>(folder.At("inputs.npy")).ThrowIfFail(), dataset.Targets);
    }
}
