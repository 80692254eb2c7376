using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// A compiled network: its nodes in order, each of which takes values that were computed before it. Value 0 is the input, and value
/// i + 1 is the output of node i. Names, groups, sharing and freezing are compiled away into paths, indices and marks, so that one loop
/// runs any network. Summaries and exports read it, or the structure that it was compiled from.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Plan<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Batches, their shards, of two lengths, and a last batch that is smaller.
    private const int MostShapes = 6;

    // The shapes of all values for the latest input shapes, of which they are a function, and which seldom change between steps.
    private volatile ImmutableArray<Shape>[] latest = [];

    // Written only for a message: that of a deep network is long.
    private readonly Func<string> subject;

    internal Plan(
        ImmutableArray<PlanNode<T>> nodes, int output, ImmutableArray<ParameterSpec<T>> parameterSpecs, ParameterLayout layout, Func<string> subject)
    {
        (Nodes, Output, ParameterSpecs, Layout, this.subject) = (nodes, output, parameterSpecs, layout, subject);
        var takers = nodes
            .SelectMany((node, i) => node.Inputs.Select((value, input) => (Value: value, Use: new ValueUse(i, input))))
            .ToLookup(taker => taker.Value, taker => taker.Use);
        Uses = [.. Enumerable.Range(0, nodes.Length + 1).Select(value => takers[value].ToImmutableArray())];
        var leads = new bool[nodes.Length + 1];
        for (var i = 0; i < nodes.Length; i++)
            leads[i + 1] = nodes[i].IsTrained || nodes[i].Inputs.Any(value => leads[value]);
        LeadsToTrained = [.. leads];
        FirstUses = FirstUsesOf(nodes);
        SharesTrained = nodes.OfType<PlanNode<T>.LeafNode>().Sum(leaf => leaf.TrainedIndices.Length) > layout.Trained.Layout.Count;
    }

    /// <summary>The nodes, in the order in which they are run.</summary>
    public ImmutableArray<PlanNode<T>> Nodes { get; }

    /// <summary>The value that is the network's output.</summary>
    public int Output { get; }

    /// <summary>The specification of each parameter, in order, under its path. A shared parameter is there once.</summary>
    public ImmutableArray<ParameterSpec<T>> ParameterSpecs { get; }

    /// <summary>The path, role and shape of each parameter, and which of them are frozen.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>For each value, the places where it is taken, in the order of the nodes.</summary>
    internal ImmutableArray<ImmutableArray<ValueUse>> Uses { get; }

    /// <summary>For each value, whether its gradient leads back to a parameter that is trained.</summary>
    internal ImmutableArray<bool> LeadsToTrained { get; }

    /// <summary>For each node, the trained parameters, by their places among these, that no node before it uses.</summary>
    internal ImmutableArray<ImmutableArray<int>> FirstUses { get; }

    /// <summary>Whether several nodes use the same trained parameter.</summary>
    internal bool SharesTrained { get; }

    /// <summary>The path and the expression of the network, for messages.</summary>
    internal string Subject => subject();

    /// <summary>
    /// The shape of every value for a shape of input; or a line for the first mistake of each branch, with the path of the layer, the shape
    /// that it expected and got, and where that comes from.
    /// </summary>
    public Fin<ImmutableArray<Shape>> InferShapes(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        foreach (var known in latest)
        {
            if (known[0] == input)
                return known;
        }

        var (shapes, mistakes) = (new Shape?[Nodes.Length + 1], ImmutableArray<string>.Empty);
        shapes[0] = input;
        for (var i = 0; i < Nodes.Length; i++)
        {
            // A node after a mistake has no shape, and reports no mistake of its own.
            ImmutableArray<Shape> taken = [.. Nodes[i].Inputs.Select(value => shapes[value]).OfType<Shape>()];
            if (taken.Length == Nodes[i].Inputs.Length)
            {
                shapes[i + 1] = Nodes[i].InferShape(taken).Match(Succ: shape => shape, Fail: error =>
                {
                    mistakes = mistakes.Add($"{Nodes[i].Path}: {error.Message}; {Origin(i, shapes)}");
                    return (Shape?)null!;
                });
            }
        }

        if (!mistakes.IsEmpty)
            return Error.New(string.Join('\n', mistakes));
        ImmutableArray<Shape> inferred = [.. shapes.OfType<Shape>()];
        latest = [inferred, .. latest.Take(MostShapes - 1)];
        return inferred;
    }

    /// <summary>Runs the nodes in order, and keeps all values or only those that a run backwards needs.</summary>
    /// <exception cref="ArgumentException">The input or the parameters do not fit.</exception>
    internal Walk<T> Walk(Parameters<T> parameters, Tensor<T> input, Mode mode, bool keepsAll) => new(
        this, parameters, input, mode,
        InferShapes(input.Shape).IfFail(error => throw new ArgumentException(error.Message)),
        keepsAll);

    /// <summary>
    /// Runs the nodes on a batch of several shards. Null if that is not what each shard gives by itself: where some value does not have a row for each of the
    /// batch, or a node takes one whose rows are numbers; and where nodes share parameters, whose gradients add up within a shard first.
    /// </summary>
    /// <exception cref="ArgumentException">The input does not fit.</exception>
    internal Walk<T>? Walk(Tensor<T> input, ShardedRun<T> shards)
    {
        var shapes = InferShapes(input.Shape).IfFail(error => throw new ArgumentException(error.Message));
        return !SharesTrained && AreRows(shapes, input.Shape, shards.Rows) ? new(this, input, shapes, shards) : null;
    }

    /// <summary>The same parameters in the order of the plan: a file may have another order.</summary>
    /// <exception cref="ArgumentException">They are not those of the network.</exception>
    internal Parameters<T> Bind(Parameters<T> parameters)
    {
        if (ReferenceEquals(parameters.Layout, Layout))
            return parameters;
        if (parameters.Count != Layout.Count)
        {
            throw new ArgumentException(Invariant(
                $"{Subject}: expected {Layout.Count} parameter tensors, {Layout.Paths}, got {parameters.Count}, {parameters.Layout.Paths}"));
        }

        return new(Layout, [.. Layout.Select((slot, i) =>
        {
            var position = parameters.Layout.PositionOf(slot.Path) ?? i;
            return parameters.Layout[position] == slot
                ? parameters.Values[position]
                : throw new ArgumentException($"{Subject}: expected the parameter {slot}, got {parameters.Layout[position]}");
        })]);
    }

    /// <summary>The number of nodes, and a line for each: its path, its layer or merge, and the values that it takes.</summary>
    public override string ToString() => string.Join('\n', Nodes
        .Select((node, i) => Invariant($"{i + 1}: {node} of {NameList.Of(node.Inputs.Select(value => Invariant($"{value}")))}"))
        .Prepend(Quantity.Of(Nodes.Length, "node")));

    /// <summary>Whether all values have a row for each of the batch, and the shards have the same rows by themselves.</summary>
    private bool AreRows(ImmutableArray<Shape> shapes, Shape input, RowCut rows) =>
        shapes.All(shape => shape.Rank > 0 && shape[0] == rows.Rows)
        && Nodes.All(node => node.Inputs.All(value => shapes[value].Rank > 1))
        && Enumerable.Range(0, rows.Shards).Select(rows.RowsOf).Where(count => count > 0).Distinct().All(count => InferShapes([count, .. input[1..]]).Match(
            Succ: ofShard => ofShard.Zip(shapes, (part, whole) => part.Rank > 0 && part[0] == count && part[1..] == whole[1..]).All(isSame => isSame),
            Fail: _ => false));

    private static ImmutableArray<ImmutableArray<int>> FirstUsesOf(ImmutableArray<PlanNode<T>> nodes)
    {
        var known = new System.Collections.Generic.HashSet<int>();
        return [.. nodes.Select(node => node is PlanNode<T>.LeafNode leaf ? leaf.TrainedIndices.Where(known.Add).ToImmutableArray() : [])];
    }

    /// <summary>The nodes that gave the inputs of a node their shapes: candidates for a change, besides the node itself.</summary>
    private string Origin(int node, Shape?[] shapes) => string.Join(", ", Nodes[node].Inputs.Select(value =>
    {
        var giver = value;
        while (giver > 0 && Nodes[giver - 1].Inputs is [var before] && shapes[before] == shapes[giver])
            giver = before;
        return giver == 0 ? $"the input of the network is {shapes[0]}" : $"{Nodes[giver - 1].Path} before it gives {shapes[giver]}";
    }).Distinct());
}

/// <summary>A place where a value of a plan is taken: the node, and which of its inputs it is.</summary>
internal readonly record struct ValueUse(int Node, int Input);
