using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>Descriptions of a network, for those who look at it: a table of its layers, and diagrams. Nothing is run for them.</summary>
public static class NetworkDescription
{
    /// <summary>
    /// A table of a network for a shape of input: of each layer the shape of its output, its parameters, its multiply-adds and the bytes of its output,
    /// and the total.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">The shape of the input, with the batch that the numbers are to be for: <c>[1, 784]</c>.</param>
    /// <exception cref="ArgumentException">An input of this shape does not fit; the message names the layers within by their paths.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine((Affine(784, 50) >> Relu >> Affine(50, 10)).Summary([1, 784]));
    /// // [1, 784] -> [1, 10]
    /// // path     layer           output   parameters  multiply-adds  bytes of output
    /// // Affine1  Affine(784→50)  [1, 50]      39,250         39,200              200
    /// // Relu1    Relu            [1, 50]           0              0              200
    /// // Affine2  Affine(50→10)   [1, 10]         510            500               40
    /// // total                                 39,760         39,700              440
    /// </code>
    /// </example>
    public static NetworkSummary Summary<T>(this Layer<T> network, Shape inputShape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (plan, shapes) = (Require.NotNull(network).Plan, ShapesOf(network, Require.NotNull(inputShape)));
        var told = new HashSet<int>();
        var layers = plan.Nodes.Select((node, i) => Describe(node, [.. node.Inputs.Select(value => shapes[value])], shapes[i + 1], told));
        var parts = plan.Layout.Select((slot, i) => (Size: (long)slot.Shape.Size, IsStatistic: slot.Role == ParameterRole.Statistic, IsFrozen: plan.Layout.IsFrozen(i))).ToList();
        return new(
            inputShape, shapes[plan.Output], [.. layers],
            Trained: parts.Where(part => !part.IsStatistic && !part.IsFrozen).Sum(part => part.Size),
            Frozen: parts.Where(part => !part.IsStatistic && part.IsFrozen).Sum(part => part.Size),
            Statistics: parts.Where(part => part.IsStatistic).Sum(part => part.Size));
    }

    /// <summary>
    /// The network as a diagram in the language of Mermaid, which GitHub, GitLab and many editors draw: a box for each layer, a circle for each
    /// merge, and a frame for each name of something larger. What is frozen has a broken line.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="inputShape">The shape of the input; if given, each box has the shape of its output.</param>
    /// <exception cref="ArgumentException">An input of this shape does not fit; the message names the layers within by their paths.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine((Affine(4, 3) >> Residual(Relu)).ToMermaid([1, 4]));
    /// // flowchart TD
    /// //     input(["input&lt;br/>[1, 4]"])
    /// //     n1["Affine(4→3)&lt;br/>[1, 3]"]
    /// //     n2["Relu&lt;br/>[1, 3]"]
    /// //     n3(("Sum&lt;br/>[1, 3]"))
    /// //     output(["output"])
    /// //     input --> n1
    /// //     n1 --> n2
    /// //     n2 --> n3
    /// //     n1 --> n3
    /// //     n3 --> output
    /// </code>
    /// </example>
    public static string ToMermaid<T>(this Layer<T> network, Shape? inputShape = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Mermaid.Write(DiagramOf(Require.NotNull(network), inputShape));

    /// <summary>
    /// The same in the language of Graphviz, for its program <c>dot</c>: <c>dot -Tsvg network.dot -o network.svg</c>. The path of each layer is its
    /// tooltip in an SVG.
    /// </summary>
    /// <inheritdoc cref="ToMermaid{T}(Layer{T}, Shape)" path="/param"/>
    /// <inheritdoc cref="ToMermaid{T}(Layer{T}, Shape)" path="/exception"/>
    /// <example>
    /// <code>
    /// Console.WriteLine((Affine(4, 3) >> Relu).ToDot());
    /// // digraph network {
    /// //     node [shape=box, style=rounded];
    /// //     input [label="input", shape=ellipse];
    /// //     n1 [label="Affine(4→3)", tooltip="Affine1"];
    /// //     n2 [label="Relu", tooltip="Relu1"];
    /// //     output [label="output", shape=ellipse];
    /// //     input -> n1;
    /// //     n1 -> n2;
    /// //     n2 -> output;
    /// // }
    /// </code>
    /// </example>
    public static string ToDot<T>(this Layer<T> network, Shape? inputShape = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Dot.Write(DiagramOf(Require.NotNull(network), inputShape));

    private static ImmutableArray<Shape> ShapesOf<T>(Layer<T> network, Shape input)
        where T : unmanaged, IFloatingPointIeee754<T> => network.Plan.InferShapes(input).IfFail(error => throw new ArgumentException(error.Message));

    private static LayerSummary Describe<T>(PlanNode<T> node, ImmutableArray<Shape> inputs, Shape output, HashSet<int> told)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var leaf = node as PlanNode<T>.LeafNode;
        // A use of shared parameters may have some of its own besides.
        var isShared = leaf is { ParameterIndices.IsEmpty: false } && leaf.ParameterIndices.Where(told.Add).ToList() is [];
        return new(
            node.Path, node.Description, leaf is { IsFrozen: true }, output, node.Layout.Size, isShared,
            leaf?.Layer.MultiplyAdds(inputs[0], output) ?? 0, (long)output.Size * Unsafe.SizeOf<T>());
    }

    private static Diagram DiagramOf<T>(Layer<T> network, Shape? inputShape)
        where T : unmanaged, IFloatingPointIeee754<T> => DiagramBuilder<T>.Build(network, inputShape is null ? null : ShapesOf(network, inputShape));
}
