using System.Numerics;
using DigitJobs;
using FunctionalNet;
using LanguageExt;

namespace ConvNet;

/// <summary>The training of a convolutional network: Adam with a rate that goes to 0 by a cosine, each image once an epoch.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Source">The images <c>[28, 28, 1]</c>.</param>
/// <param name="Report">Is told of the course of the run.</param>
/// <param name="Complain">Is told, a line each, of states that cannot be read or saved. The run goes on.</param>
internal sealed record Job<T>(Settings Settings, Source<T> Source, Action<string> Report, Action<string> Complain)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // All of MNIST's would take as long as a third of an epoch, after every one.
    private const int MostMeasured = 10_000;

    private static Loss<T> Loss => Layers<T>.Losses.SoftmaxCrossEntropy;

    /// <summary>The run, or the reason why it is not begun: its states can be neither saved nor gone on from. Ctrl+C ends it at its current state.</summary>
    public Fin<Run<T>> Run(CancellationToken cancellation)
    {
        var (network, augmentation) = Recipe.Of<T>(Settings.Network);
        var keys = Key.Seed(Settings.Seed).Split(3);
        var drawn = Batches.ShuffledEpochs(Source.Train, Settings.Batch, keys[1]);
        var batches = augmentation is null ? drawn : drawn.Augmented(augmentation, keys[2]);
        var lastStep = (long)Settings.Epochs * batches.PerEpoch;
        var optimizer = Layers<T>.Optimizers.Adam(Layers<T>.Schedules.Cosine(Settings.Rate, 0, lastStep));
        var run = Train.Run(network, Loss, optimizer, batches, keys[0]);
        return new Course<T>(Settings, Source, network, Loss, run, lastStep, Invariant($"--epochs {Settings.Epochs}"))
        {
            MostMeasured = MostMeasured,
            Details = [("Batches", $"{batches}")],
            Weights = trained => [Filters("before", run.Initial.Parameters), Filters("after", trained)],
        }.Follow(Report, Complain, cancellation);
    }

    private static Figure Filters(string when, Parameters<T> parameters) => new(
        Pictures.Weights(parameters[0].Value, title: $"Filters of the first convolution {when} training"),
        "an image of the weights of each output channel");
}
