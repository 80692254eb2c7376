using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Predictions, loss, accuracy and gradients of a network with parameters: plain functions over any layer.
/// </summary>
/// <remarks>The methods of the chapter's TwoLayerNet.</remarks>
public static partial class Evaluation
{
    /// <summary>The outputs for inputs, in inference: <c>[batch, ...] -> [batch, ...]</c>.</summary>
    public static Tensor<T> Predict<T>(this Layer<T> network, Parameters<T> parameters, Tensor<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => Require.NotNull(network).Forward(parameters, Require.NotNull(inputs), Mode.Inference).Output;

    /// <summary>The objective of a network and a loss.</summary>
    /// <example>
    /// <code>
    /// var network = Affine(2, 8) >> Tanh >> Affine(8, 2);
    /// Console.WriteLine(network.Objective(Losses.SoftmaxCrossEntropy)); // Affine(2→8) >> Tanh >> Affine(8→2), SoftmaxCrossEntropy
    /// </code>
    /// </example>
    public static Objective<Batch<T>, T> Objective<T>(this Layer<T> network, Loss<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T> => new NetworkObjective<T>(Require.NotNull(network), Require.NotNull(loss));

    /// <summary>Network and loss together, on a batch: a differentiable function from parameters to a number.</summary>
    public static Differentiable<Parameters<T>, T> Objective<T>(this Layer<T> network, Loss<T> loss, Batch<T> batch, Mode mode)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(batch);
        return network.OnInput(batch.Inputs, mode) >> loss.Against(batch.Targets);
    }

    /// <summary>The loss on a batch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="mode">The mode to run the network in: <see cref="Mode.Inference"/> if not given.</param>
    public static T Loss<T>(this Layer<T> network, Loss<T> loss, Parameters<T> parameters, Batch<T> batch, Mode? mode = null)
        where T : unmanaged, IFloatingPointIeee754<T> => network.Objective(loss, batch, mode ?? Mode.Inference)(parameters).Value;

    /// <summary>
    /// The gradient of the loss on a batch, backwards through the network. A training step's is that in
    /// <see cref="Mode.Training"/>: it differs where layers draw (dropout) or average over the batch.
    /// </summary>
    /// <inheritdoc cref="Loss{T}(Layer{T}, Loss{T}, Parameters{T}, Batch{T}, Mode)"/>
    public static Parameters<T> Gradient<T>(this Layer<T> network, Loss<T> loss, Parameters<T> parameters, Batch<T> batch, Mode? mode = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.Objective(loss, batch, mode ?? Mode.Inference).ValueAndGradient(parameters).Gradient;

    /// <summary>The gradient of the loss on a batch by central differences: two runs of the network for each number.</summary>
    /// <inheritdoc cref="Loss{T}(Layer{T}, Loss{T}, Parameters{T}, Batch{T}, Mode)"/>
    public static Parameters<double> NumericalGradient(
        this Layer<double> network, Loss<double> loss, Parameters<double> parameters, Batch<double> batch, Mode? mode = null) =>
        NumericalGradientOf(network.Objective(loss, batch, mode ?? Mode.Inference), network.Plan.Bind(Require.NotNull(parameters)));

    // Of what is trained only, as the gradient is.
    private static Parameters<double> NumericalGradientOf(Differentiable<Parameters<double>, double> objective, Parameters<double> parameters) =>
        FunctionalNet.NumericalGradient.Of(trained => objective(parameters.WithTrained(trained)).Value, parameters.Trained);

    /// <summary>
    /// The predicted class of each row of the outputs <c>[..., classes]</c>: the position of its largest, the first of equals; none
    /// where one of them is not a number.
    /// </summary>
    /// <exception cref="ArgumentException">The network's outputs have fewer than two classes.</exception>
    public static ImmutableArray<Option<int>> Classify<T>(this Layer<T> network, Parameters<T> parameters, Tensor<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => ClassesOf(network.Predict(parameters, inputs));

    /// <summary>The class of each row of outputs <c>[..., classes]</c>, as <see cref="Classify"/> gives it.</summary>
    /// <exception cref="ArgumentException">The outputs have fewer than two classes.</exception>
    public static ImmutableArray<Option<int>> ClassesOf<T>(Tensor<T> outputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. PredictedClasses.Of(Require.NotNull(outputs)).Select(Prelude.Optional)];

    /// <summary>
    /// The share of rows, between 0 and 1, whose largest output is at the target's class. A row of outputs that has a NaN counts as
    /// wrong.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There are no samples, or the targets do not fit the outputs: <see cref="Targets{T}.ClassesFor(Shape)"/>.
    /// </exception>
    /// <param name="network">The network.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="collective">The ranks that share the samples, and have the same value each; <see cref="Collective{T}.Alone"/> if not given.</param>
    public static double Accuracy<T>(this Layer<T> network, Parameters<T> parameters, Dataset<T> dataset, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Count == 0)
            throw new ArgumentException("expected samples to measure accuracy on, got none");
        // All at once, so that an error names a row of the data set.
        _ = dataset.Targets.RequireFit(network.OutputShape(dataset.Inputs.Shape), "accuracy");
        return network.Evaluate(Layers<T>.Metrics.Accuracy, parameters, dataset, collective);
    }
}
