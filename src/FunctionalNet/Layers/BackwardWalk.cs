using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// A run of a network backwards: the chain rule over the nodes of its plan, from the back, as far as it is asked for. The gradients of a
/// value that several nodes take add up, and so do those of a parameter that several nodes share. It loops, so a network may be longer
/// than calls can nest.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class BackwardWalk<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Lock step = new();
    private readonly Walk<T> walk;
    private readonly Tensor<T>?[] values;
    private readonly Gradients<T>?[] ofLeaves;
    private readonly ImmutableArray<Tensor<T>>[] ofMerges;
    private readonly Lazy<Parameters<T>> parameters;

    // The values whose gradients were computed. From the last one down to the lowest, all that lead to trained parameters are.
    private readonly bool[] isKnown;
    private readonly bool keepsAll;
    private bool parametersAreTaken;
    private int lowest;

    /// <param name="walk">The run forwards.</param>
    /// <param name="outputGradient">The gradient at the output.</param>
    /// <param name="keepsAll">Whether the gradients on the way are kept: a training step has no use for them.</param>
    internal BackwardWalk(Walk<T> walk, Tensor<T> outputGradient, bool keepsAll)
    {
        var nodes = walk.Plan.Nodes.Length;
        (this.walk, values, ofLeaves, ofMerges) = (walk, new Tensor<T>?[nodes + 1], new Gradients<T>?[nodes], new ImmutableArray<Tensor<T>>[nodes]);
        (isKnown, this.keepsAll, lowest) = (new bool[nodes + 1], keepsAll, nodes + 1);
        (values[walk.Plan.Output], isKnown[walk.Plan.Output]) = (outputGradient, true);
        parameters = new(OfParameters);
    }

    /// <summary>The gradient of each trained parameter of the network.</summary>
    public Parameters<T> Parameters => parameters.Value;

    /// <summary>The gradient of the network's input.</summary>
    public Tensor<T> Input
    {
        get
        {
            lock (step)
            {
                for (var value = values.Length - 1; value > 0; value--)
                {
                    if (!isKnown[value])
                        _ = OfValue(value);
                }

                return OfValue(0);
            }
        }
    }

    /// <summary>The gradient at the output of a node.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public Tensor<T> OutputGradient(int node)
    {
        lock (step)
        {
            var value = walk.RequireNode(node) + 1;
            // No more than training computes: what comes after a value that leads to parameters leads to them, too.
            var leads = walk.Plan.LeadsToTrained[value];
            for (var later = (leads ? lowest : values.Length) - 1; later > value; later--)
            {
                if (walk.Plan.LeadsToTrained[later] || !leads)
                    _ = OfValue(later);
            }

            lowest = leads ? int.Min(lowest, value) : lowest;
            return OfValue(value);
        }
    }

    /// <summary>The gradients of a node's trained parameters from its own use of them; none if it is frozen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    public Parameters<T> NodeGradients(int node)
    {
        _ = OutputGradient(node);
        lock (step)
            return OfNode(node);
    }

    /// <summary>One line: the shapes of output and input.</summary>
    public override string ToString() => $"backward walk from {walk.Value.Shape} to {walk.Input.Shape}";

    internal Gradients<T> ToGradients() => new(() => walk.InGivenOrder(Parameters), () => Input);

    /// <summary>
    /// The gradients of trained parameters, each with its place among them, from the back: each is given once no earlier node adds to it.
    /// </summary>
    internal IEnumerable<(int Slot, Tensor<T> Value)> TrainedGradients()
    {
        var sums = new Tensor<T>[walk.Plan.Layout.Trained.Layout.Count];
        for (var node = ofLeaves.Length - 1; node >= 0; node--)
        {
            if (!walk.Plan.LeadsToTrained[node + 1])
                continue;
            lock (step)
            {
                parametersAreTaken = true;
                Add(node, sums);
            }

            foreach (var slot in walk.Plan.FirstUses[node])
            {
                var sum = sums[slot];
                sums[slot] = null!;
                yield return (slot, sum);
            }
        }
    }

    private Parameters<T> OfParameters()
    {
        var trained = walk.Plan.Layout.Trained.Layout;
        var values = new Tensor<T>[trained.Count];
        foreach (var (slot, value) in TrainedGradients())
            values[slot] = value;
        return Parameters<T>.Fitting(trained, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    private void Add(int node, Tensor<T>[] sums)
    {
        if (!isKnown[node + 1])
            _ = OfValue(node + 1);
        if (walk.Plan.Nodes[node] is not PlanNode<T>.LeafNode { IsTrained: true } leaf)
            return;
        var own = OfNode(node);
        for (var i = 0; i < own.Count; i++)
        {
            ref var sum = ref sums[leaf.TrainedIndices[i]];
            sum = sum is null ? own.Values[i] : sum + own.Values[i];
        }
    }

    private Parameters<T> OfNode(int node) =>
        walk.Plan.Nodes[node] is PlanNode<T>.LeafNode { IsFrozen: false } leaf ? RequireOwn(leaf, OfLeaf(node).Parameters) : Parameters<T>.Empty;

    /// <summary>The gradient of a value: the sum over all nodes that take it.</summary>
    private Tensor<T> OfValue(int value)
    {
        if (values[value] is { } known)
            return known;
        var uses = walk.Plan.Uses[value];
        var sum = OfInput(uses[0]);
        for (var i = 1; i < uses.Length; i++)
            sum += OfInput(uses[i]);
        (values[value], isKnown[value]) = (sum, true);
        Release(uses);
        return sum;
    }

    /// <summary>Lets go of the gradients of nodes that all is known from.</summary>
    private void Release(ImmutableArray<ValueUse> uses)
    {
        if (keepsAll || !parametersAreTaken)
            return;
        foreach (var (node, _) in uses)
        {
            if (walk.Plan.Nodes[node].Inputs.All(input => isKnown[input]))
                (ofLeaves[node], ofMerges[node], values[node + 1]) = (null, default, null);
        }
    }

    private Tensor<T> OfInput(ValueUse use)
    {
        var node = walk.Plan.Nodes[use.Node];
        var gradient = node is PlanNode<T>.LeafNode ? OfLeaf(use.Node).Input : OfMerge(use.Node)[use.Input];
        var shape = walk.ShapeOf(node.Inputs[use.Input]);
        return gradient is not null && gradient.Shape == shape ? gradient : throw new ArgumentException(
            $"{node.Path}: expected the gradient of its input {shape} from its backward closure, got {gradient?.Shape.ToString() ?? "none"}");
    }

    private Gradients<T> OfLeaf(int node)
    {
        if (ofLeaves[node] is { } known)
            return known;
        var gradients = RequireGradients(walk.Plan.Nodes[node], walk.Pass(node).Backward!(OfValue(node + 1)));
        // Of a layer that trains nothing no one would ask for them: what it gives by mistake would be lost without a word.
        if (walk.Plan.Nodes[node] is PlanNode<T>.LeafNode leaf && leaf.Layout.Trained.Layout.Count == 0)
            _ = RequireOwn(leaf, gradients.Parameters);
        return ofLeaves[node] = gradients;
    }

    private ImmutableArray<Tensor<T>> OfMerge(int node)
    {
        if (!ofMerges[node].IsDefault)
            return ofMerges[node];
        return ofMerges[node] = RequireGradients(walk.Plan.Nodes[node], walk.Pass(node).Pullback!(OfValue(node + 1)));
    }

    internal static Gradients<T> RequireGradients(PlanNode<T> node, Gradients<T>? gradients) =>
        gradients ?? throw new ArgumentException($"{node.Path}: expected gradients from its backward closure, got none");

    internal static ImmutableArray<Tensor<T>> RequireGradients(PlanNode<T> node, ImmutableArray<Tensor<T>> ofInputs) =>
        !ofInputs.IsDefault && ofInputs.Length == node.Inputs.Length ? ofInputs : throw new ArgumentException(Invariant(
            $"{node.Path}: expected {node.Inputs.Length} gradients from the pullback of its merge, got {(ofInputs.IsDefault ? 0 : ofInputs.Length)}"));

    internal static Parameters<T> RequireOwn(PlanNode<T>.LeafNode leaf, Parameters<T> gradients) =>
        gradients.Layout == leaf.Layout.Trained.Layout ? gradients : throw new ArgumentException(
            $"{leaf.Path}: expected the gradients of {NameList.Of(leaf.Layout.Trained.Layout.Select(slot => $"{slot}"))} from its backward closure, "
            + $"got {NameList.Of(gradients.Layout.Select(slot => $"{slot}"))}");
}
