using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>Tables of the values and gradients within a network.</summary>
public static class NetworkExplanation
{
    /// <summary>
    /// The output of every layer for an input, in inference, and the gradient of the sum of the network's outputs there and at every
    /// parameter.
    /// </summary>
    /// <exception cref="ArgumentException">The input or the parameters do not fit; the message names the layer by its path.</exception>
    public static Explanation<T> Explain<T>(this Layer<T> network, Parameters<T> parameters, Tensor<T> input)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(input);
        var walk = network.Walk(parameters, input, Mode.Inference);
        return new($"{network}: gradients of the sum of its outputs", Nodes(walk, Tensor.Ones<T>(walk.Value.Shape)), Figure: "");
    }

    /// <summary>
    /// The output of every layer for a batch, in inference, and the loss; and the gradient of the loss there and at every parameter.
    /// </summary>
    /// <exception cref="ArgumentException">The batch or the parameters do not fit; the message names the layer by its path.</exception>
    public static Explanation<T> Explain<T>(this Layer<T> network, Loss<T> loss, Parameters<T> parameters, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(loss);
        var walk = network.Walk(parameters, batch.Inputs, Mode.Inference);
        var (value, gradient) = loss.Against(batch.Targets).ValueAndGradient(walk.Value);
        var end = new NodeExplanation<T>("loss", $"{loss} of {Quantity.Of(batch.Count, "sample")}", value, T.One);
        return new($"{network}: gradients of the loss", [.. Nodes(walk, gradient), end], Figure: "");
    }

    // The parameters of a node stand before it, where they are used first.
    private static ImmutableArray<NodeExplanation<T>> Nodes<T>(Walk<T> walk, Tensor<T> outputGradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var backward = walk.Backward(outputGradient);
        var gradients = backward.Parameters.ToDictionary(parameter => parameter.Path, parameter => parameter.Value);
        var (nodes, told) = (ImmutableArray.CreateBuilder<NodeExplanation<T>>(), new HashSet<string>());
        nodes.Add(new("input", "input", walk.Input, backward.Input));
        for (var i = 0; i < walk.Plan.Nodes.Length; i++)
        {
            var node = walk.Plan.Nodes[i];
            foreach (var parameter in walk.NodeParameters(i).AsEnumerable().Where(parameter => told.Add(parameter.Path)))
                nodes.Add(new(parameter.Path, ParametersFormat.Words(parameter.Role), parameter.Value, gradients.GetValueOrDefault(parameter.Path)));

            nodes.Add(new(node.Path, node.Description, walk.Output(i), backward.OutputGradient(i)));
        }

        return nodes.ToImmutable();
    }
}
