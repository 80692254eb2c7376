using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>The place of a parameter in a layout.</summary>
/// <param name="Path">The layers it is in and its own name: <c>encoder/Affine1/W</c>.</param>
/// <param name="Role">How training treats it.</param>
/// <param name="Shape">Its shape.</param>
public sealed record ParameterSlot(string Path, ParameterRole Role, Shape Shape)
{
    /// <summary>The layers it is in and its own name: <c>encoder/Affine1/W</c>.</summary>
    public string Path { get; } = Require.NotNull(Path);

    /// <summary>Its shape.</summary>
    public Shape Shape { get; } = Require.NotNull(Shape);

    /// <summary>One line: <c>Affine1/W [784, 50] weight</c>.</summary>
    public override string ToString() => $"{Path} {Shape} {ParametersFormat.Words(Role)}";
}

/// <summary>
/// The paths, roles and shapes of parameters, in order. A network has one, which is made once and shared by all that belongs to it:
/// parameters, gradients, moments, updates. So whether two of them go together is a comparison of references.
/// </summary>
public sealed record ParameterLayout : IReadOnlyList<ParameterSlot>
{
    private readonly ImmutableArray<ParameterSlot> slots;

    // Each part is made once, so that its layout, too, is the same whenever a layer asks for its parameters.
    private readonly ConcurrentDictionary<string, LayoutPart> parts = new();

    private readonly Lazy<LayoutPart> trained;

    private ParameterLayout(ImmutableArray<ParameterSlot> slots, string path)
    {
        (this.slots, Path) = (slots, path);
        trained = new(MakeTrained);
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

        return slots.IsEmpty ? Empty : new([.. slots], "");
    }

    /// <summary>The layout of no parameters.</summary>
    public static ParameterLayout Empty { get; } = new([], "");

    /// <summary>The path of the layer that these are the parameters of, with a slash at its end; empty for a whole network.</summary>
    public string Path { get; }

    /// <summary>How many tensors there are.</summary>
    public int Count => slots.Length;

    /// <summary>How many numbers there are in all the tensors.</summary>
    public long Size => slots.Sum(slot => (long)slot.Shape.Size);

    /// <summary>The place at this position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public ParameterSlot this[int index] => (uint)index < (uint)Count
        ? slots[index]
        : throw new ArgumentOutOfRangeException(nameof(index), Invariant($"expected a position from 0 to {Count - 1}, got {index}"));

    /// <summary>The position of the parameter of this name, as seen from the layer: <c>W</c> within <c>Affine1/</c>.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists those there are.</exception>
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

    /// <summary>The part of a layer within: <c>Affine1</c> within <c>encoder/</c>.</summary>
    internal LayoutPart Part(string layer) => parts.GetOrAdd(layer, static (layer, whole) => whole.MakePart($"{whole.Path}{layer}/"), this);

    /// <summary>The part that is trained: all but the statistics. Where there are none it is this layout itself.</summary>
    internal LayoutPart Trained => trained.Value;

    /// <summary>Whether some of the parameters are statistics.</summary>
    internal bool HasStatistics => !ReferenceEquals(Trained.Layout, this);

    /// <summary>The paths, in a sentence.</summary>
    internal string Paths => NameList.Of(slots.Select(slot => slot.Path));

    /// <summary>Throws if another layout has other paths, roles or shapes.</summary>
    internal void RequireSame(ParameterLayout other)
    {
        if (this == other)
            return;
        if (Count != other.Count)
            throw new ArgumentException(Invariant($"{Count} parameters do not go together with {other.Count}: {Paths}; {other.Paths}"));
        var index = Enumerable.Range(0, Count).First(i => slots[i] != other.slots[i]);
        throw new ArgumentException($"parameter {slots[index]} does not go together with {other.slots[index]}");
    }

    /// <summary>Equal when the paths, roles and shapes are.</summary>
    public bool Equals(ParameterLayout? other) =>
        ReferenceEquals(this, other)
        || (other is not null && slots.AsSpan().SequenceEqual(other.slots.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => slots.Aggregate(Count, HashCode.Combine);

    /// <summary>A line for each parameter; <c>no parameters</c> if there are none.</summary>
    public override string ToString() => slots.IsEmpty ? "no parameters" : string.Join('\n', slots);

    /// <inheritdoc/>
    public IEnumerator<ParameterSlot> GetEnumerator() => ((IEnumerable<ParameterSlot>)slots).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private LayoutPart MakePart(string path) => Select(slot => slot.Path.StartsWith(path, StringComparison.Ordinal), path);

    private LayoutPart MakeTrained() => Select(slot => slot.Role != ParameterRole.Statistic, Path) is var part
        && part.Layout.Count < Count ? part : new(this, part.Indices);

    /// <summary>The part of those that satisfy a predicate, made anew.</summary>
    internal LayoutPart Select(Func<ParameterSlot, bool> predicate, string path)
    {
        ImmutableArray<int> indices = [.. Enumerable.Range(0, Count).Where(i => predicate(slots[i]))];
        return new(new([.. indices.Select(i => slots[i])], path), indices);
    }
}

/// <summary>A part of a layout, and where in the whole each of its parameters is.</summary>
internal sealed record LayoutPart(ParameterLayout Layout, ImmutableArray<int> Indices);
