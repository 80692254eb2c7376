using System.Numerics;
using LanguageExt.Common;

namespace FunctionalNet.Resumption;

/// <summary>A run of a network in which all that a state has matters: a layer that draws, one with a statistic, and batches in a drawn order.</summary>
public static class ResumedRuns<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The run by an optimizer.</summary>
    public static TrainingRun<Batch<T>, T> By(Optimizer<T> optimizer)
    {
        var dataset = new Dataset<T>(Key.Seed(0).Normal<T>([40, 6]), Key.Seed(1).Integers(40, 3));
        var network = Layers<T>.Affine(6, 5) >> Centre >> Layers<T>.Tanh >> Drop >> Layers<T>.Affine(5, 3);
        return Train.Run(network, Layers<T>.Losses.SoftmaxCrossEntropy, optimizer, Batches.ShuffledEpochs(dataset, 8, Key.Seed(2)), Key.Seed(3));
    }

    // Subtracts a moving mean of what it has seen.
    private static Layer<T> Centre { get; } = Layer.Define<T>(
        "Centre", "", [new("mean", [], ParameterRole.Statistic, Layers<T>.Initializers.Zeros)],
        shape => shape.Rank == 2 ? shape : Error.New($"expected [batch, in], got {shape}"),
        (parameters, x, mode) => new(
            x - parameters["mean"],
            dy => new(() => parameters.Trained.WithValues(), () => dy),
            mode is Mode.TrainingMode ? parameters.With("mean", (parameters["mean"] + x.Mean()) * T.CreateChecked(0.5)) : null));

    // Half of the numbers, drawn from the key of the step, twice as large.
    private static Layer<T> Drop { get; } = Layer.Define<T>(
        "Drop", "", [], shape => Shape.Create([.. shape]),
        (parameters, x, mode) =>
        {
            var mask = mode is Mode.TrainingMode training
                ? training.Key.Bernoulli(x.Shape, T.CreateChecked(0.5)) * T.CreateChecked(2)
                : Tensor.Ones<T>(x.Shape);
            return (x * mask, dy => new(() => parameters, () => dy * mask));
        });
}
