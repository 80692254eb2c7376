using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A node of a graph or of a network, after a run forwards and backwards.</summary>
/// <param name="Name">The name of the node: that of an input, <c>×₁</c>, <c>Affine1/W</c>.</param>
/// <param name="Description">The kind of the node: <c>input</c>, <c>×₁ + ×₂</c>, <c>weight</c>, <c>Affine(784→50)</c>.</param>
/// <param name="Value">The value of the forward pass.</param>
/// <param name="Gradient">
/// The gradient, of the value's shape: the sum of those that flow back from all uses of the node; null for a statistic, which has
/// none.
/// </param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record NodeExplanation<T>(string Name, string Description, Tensor<T> Value, Tensor<T>? Gradient)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The name of the node: that of an input, <c>×₁</c>, <c>Affine1/W</c>.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); } = Require.NotNull(Name, nameof(Name));

    /// <summary>The kind of the node: <c>input</c>, <c>×₁ + ×₂</c>, <c>weight</c>, <c>Affine(784→50)</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>The value of the forward pass.</summary>
    public Tensor<T> Value { get; init => field = Require.NotNull(value, nameof(Value)); } = Require.NotNull(Value, nameof(Value));

    /// <summary>One line: <c>×₁: apples × price, value 200, gradient 1.1</c>.</summary>
    public override string ToString() =>
        $"{Name}: {Description}, value {TensorSummary.Describe(Value)}, gradient {GradientText}";

    internal string GradientText => Gradient is null ? "–" : TensorSummary.Describe(Gradient);
}

/// <summary>
/// A printable run of a graph or a network, forwards and backwards: every node with its value and its gradient. It prints as its
/// title and its figure, if it has one. Without a figure, and as <see cref="Listing"/>, it prints as a table with a line for each
/// node. The table shows small tensors in full, and larger ones as mean ± standard deviation with the share of zeros, if any.
/// </summary>
/// <param name="Title">The expression or network that was run: <c>… × tax = 715</c>.</param>
/// <param name="Nodes">The nodes in the order of the forward pass: each after those that it is computed from.</param>
/// <param name="Figure">The graph drawn as a tree; empty for a network, and for a graph that is too large to draw.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Explanation<T>(string Title, ImmutableArray<NodeExplanation<T>> Nodes, string Figure)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The expression or network that was run: <c>… × tax = 715</c>.</summary>
    public string Title { get; init => field = Require.NotNull(value, nameof(Title)); } = Require.NotNull(Title, nameof(Title));

    /// <summary>The graph drawn as a tree; empty for a network, and for a graph that is too large to draw.</summary>
    public string Figure { get; init => field = Require.NotNull(value, nameof(Figure)); } = Require.NotNull(Figure, nameof(Figure));

    /// <summary>The node of this name.</summary>
    /// <exception cref="ArgumentException">No node has this name; the message lists the names.</exception>
    public NodeExplanation<T> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Nodes.FirstOrDefault(node => node.Name == name)
                ?? throw new ArgumentException($"no node is called {name}; there are {NameList.Of(Nodes.Select(node => node.Name))}");
        }
    }

    /// <summary>This explanation without its figure, which prints as a table with a line for each node.</summary>
    public Explanation<T> Listing => this with { Figure = "" };

    private string Table
    {
        get
        {
            string[] heading = ["name", "what it is", "shape", "value", "gradient"];
            var rows = Nodes.Select(Row).Prepend(heading).ToList();
            // In a graph of scalars the shapes say nothing, and the numbers are aligned on the right.
            return string.Join('\n', Nodes.All(node => node.Value.Shape.Rank == 0)
                ? TextTable.Align([.. rows.Select(row => row.Where((_, column) => column != 2).ToArray())], rightAligned: [2, 3])
                : TextTable.Align(rows));
        }
    }

    /// <inheritdoc/>
    public bool Equals(Explanation<T>? other) =>
        other is not null && (Title, Figure) == (other.Title, other.Figure) && Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Nodes.Aggregate(Nodes.Length, HashCode.Combine);

    /// <summary>The title, followed by the figure, or by the table if there is none.</summary>
    public override string ToString() => $"{Title}\n{(Figure.Length > 0 ? Figure : Table)}";

    private static string[] Row(NodeExplanation<T> node) =>
        [node.Name, node.Description, $"{node.Value.Shape}", TensorSummary.Describe(node.Value), node.GradientText];
}
