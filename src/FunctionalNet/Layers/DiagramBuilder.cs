using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// Makes a diagram of a network. Frames come from the structure, and boxes and arrows from the plan: the structure is gone through in the order in
/// which the plan's nodes were made of it.
/// </summary>
/// <param name="plan">The plan.</param>
/// <param name="shapes">The shapes of all values, if the input's is known.</param>
internal sealed class DiagramBuilder<T>(Plan<T> plan, ImmutableArray<Shape>? shapes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private int drawn;

    public static Diagram Build(Layer<T> network, ImmutableArray<Shape>? shapes)
    {
        var builder = new DiagramBuilder<T>(network.Plan, shapes);
        var nodes = network.Plan.Nodes;
        var input = new DiagramItem.Box("input", builder.WithShape("input", 0), "", BoxForm.End, IsFrozen: false);
        var output = new DiagramItem.Box("output", ["output"], "", BoxForm.End, IsFrozen: false);
        return new(
            [input, .. builder.ItemsOf(network, name: null), output],
            [
                .. nodes.SelectMany((node, i) => node.Inputs.Select(value => (Id(value), Id(i + 1)))),
                (Id(network.Plan.Output), output.Id),
            ]);
    }

    private static string Id(int value) => value == 0 ? "input" : Invariant($"n{value}");

    private ImmutableArray<DiagramItem> ItemsOf(Layer<T> layer, Name? name) => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? ItemsOfCase(layer, name)
        : DeepStack.Continue(_ => ItemsOfCase(layer, name), 0);

    // The cases of PlanCompiler: a name stands on a leaf, and around anything larger.
    private ImmutableArray<DiagramItem> ItemsOfCase(Layer<T> layer, Name? name) => layer switch
    {
        Layer<T>.Leaf => [NextBox(name)],
        Layer<T>.WrappedLayer wrapped => ItemsOf(wrapped.Inner, name),
        _ when name is not null => [new DiagramItem.Frame($"{name}", ItemsOf(layer, name: null))],
        Layer<T>.Branching branching => [.. branching.Parts.SelectMany(part => ItemsOf(part, name: null)), NextBox(name: null)],
        Layer<T>.Sequence sequence => [.. sequence.Parts.SelectMany(part => ItemsOf(part, name: null))],
        Layer<T>.NamedLayer named => ItemsOf(named.Inner, new(named.Name, IsShared: false)),
        Layer<T>.SharedLayer use => ItemsOf(use.Inner, new(use.Name, IsShared: true)),
        _ => throw new InvalidOperationException($"expected a case of a layer's structure, got {layer.GetType().Name}"),
    };

    private DiagramItem.Box NextBox(Name? name)
    {
        var node = plan.Nodes[drawn++];
        var isFrozen = node is PlanNode<T>.LeafNode { IsFrozen: true };
        var text = $"{(name is null ? "" : $"{name}: ")}{node.Description}{(isFrozen ? ", frozen" : "")}";
        return new(Id(drawn), WithShape(text, drawn), node.Path, node is PlanNode<T>.MergeNode ? BoxForm.Merge : BoxForm.Layer, isFrozen);
    }

    private ImmutableArray<string> WithShape(string text, int value) => shapes is { } known ? [text, $"{known[value]}"] : [text];

    private sealed record Name(string Text, bool IsShared)
    {
        public override string ToString() => IsShared ? $"shared {Text}" : Text;
    }
}
