using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A node of a graph or of a network, after a run forwards and backwards.</summary>
/// <param name="Name">What it is called: an input's name, <c>×₁</c>, <c>Affine1/W</c>.</param>
/// <param name="Description">What it is: <c>input</c>, <c>×₁ + ×₂</c>, <c>weight</c>, <c>Affine(784→50)</c>.</param>
/// <param name="Value">What it is forwards.</param>
/// <param name="Gradient">
/// The gradient there, of the value's shape: what flows back into the node by all its uses, added up; null for a statistic,
/// which has none.
/// </param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record NodeExplanation<T>(string Name, string Description, Tensor<T> Value, Tensor<T>? Gradient)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What it is called: an input's name, <c>×₁</c>, <c>Affine1/W</c>.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); } = Require.NotNull(Name, nameof(Name));

    /// <summary>What it is: <c>input</c>, <c>×₁ + ×₂</c>, <c>weight</c>, <c>Affine(784→50)</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>What it is forwards.</summary>
    public Tensor<T> Value { get; init => field = Require.NotNull(value, nameof(Value)); } = Require.NotNull(Value, nameof(Value));

    /// <summary>One line: <c>×₁: apples × price, value 200, gradient 1.1</c>.</summary>
    public override string ToString() =>
        $"{Name}: {Description}, value {TensorSummary.Describe(Value)}, gradient {GradientText}";

    internal string GradientText => Gradient is null ? "–" : TensorSummary.Describe(Gradient);
}

/// <summary>
/// A run of a graph or a network, forwards and backwards, to be read: every node with its value and its gradient. Below a line
/// that says what it is of, it prints as its figure if it has one. Otherwise, and as <see cref="Listing"/>, it is a table with a
/// line for each node, where small tensors stand whole, and of others mean ± standard deviation, and the share of zeros if there
/// are any.
/// </summary>
/// <param name="Title">What was run: <c>… × tax = 715</c>.</param>
/// <param name="Nodes">In the order of the run forwards: each behind what it is computed from.</param>
/// <param name="Figure">The graph drawn as a tree; empty for a network, and for a graph that is too large to be looked at.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Explanation<T>(string Title, ImmutableArray<NodeExplanation<T>> Nodes, string Figure)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What was run: <c>… × tax = 715</c>.</summary>
    public string Title { get; init => field = Require.NotNull(value, nameof(Title)); } = Require.NotNull(Title, nameof(Title));

    /// <summary>The graph drawn as a tree; empty for a network, and for a graph that is too large to be looked at.</summary>
    public string Figure { get; init => field = Require.NotNull(value, nameof(Figure)); } = Require.NotNull(Figure, nameof(Figure));

    /// <summary>The node of this name.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists those there are.</exception>
    public NodeExplanation<T> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Nodes.FirstOrDefault(node => node.Name == name)
                ?? throw new ArgumentException($"no node is called {name}; there are {NameList.Of(Nodes.Select(node => node.Name))}");
        }
    }

    /// <summary>The same without its figure, which prints as a table with a line for each node.</summary>
    public Explanation<T> Listing => this with { Figure = "" };

    private string Table
    {
        get
        {
            string[] heading = ["name", "what it is", "shape", "value", "gradient"];
            var rows = Nodes.Select(Row).Prepend(heading).ToList();
            // In a graph of single numbers the shapes say nothing, and the numbers end below each other.
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

    /// <summary>The title, and below it the figure, or the table if there is none.</summary>
    public override string ToString() => $"{Title}\n{(Figure.Length > 0 ? Figure : Table)}";

    private static string[] Row(NodeExplanation<T> node) =>
        [node.Name, node.Description, $"{node.Value.Shape}", TensorSummary.Describe(node.Value), node.GradientText];
}
