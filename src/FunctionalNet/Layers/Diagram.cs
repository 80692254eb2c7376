using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>A drawing of a network that is still to be written in some language: what is in it, and the arrows.</summary>
/// <param name="Items">Boxes and frames, in the order in which the network runs.</param>
/// <param name="Arrows">The ids of what each arrow goes from and to.</param>
internal sealed record Diagram(ImmutableArray<DiagramItem> Items, ImmutableArray<(string From, string To)> Arrows);

/// <summary>A part of a diagram.</summary>
internal abstract record DiagramItem
{
    /// <summary>A layer, a merge, the input or the output.</summary>
    /// <param name="Id">What arrows know it by.</param>
    /// <param name="Lines">The lines of its label.</param>
    /// <param name="Path">The path of the layer; empty for input and output.</param>
    /// <param name="Form">What it is.</param>
    /// <param name="IsFrozen">Whether it is frozen.</param>
    public sealed record Box(string Id, ImmutableArray<string> Lines, string Path, BoxForm Form, bool IsFrozen) : DiagramItem;

    /// <summary>A frame around several, with a name.</summary>
    public sealed record Frame(string Title, ImmutableArray<DiagramItem> Items) : DiagramItem;
}

internal enum BoxForm
{
    End,
    Layer,
    Merge,
}
