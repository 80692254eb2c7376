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

    internal BackwardWalk(Walk<T> walk, Tensor<T> outputGradient)
    {
        var nodes = walk.Plan.Nodes.Length;
        (this.walk, values, ofLeaves, ofMerges) = (walk, new Tensor<T>?[nodes + 1], new Gradients<T>?[nodes], new ImmutableArray<Tensor<T>>[nodes]);
        values[walk.Plan.Output] = outputGradient;
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
                for (var value = values.Length - 1; value >= 0; value--)
                    _ = OfValue(value);
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
            // No more than training computes: every value after one that leads to parameters leads to them too.
            for (var later = values.Length - 1; later > value; later--)
            {
                if (walk.Plan.LeadsToTrained[later] || !walk.Plan.LeadsToTrained[value])
                    _ = OfValue(later);
            }

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

    private Parameters<T> OfParameters()
    {
        var trained = walk.Plan.Layout.Trained.Layout;
        var sums = new Tensor<T>[trained.Count];
        lock (step)
        {
            for (var node = ofLeaves.Length - 1; node >= 0; node--)
            {
                if (walk.Plan.LeadsToTrained[node + 1])
                    Add(node, sums);
            }
        }

        return Parameters<T>.Fitting(trained, ImmutableCollectionsMarshal.AsImmutableArray(sums));
    }

    private void Add(int node, Tensor<T>[] sums)
    {
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
        return values[value] = sum;
    }

    private Tensor<T> OfInput(ValueUse use)
    {
        var node = walk.Plan.Nodes[use.Node];
        var gradient = node is PlanNode<T>.LeafNode ? OfLeaf(use.Node).Input : OfMerge(use.Node)[use.Input];
        var shape = walk.ShapeOf(node.Inputs[use.Input]);
        return gradient.Shape == shape ? gradient : throw new ArgumentException(
            $"{node.Path}: expected the gradient of its input {shape} from its backward closure, got {gradient.Shape}");
    }

    private Gradients<T> OfLeaf(int node)
    {
        if (ofLeaves[node] is { } known)
            return known;
        var gradients = walk.Pass(node).Backward!(OfValue(node + 1));
        // Nobody asks a layer that trains nothing for these: what it gives by mistake would be lost silently.
        if (walk.Plan.Nodes[node] is PlanNode<T>.LeafNode leaf && leaf.Layout.Trained.Layout.Count == 0)
            _ = RequireOwn(leaf, gradients.Parameters);
        return ofLeaves[node] = gradients;
    }

    private ImmutableArray<Tensor<T>> OfMerge(int node)
    {
        if (!ofMerges[node].IsDefault)
            return ofMerges[node];
        var (inputs, gradients) = (walk.Plan.Nodes[node].Inputs.Length, walk.Pass(node).Pullback!(OfValue(node + 1)));
        return ofMerges[node] = gradients.Length == inputs ? gradients : throw new ArgumentException(Invariant(
            $"{walk.Plan.Nodes[node].Path}: expected {inputs} gradients from the pullback of its merge, got {gradients.Length}"));
    }

    private static Parameters<T> RequireOwn(PlanNode<T>.LeafNode leaf, Parameters<T> gradients) =>
        gradients.Layout == leaf.Layout.Trained.Layout ? gradients : throw new ArgumentException(
            $"{leaf.Path}: expected the gradients of {NameList.Of(leaf.Layout.Trained.Layout.Select(slot => $"{slot}"))} from its backward closure, "
            + $"got {NameList.Of(gradients.Layout.Select(slot => $"{slot}"))}");
}
