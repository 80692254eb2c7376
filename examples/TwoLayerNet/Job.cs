using System.Numerics;
using DigitJobs;
using FunctionalNet;
using LanguageExt;

namespace TwoLayerNet;

/// <summary>The chapter's training job.</summary>
/// <param name="Settings">The settings.</param>
/// <param name="Source">The images.</param>
/// <param name="Report">Is told of the course of the run.</param>
/// <param name="Complain">Is told, a line each, of states that cannot be read or saved. The run goes on.</param>
internal sealed record Job<T>(Settings Settings, Source<T> Source, Action<string> Report, Action<string> Complain)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Loss<T> Loss => Layers<T>.Losses.SoftmaxCrossEntropy;

    /// <summary>The two-layer network, with the chapter's weights N(0, 0.01²).</summary>
    public static Layer<T> Network(int pixels, int hidden)
    {
        var weights = Layers<T>.Initializers.Normal(T.CreateChecked(0.01));
        return Layers<T>.Affine(pixels, hidden, weights) >> Layers<T>.Relu >> Layers<T>.Affine(hidden, 10, weights);
    }

    /// <summary>The run, or the reason why it is not begun: its states can be neither saved nor gone on from. Ctrl+C ends it at its current state.</summary>
    public Fin<Run<T>> Run(CancellationToken cancellation)
    {
        var network = Network(Source.Train.Inputs.Shape[^1], Settings.Hidden);
        var (startKey, batchesKey) = Key.Seed(Settings.Seed).Split();
        var batches = Batches.WithReplacement(Source.Train, Settings.Batch, batchesKey);
        var run = Train.Run(network, Loss, Layers<T>.Optimizers.Sgd(Settings.Rate), batches, startKey);
        return new Course<T>(Settings, Source, network, Loss, run, Settings.Iterations, Invariant($"--iterations {Settings.Iterations}"))
        {
            Details = [("Hidden neurons", Invariant($"{Settings.Hidden}"))],
            Weights = trained => [new(Pictures.Weights(trained[0].Value), "an image of the weights of each hidden neuron")],
        }.Follow(Report, Complain, cancellation);
    }
}
