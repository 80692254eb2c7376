using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>A slot of a layout: the path, role and shape of a parameter.</summary>
/// <param name="Path">The names of the layers that it is in, and its own: <c>encoder/Affine1/W</c>.</param>
/// <param name="Role">How training treats it.</param>
/// <param name="Shape">Its shape.</param>
public sealed record ParameterSlot(string Path, ParameterRole Role, Shape Shape)
{
    /// <summary>The names of the layers that it is in, and its own: <c>encoder/Affine1/W</c>.</summary>
    public string Path { get; } = Require.NotNull(Path);

    /// <summary>Its shape.</summary>
    public Shape Shape { get; } = Require.NotNull(Shape);

    /// <summary>One line: <c>Affine1/W [784, 50] weight</c>.</summary>
    public override string ToString() => $"{Path} {Shape} {ParametersFormat.Words(Role)}";
}

/// <summary>
/// The paths, roles and shapes of parameters, in order. A network's layout is made once and shared by everything that belongs to it:
/// parameters, gradients, moments, updates. So a check that two of them fit is a comparison of references.
/// </summary>
public sealed record ParameterLayout : IReadOnlyList<ParameterSlot>
{
    private readonly ImmutableArray<ParameterSlot> slots;

    // Each part is made once, so that its layout is the same one whenever a layer asks for its parameters.
    private readonly ConcurrentDictionary<string, LayoutPart> parts = new();

    private readonly Lazy<LayoutPart> trained;

    private readonly Lazy<Dictionary<string, int>> positions;

    // A mask over the slots; empty if none is frozen.
    private readonly ImmutableArray<bool> frozen;

    private ParameterLayout(ImmutableArray<ParameterSlot> slots, string path, ImmutableArray<bool> frozen)
    {
        (this.slots, Path, this.frozen) = (slots, path, frozen.Contains(true) ? frozen : []);
        trained = new(MakeTrained);
        positions = new(() => Enumerable.Range(0, Count).ToDictionary(i => this.slots[i].Path));
    }

    /// <summary>A layout of these parameters, in this order.</summary>
    /// <exception cref="ArgumentException">Two have the same path.</exception>
    public static ParameterLayout Create(params ReadOnlySpan<ParameterSlot> slots)
    {
        var paths = new HashSet<string>();
        foreach (var slot in slots)
        {
            if (!paths.Add(Require.NotNull(slot, nameof(slots)).Path))
                throw new ArgumentException($"two parameters are called {slot.Path}");
        }

        return slots.IsEmpty ? Empty : new([.. slots], "", []);
    }

    /// <summary>The layout of a network, some of whose parameters are frozen, under a path. The paths of the slots are known to differ.</summary>
    internal static ParameterLayout Create(string path, IEnumerable<ParameterSlot> slots, IEnumerable<bool> frozen) =>
        new([.. slots], path, [.. frozen]);

    /// <summary>Layouts one after the other, the paths of each below a name.</summary>
    internal static ParameterLayout Join(IReadOnlyList<(string Name, ParameterLayout Layout)> layouts)
    {
        foreach (var (name, _) in layouts)
        {
            if (string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal))
                throw new ArgumentException($"expected a name that is not empty and has no slash, got \"{name}\"");
        }

