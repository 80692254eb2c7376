using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// A run of a network, forwards: every value on the way, and from it any number of runs backwards.
/// <see cref="Layer{T}.Forward"/> is made of it, so nothing is computed twice for readers of what happens within.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <example>
/// <code>
/// var network = Affine(2, 3) >> Tanh;
/// var walk = network.Walk(network.Initialize(Key.Seed(0)), Tensor.Ones&lt;float&gt;([1, 2]), Mode.Inference);
/// Console.WriteLine($"{walk.Plan.Nodes[0].Path} gives {walk.Output(0).Shape}"); // Affine1 gives [1, 3]
/// Console.WriteLine($"{walk.Plan.Nodes[1].Path} gives {walk.Output(1).Shape}"); // Tanh1 gives [1, 3]
/// </code>
/// </example>
public sealed class Walk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Parameters<T> given;
    private readonly Tensor<T>[] values;
    private readonly NodePass<T>[] passes;
    private readonly ImmutableArray<Shape> shapes;

    /// <param name="plan">The plan to follow.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="input">The input of the network.</param>
    /// <param name="mode">Training or inference.</param>
    /// <param name="shapes">The shape of each value.</param>
    /// <param name="keepsAll">
    /// Whether all values are kept for readers. Otherwise a value is let go of once the last node has taken it, unless a backward closure holds it: in
    /// training those of a large network would crowd the cache, and the collector would have to move them.
    /// </param>
    internal Walk(Plan<T> plan, Parameters<T> parameters, Tensor<T> input, Mode mode, ImmutableArray<Shape> shapes, bool keepsAll)
        : this(plan, parameters, input, shapes)
    {
        Tensor<T>[]? next = null;
        for (var i = 0; i < passes.Length; i++)
        {
            passes[i] = plan.Nodes[i].Run(values, next ?? Parameters.Values.AsSpan(), mode);
            values[i + 1] = RequireAnnounced(i, passes[i].Output!);
            if (passes[i].Statistics is { } statistics)
                PutStatistics((PlanNode<T>.LeafNode)plan.Nodes[i], statistics, next ??= [.. Parameters.Values]);
            if (!keepsAll)
                LetGo(i);
        }

        Statistics = next is null ? null : Parameters<T>.Fitting(plan.Layout, ImmutableCollectionsMarshal.AsImmutableArray(next));
    }

    /// <param name="plan">The plan to follow.</param>
    /// <param name="input">The input of the network, the rows of several shards.</param>
    /// <param name="shapes">The shape of each value.</param>
    /// <param name="shards">The shards, which get the next statistics.</param>
    internal Walk(Plan<T> plan, Tensor<T> input, ImmutableArray<Shape> shapes, ShardedRun<T> shards)
        : this(plan, shards.Parameters, input, shapes)
    {
        for (var i = 0; i < passes.Length; i++)
        {
            passes[i] = plan.Nodes[i].Run(values, shards);
            values[i + 1] = RequireAnnounced(i, passes[i].Output!);
            LetGo(i);
        }
    }

    private Walk(Plan<T> plan, Parameters<T> parameters, Tensor<T> input, ImmutableArray<Shape> shapes)
    {
        (Plan, given, this.shapes) = (plan, parameters, shapes);
        Parameters = plan.Bind(parameters);
        (values, passes) = (new Tensor<T>[plan.Nodes.Length + 1], new NodePass<T>[plan.Nodes.Length]);
        values[0] = input;
    }

    /// <summary>The plan that was followed.</summary>
    public Plan<T> Plan { get; }

    /// <summary>The network's parameters, in the order of the plan.</summary>
    public Parameters<T> Parameters { get; }

    /// <summary>The input of the network.</summary>
    public Tensor<T> Input => values[0];

    /// <summary>The output of the network.</summary>
    public Tensor<T> Value => values[Plan.Output];

    /// <summary>
    /// The parameters with the next values of the statistics; null if none changes. A shared statistic has gone through all its uses,
    /// in the order of the nodes.
    /// </summary>
    public Parameters<T>? Statistics { get; }

    /// <summary>The output of a node.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public Tensor<T> Output(int node) => values[RequireNode(node) + 1];

    /// <summary>The parameters of a node, before the run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public Parameters<T> NodeParameters(int node) => Plan.Nodes[RequireNode(node)] is PlanNode<T>.LeafNode leaf
        ? leaf.Own(Parameters.Values.AsSpan())
        : Parameters<T>.Empty;

    /// <summary>The parameters of a node with the next values of its statistics; null if none changes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public Parameters<T>? NodeStatistics(int node) => passes[RequireNode(node)].Statistics;

    /// <summary>The run backwards from a gradient at the output. Each gradient is computed when it is asked for.</summary>
    /// <exception cref="ArgumentException">The gradient does not have the shape of the output.</exception>
    public BackwardWalk<T> Backward(Tensor<T> outputGradient) => new(this, RequireOutputGradient(outputGradient), keepsAll: true);

    /// <summary>One line: the shapes of input and output, and the number of nodes.</summary>
    public override string ToString() => Invariant($"walk from {Input.Shape} to {Value.Shape}, nodes: {passes.Length}");

    /// <summary>Output, backward closure and next statistics, as a layer gives them.</summary>
    internal ForwardPass<T> ToForwardPass() => new(
        Value, gradient => new BackwardWalk<T>(this, RequireOutputGradient(gradient), keepsAll: false).ToGradients(), Statistics is null ? null : InGivenOrder(Statistics));

    /// <summary>
    /// The gradients of trained parameters, each with its place among them, from the back: each is given once no earlier node adds to it.
    /// </summary>
    internal IEnumerable<(int Slot, Tensor<T> Value)> TrainedGradients(Tensor<T> outputGradient) =>
        new BackwardWalk<T>(this, RequireOutputGradient(outputGradient), keepsAll: false).TrainedGradients();

    internal NodePass<T> Pass(int node) => passes[node];

    internal Shape ShapeOf(int value) => shapes[value];

    /// <summary>The gradients in the order of the given parameters, such as those of a file, which may not be the plan's.</summary>
    internal Parameters<T> InGivenOrder(Parameters<T> ofPlan)
    {
        if (ReferenceEquals(given.Layout, Plan.Layout) || ofPlan.Layout.Count == 0)
            return ofPlan;
        ImmutableArray<int> order = [.. given.Layout.Select(slot => ofPlan.Layout.PositionOf(slot.Path)).OfType<int>()];
        return order.SequenceEqual(Enumerable.Range(0, order.Length))
            ? ofPlan
            : new(ofPlan.Layout.Part(order, ofPlan.Layout.Path), [.. order.Select(index => ofPlan.Values[index])]);
    }

    /// <summary>Lets go of the output of a pass, which its value holds, and of the values that no later node takes.</summary>
    private void LetGo(int node)
    {
        passes[node] = passes[node] with { Output = null };
        foreach (var value in Plan.Nodes[node].Inputs)
        {
            if (Plan.Uses[value][^1].Node == node && value != Plan.Output)
                values[value] = null!;
        }
    }

    private Tensor<T> RequireOutputGradient(Tensor<T> outputGradient) => Require.NotNull(outputGradient).Shape == Value.Shape
        ? outputGradient
        : throw new ArgumentException($"{Plan.Subject}: expected the gradient of the output {Value.Shape}, got {outputGradient.Shape}");

    internal int RequireNode(int node) => (uint)node < (uint)passes.Length
        ? node
        : throw new ArgumentOutOfRangeException(nameof(node), Invariant($"expected a node from 0 to {passes.Length - 1}, got {node}"));

    private Tensor<T> RequireAnnounced(int node, Tensor<T> output) => output.Shape == shapes[node + 1]
        ? output
        : throw new ArgumentException(
            $"{Plan.Nodes[node].Path}: expected the output {shapes[node + 1]} that its shape rule announced for "
            + $"{NameList.Of(Plan.Nodes[node].Inputs.Select(value => $"{shapes[value]}"))}, got {output.Shape}");

    /// <summary>Puts the next statistics of a node among all parameters.</summary>
    internal static void PutStatistics(PlanNode<T>.LeafNode node, Parameters<T> own, Tensor<T>[] all)
    {
        if (own.Layout != node.Layout)
        {
            throw new ArgumentException(
                $"{node.Path}: expected its parameters with the next statistics, {NameList.Of(node.Layout.Select(slot => $"{slot}"))}, "
                + $"got {NameList.Of(own.Layout.Select(slot => $"{slot}"))}");
        }

        for (var i = 0; i < node.Layout.Count; i++)
        {
            if (node.Layout[i].Role == ParameterRole.Statistic)
                all[node.ParameterIndices[i]] = own.Values[i];
        }
    }
}
