using FunctionalNet.Resumption;
using LanguageExt.Common;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Data;

/// <summary>Augmented batches are functions of the step, and belong to the description of a run.</summary>
public sealed class AugmentedBatchesTests : IDisposable
{
    private static readonly Dataset<float> Flat = Digits.Generate<float>(Key.Seed(0), 50);
    private static readonly Augmentation<float> Moved = Augment.Shift(2) >> Augment.Rotate(10);

    private static readonly Batches<Batch<float>> Plain = Batches.ShuffledEpochs(Flat.AsImages(28, 28), 20, Key.Seed(1));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_batch_at_a_step_is_the_augmented_batch_of_that_step()
    {
        var augmented = Plain.Augmented(Moved, Key.Seed(2));
        Assert.Equal(augmented.Take(7), Enumerable.Range(0, 7).Select(step => Moved.Apply(Key.Seed(2).Fold(step), Plain[step])));
        Assert.Equal(augmented.From(5).Take(3), augmented.Skip(5).Take(3));
        Assert.Equal(5, augmented[5].Number);
        Assert.NotEqual(augmented[0], augmented[3]);
        Assert.Equal((20, 3), (augmented.Size, augmented.PerEpoch));
    }

    [Fact]
    public void The_description_has_the_augmentation() => Assert.Equal(
        [
            "Dataset: 50 × f32[28,28,1]; batches of 20, shuffled every epoch; augmented by Shift(2) >> Rotate(10), 3 to an epoch",
            "Dataset: 50 × f32[784]; batches of 20, shuffled every epoch; augmented by Shift(2) >> Rotate(10) of images [28, 28, 1], 3 to an epoch",
        ],
        new[]
        {
            $"{Plain.Augmented(Moved, Key.Seed(2))}",
            $"{Batches.ShuffledEpochs(Flat, 20, Key.Seed(1)).Augmented(Moved, Key.Seed(2), image: [28, 28, 1])}",
        });

    [Fact]
    public void Flat_rows_are_changed_as_images_and_stay_flat()
    {
        var flat = Batches.ShuffledEpochs(Flat, 20, Key.Seed(1));
        var images = Plain.Augmented(Moved, Key.Seed(2))[1];
        var rows = flat.Augmented(Moved, Key.Seed(2), image: [28, 28, 1])[1];
        Assert.Equal(images.Inputs.Reshape([20, 784]), rows.Inputs);
        Assert.Equal((images.Targets, 1), (rows.Targets, rows.Number));
        Assert.Equal([20, 576], flat.Augmented(Augment.Crop(24, 24), Key.Seed(2), image: [28, 28, 1])[0].Inputs.Shape);
        Failure.Says("expected inputs with images [28, 28, 3], got [20, 784]", () => flat.Augmented(Moved, Key.Seed(2), image: [28, 28, 3])[0]);
        Failure.Says("expected the shape of an image [height, width, channels], got [28, 28] (Parameter 'image')", () => flat.Augmented(Moved, Key.Seed(2), image: [28, 28]));
    }

    [Fact]
    public void A_run_is_resumed_and_replayed_to_the_bit_and_with_another_augmentation_refused()
    {
        var run = RunOver(Plain.Augmented(Moved >> Augment.Mixup(0.2, 10), Key.Seed(2)));
        var last = run.ElementAt(13);
        _ = run.Take(8).SavedTo(folder.Path, run, every: 3).Last();
        var resumed = run.ResumedFrom(folder.Path).ThrowIfFail();
        Assert.Equal(7, resumed.Run.Initial.Step);
        Assert.Equal(ResumedCase.Fingerprint(run, last), ResumedCase.Fingerprint(run, resumed.Run.First(state => state.Step == 13)));
        Assert.Equal(last, run.Replay(13, resumed.Run.Initial));
        Assert.NotEqual(last.Parameters, RunOver(Plain).ElementAt(13).Parameters);
        var refused = RunOver(Plain.Augmented(Moved, Key.Seed(2))).ResumedFrom(folder.Path);
        Assert.Contains(
            "expected the batches Dataset: 50 × f32[28,28,1]; batches of 20, shuffled every epoch; augmented by Shift(2) >> Rotate(10), 3 to an epoch, "
            + "found Dataset: 50 × f32[28,28,1]; batches of 20, shuffled every epoch; augmented by Shift(2) >> Rotate(10) >> Mixup(0.2, classes 10), 3 to an epoch",
            ((Error)refused).Message);
    }

    [Fact]
    public void Images_are_rows_of_their_size()
    {
        Assert.Equal(Flat.AsImages(28, 28), Flat.MapInputs(rows => rows.Reshape([50, 1, 28, 28])).AsImages(28, 28));
        Assert.Equal(Flat.AsImages(14, 14, 4), Flat.AsImages(14, 14, 4).AsImages(14, 14, 4));
        Failure.Says("expected flat images of the size of [28, 27, 1], got [784]", () => Flat.AsImages(28, 27));
        Failure.Says("expected flat images of the size of [14, 14, 4], got [4, 14, 14]", () => Flat.MapInputs(rows => rows.Reshape([50, 4, 14, 14])).AsImages(14, 14, 4));
    }

    private static TrainingRun<Batch<float>, float> RunOver(Batches<Batch<float>> batches) => Train.Run(
        Flatten >> Affine(784, 10), Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.01), batches, Key.Seed(3));
}