        if (layouts.GroupBy(layout => layout.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated })
            throw new ArgumentException($"two networks are called \"{repeated}\"");
        return Create(
            path: "",
            layouts.SelectMany(joined => joined.Layout.Select(slot =>
                new ParameterSlot($"{joined.Name}/{slot.Path[joined.Layout.Path.Length..]}", slot.Role, slot.Shape))),
            layouts.SelectMany(joined => Enumerable.Range(0, joined.Layout.Count).Select(joined.Layout.IsFrozen)));
    }

    /// <summary>The layout of no parameters.</summary>
    public static ParameterLayout Empty { get; } = new([], "", []);

    /// <summary>The path of the layer that these are the parameters of, with a slash at its end; empty for a whole network.</summary>
    public string Path { get; }

    /// <summary>The number of tensors.</summary>
    public int Count => slots.Length;

    /// <summary>The number of numbers in all tensors together.</summary>
    public long Size => slots.Sum(slot => (long)slot.Shape.Size);

    /// <summary>The slot at this position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public ParameterSlot this[int index] => (uint)index < (uint)Count
        ? slots[index]
        : throw new ArgumentOutOfRangeException(nameof(index), Invariant($"expected a position from 0 to {Count - 1}, got {index}"));

    /// <summary>Whether the parameter at this position is frozen: not trained, whatever its role.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public bool IsFrozen(int index)
    {
        _ = this[index];
        return !frozen.IsEmpty && frozen[index];
    }

    /// <summary>The position of the parameter of this name, as seen from the layer: <c>W</c> within <c>Affine1/</c>.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists the names that exist.</exception>
    public int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < slots.Length; i++)
        {
            var path = slots[i].Path;
            if (path.Length == Path.Length + name.Length && path.EndsWith(name, StringComparison.Ordinal))
                return i;
        }

        throw new ArgumentException($"no parameter is called {Path}{name}; there are {Paths}");
    }

    /// <summary>The position of the parameter of this whole path; null if there is none.</summary>
    internal int? PositionOf(string path) => positions.Value.TryGetValue(path, out var position) ? position : null;

    /// <summary>The part of an inner layer: <c>Affine1</c> within <c>encoder/</c>.</summary>
    internal LayoutPart Part(string layer) => parts.GetOrAdd(layer, static (layer, whole) => whole.MakePart($"{whole.Path}{layer}/"), this);

    /// <summary>The part of these positions, in their order, as seen from a path.</summary>
    internal ParameterLayout Part(ImmutableArray<int> indices, string path) => new(
        [.. indices.Select(i => slots[i])], path, frozen.IsEmpty ? [] : [.. indices.Select(i => frozen[i])]);

    /// <summary>The same paths and roles with other shapes.</summary>
    internal ParameterLayout WithShapes(Func<Shape, Shape> shape) =>
        new([.. slots.Select(slot => new ParameterSlot(slot.Path, slot.Role, shape(slot.Shape)))], Path, frozen);

    /// <summary>Whether the paths and roles are those of a layout, and the shapes are its or broadcast to its.</summary>
    internal bool BroadcastsTo(ParameterLayout layout) =>
        this == layout
        || (Count == layout.Count && slots.Zip(layout.slots, (own, theirs) =>
            own.Path == theirs.Path && own.Role == theirs.Role && own.Shape.BroadcastsTo(theirs.Shape)).All(fits => fits));

    /// <summary>The trained part: all parameters except statistics and frozen ones. Without those it is this layout itself.</summary>
    internal LayoutPart Trained => trained.Value;

    /// <summary>Whether some of the parameters are not trained.</summary>
    internal bool HasUntrained => !ReferenceEquals(Trained.Layout, this);

    /// <summary>The paths, in a sentence.</summary>
    internal string Paths => NameList.Of(slots.Select(slot => slot.Path));

    /// <summary>Throws if another layout has other paths, roles or shapes.</summary>
    internal void RequireSame(ParameterLayout other)
    {
        if (this == other)
            return;
        if (Count != other.Count)
            throw new ArgumentException(Invariant($"expected {Count} parameter tensors, {Paths}, got {other.Count}, {other.Paths}"));
        var index = Enumerable.Range(0, Count).First(i => slots[i] != other.slots[i]);
        throw new ArgumentException($"expected the parameter {slots[index]}, got {other.slots[index]}");
    }

    /// <summary>Equal when the paths, roles and shapes are. Which parameters are frozen does not matter.</summary>
    public bool Equals(ParameterLayout? other) =>
        ReferenceEquals(this, other)
        || (other is not null && slots.AsSpan().SequenceEqual(other.slots.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => slots.Aggregate(Count, HashCode.Combine);

    /// <summary>A line for each parameter; <c>no parameters</c> if there are none.</summary>
    public override string ToString() => slots.IsEmpty
        ? "no parameters"
        : string.Join('\n', slots.Select((slot, i) => $"{slot}{(IsFrozen(i) ? ", frozen" : "")}"));

    /// <inheritdoc/>
    public IEnumerator<ParameterSlot> GetEnumerator() => ((IEnumerable<ParameterSlot>)slots).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private LayoutPart MakePart(string path) => Select(i => slots[i].Path.StartsWith(path, StringComparison.Ordinal), path);

    private LayoutPart MakeTrained() => Select(i => slots[i].Role != ParameterRole.Statistic && !IsFrozen(i), Path) is var part
        && part.Layout.Count < Count ? part : new(this, part.Indices);

    /// <summary>The part of the slots that satisfy a predicate over positions; a new one at each call.</summary>
    internal LayoutPart Select(Func<int, bool> predicate, string path)
    {
        ImmutableArray<int> indices = [.. Enumerable.Range(0, Count).Where(predicate)];
        return new(Part(indices, path), indices);
    }
}

/// <summary>A part of a layout, and the index of each of its parameters in the whole.</summary>
internal sealed record LayoutPart(ParameterLayout Layout, ImmutableArray<int> Indices);
