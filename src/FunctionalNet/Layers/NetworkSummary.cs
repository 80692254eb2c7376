using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// The size of a network for a shape of input: of each layer and merge, in the order in which they run, and of all. It prints as a table.
/// </summary>
/// <param name="Input">The shape of the input.</param>
/// <param name="Output">The shape of the output.</param>
/// <param name="Layers">The layers and merges.</param>
/// <param name="Trained">The number of parameters that are trained.</param>
/// <param name="Frozen">The number of parameters that are frozen.</param>
/// <param name="Statistics">The number of statistics, such as moving means: they are not trained, frozen or not.</param>
public sealed record NetworkSummary(Shape Input, Shape Output, ImmutableArray<LayerSummary> Layers, long Trained, long Frozen, long Statistics)
{
    /// <summary>The shape of the input.</summary>
    public Shape Input { get; init => field = Require.NotNull(value, nameof(Input)); } = Require.NotNull(Input, nameof(Input));

    /// <summary>The shape of the output.</summary>
    public Shape Output { get; init => field = Require.NotNull(value, nameof(Output)); } = Require.NotNull(Output, nameof(Output));

    /// <summary>The number of all parameters: trained, frozen, and statistics. Those that several layers share count once.</summary>
    public long Parameters => Trained + Frozen + Statistics;

    /// <summary>The number of multiply-adds of a run forwards. A step of training takes nearly three times as many.</summary>
    public long MultiplyAdds => Layers.Sum(layer => layer.MultiplyAdds);

    /// <summary>
    /// The bytes of all outputs, which a run of training keeps until it has run backwards. What a layer keeps besides, and that an output may
    /// be a view of another, does not count.
    /// </summary>
    public long ActivationBytes => Layers.Sum(layer => layer.ActivationBytes);

    /// <summary>The layer of this path.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the paths that exist.</exception>
    public LayerSummary this[string path]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(path);
            return Layers.FirstOrDefault(layer => layer.Path == path)
                ?? throw new ArgumentException($"no layer is called {path}; there are {NameList.Of(Layers.Select(layer => layer.Path))}");
        }
    }

    /// <summary>Equal when the shapes, layers and numbers are.</summary>
    public bool Equals(NetworkSummary? other) =>
        other is not null && (Input, Output, Trained, Frozen, Statistics) == (other.Input, other.Output, other.Trained, other.Frozen, other.Statistics)
        && Layers.AsSpan().SequenceEqual(other.Layers.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Output, Layers.Length, Trained, Frozen, Statistics);

    /// <summary>
    /// The shapes, and a table: a line for each layer and merge, then the total, and what part of the parameters is trained if some are not.
    /// Parameters in brackets are those of a line above, shared.
    /// </summary>
    public override string ToString()
    {
        string[] heading = ["path", "layer", "output", "parameters", "multiply-adds", "bytes of output"];
        string[] total = ["total", "", "", NumberFormat.Grouped(Parameters), NumberFormat.Grouped(MultiplyAdds), NumberFormat.Grouped(ActivationBytes)];
        IEnumerable<(string Name, long Count)> parts = Trained == Parameters
            ? []
            : new[] { ("trained", Trained), ("frozen", Frozen), ("statistics", Statistics) }.Where(part => part.Item2 > 0);
        string[][] rows =
        [
            heading, .. Layers.Select(layer => layer.Row), total,
            .. parts.Select(part => new[] { part.Name, "", "", NumberFormat.Grouped(part.Count), "", "" }),
        ];
        return string.Join('\n', TextTable.Align(rows, rightAligned: [3, 4, 5]).Prepend($"{Input} -> {Output}"));
    }
}

/// <summary>The size of a layer, or of a merge.</summary>
/// <param name="Path">Its name, after those of the groups that it is in: <c>encoder/Affine1</c>.</param>
/// <param name="Description">The layer or merge as it prints: <c>Affine(784→50)</c>, <c>Sum</c>.</param>
/// <param name="IsFrozen">Whether it is run as in inference and its parameters are not trained here.</param>
/// <param name="Output">The shape of its output.</param>
/// <param name="Parameters">The number of its parameters, whether trained or not.</param>
/// <param name="IsShared">Whether a layer before it has the same parameters.</param>
/// <param name="MultiplyAdds">The number of multiply-adds of a run forwards: <see cref="Layer{T}.Leaf.MultiplyAdds"/>.</param>
/// <param name="ActivationBytes">The bytes of its output.</param>
public sealed record LayerSummary(
    string Path, string Description, bool IsFrozen, Shape Output, long Parameters, bool IsShared, long MultiplyAdds, long ActivationBytes)
{
    /// <summary>Its name, after those of the groups that it is in: <c>encoder/Affine1</c>.</summary>
    public string Path { get; init => field = Require.NotNull(value, nameof(Path)); } = Require.NotNull(Path, nameof(Path));

    /// <summary>The layer or merge as it prints: <c>Affine(784→50)</c>, <c>Sum</c>.</summary>
    public string Description { get; init => field = Require.NotNull(value, nameof(Description)); } = Require.NotNull(Description, nameof(Description));

    /// <summary>The shape of its output.</summary>
    public Shape Output { get; init => field = Require.NotNull(value, nameof(Output)); } = Require.NotNull(Output, nameof(Output));

    /// <summary>One line: <c>Affine1: Affine(784→50) [32, 50], 39,250 parameters, 1,254,400 multiply-adds, 6,400 bytes of output</c>.</summary>
    public override string ToString() =>
        $"{Path}: {Title} {Output}, {Row[3]} parameters, {Row[4]} multiply-adds, {Row[5]} bytes of output";

    internal string[] Row =>
    [
        Path, Title, $"{Output}", IsShared ? $"({NumberFormat.Grouped(Parameters)})" : NumberFormat.Grouped(Parameters),
        NumberFormat.Grouped(MultiplyAdds), NumberFormat.Grouped(ActivationBytes),
    ];

    private string Title => IsFrozen ? $"{Description}, frozen" : Description;
}
