using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// What one asks of a network with parameters: predictions, loss, accuracy and gradients. Plain functions over any layer.
/// </summary>
/// <remarks>The methods of the chapter's TwoLayerNet.</remarks>
public static class Evaluation
{
    // Enough rows for the matrix products to run at speed, few enough for their results to stay in the cache.
    private const int RowsAtOnce = 1000;

    /// <summary>The outputs for inputs, without anything random: <c>[batch, ...] -> [batch, ...]</c>.</summary>
    public static Tensor<T> Predict<T>(this Layer<T> network, Parameters<T> parameters, Tensor<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => network.Forward(parameters, inputs, Mode.Inference).Output;

    /// <summary>Network and loss together, on a batch: a differentiable function from parameters to a number.</summary>
    public static Differentiable<Parameters<T>, T> Objective<T>(this Layer<T> network, Loss<T> loss, Batch<T> batch, Mode mode)
        where T : unmanaged, IFloatingPointIeee754<T> => network.OnInput(batch.Inputs, mode) >> loss.Against(batch.Targets);

    /// <summary>The loss on a batch.</summary>
    public static T Loss<T>(this Layer<T> network, Parameters<T> parameters, Batch<T> batch, Loss<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T> => network.Objective(loss, batch, Mode.Inference)(parameters).Value;

    /// <summary>The gradient of the loss on a batch, backwards through the network.</summary>
    public static Parameters<T> Gradient<T>(this Layer<T> network, Parameters<T> parameters, Batch<T> batch, Loss<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        network.Objective(loss, batch, Mode.Inference).ValueAndGradient(parameters).Gradient;

    /// <summary>The gradient of the loss on a batch by central differences: two runs of the network for each number.</summary>
    public static Parameters<double> NumericalGradient(
        this Layer<double> network, Parameters<double> parameters, Batch<double> batch, Loss<double> loss) =>
        FunctionalNet.NumericalGradient.Of(network.Objective(loss, batch, Mode.Inference), parameters);

    /// <summary>The share of samples, between 0 and 1, whose largest output is at the target's class.</summary>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static double Accuracy<T>(this Layer<T> network, Parameters<T> parameters, Dataset<T> dataset)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (dataset.Count == 0)
            throw new ArgumentException("there is no accuracy on no samples");
        var correct = dataset.InBatchesOf(RowsAtOnce).Sum(batch => Correct(network.Predict(parameters, batch.Inputs), batch.Targets));
        return (double)correct / dataset.Count;
    }

    private static int Correct<T>(Tensor<T> outputs, Targets<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        outputs.ArgMaxOfRows().Zip(targets.ClassIndices, (predicted, target) => predicted == target ? 1 : 0).Sum();
}
