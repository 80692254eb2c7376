using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>Looks at what happens within a network, from stage to stage, forwards and backwards.</summary>
public static class NetworkExplanation
{
    /// <summary>
    /// What becomes of an input: the output of every stage, in inference, and the gradient there and at every parameter of the
    /// sum of the network's outputs.
    /// </summary>
    /// <exception cref="ArgumentException">The input or the parameters do not fit; the message names the layer by its path.</exception>
    public static Explanation<T> Explain<T>(this Layer<T> network, Parameters<T> parameters, Tensor<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(input);
        ImmutableArray<TracedStage<T>> stages = [.. network.Trace(parameters, input, Mode.Inference)];
        var output = stages is [.., var last] ? last.Output : input;
        return new($"{network}: gradients of the sum of its outputs", Nodes(stages, input, Tensor.Ones<T>(output.Shape)), Figure: "");
    }

    /// <summary>
    /// What becomes of a batch: the output of every stage, in inference, and the loss; and the gradient of the loss there and at
    /// every parameter.
    /// </summary>
    /// <exception cref="ArgumentException">The batch or the parameters do not fit; the message names the layer by its path.</exception>
    public static Explanation<T> Explain<T>(this Layer<T> network, Parameters<T> parameters, Batch<T> batch, Loss<T> loss)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        ImmutableArray<TracedStage<T>> stages = [.. network.Trace(parameters, batch.Inputs, Mode.Inference)];
        var (value, gradient) = loss.Against(batch.Targets).ValueAndGradient(stages is [.., var last] ? last.Output : batch.Inputs);
        var end = new NodeExplanation<T>("loss", $"{loss} of {ParametersFormat.Counted(batch.Count, "sample")}", value, T.One);
        return new($"{network}: gradients of the loss", [.. Nodes(stages, batch.Inputs, gradient), end], Figure: "");
    }

    private static ImmutableArray<NodeExplanation<T>> Nodes<T>(
        ImmutableArray<TracedStage<T>> stages, Tensor<T> input, Tensor<T> outputGradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (nodes, gradient) = (ImmutableStack<NodeExplanation<T>>.Empty, outputGradient);
        foreach (var stage in stages.Reverse())
        {
            var gradients = stage.Pass.Backward(gradient);
            var ofParameters = gradients.Parameters.ToDictionary(parameter => parameter.Path, parameter => parameter.Value);
            nodes = stage.Parameters.AsEnumerable().Select(parameter => Node(parameter, ofParameters)).Reverse().Aggregate(
                nodes.Push(new(stage.Path, stage.Description, stage.Output, gradient)), (all, node) => all.Push(node));
            gradient = gradients.Input;
        }

        return [.. nodes.Push(new("input", "input", input, gradient))];
    }

    private static NodeExplanation<T> Node<T>(Parameter<T> parameter, Dictionary<string, Tensor<T>> gradients)
        where T : unmanaged, IFloatingPointIeee754<T> => new(
        parameter.Path, ParametersFormat.Words(parameter.Role), parameter.Value, gradients.GetValueOrDefault(parameter.Path));
}
