using System.Collections;
using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// Tensors by name, in order, as files hold them: the names are those of the file, whatever network they come from. With them goes the
/// file's metadata, texts by name.
/// </summary>
/// <remarks><c>network.Bind(tensors)</c> makes the parameters of a network of them.</remarks>
/// <example>
/// <code>
/// var tensors = NamedTensors&lt;float&gt;.Create(("weight", Tensor.Ones&lt;float&gt;([2, 3])), ("bias", Tensor.Zeros&lt;float&gt;([3])));
/// Console.WriteLine(tensors.Rename(name => $"layer.{name}"));
/// // layer.weight  f32[2,3]
/// // layer.bias    f32[3]
/// </code>
/// </example>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record NamedTensors<T> : IReadOnlyList<(string Name, Tensor<T> Value)>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ImmutableArray<(string Name, Tensor<T> Value)> items;

    private NamedTensors(ImmutableArray<(string Name, Tensor<T> Value)> items) => this.items = items;

    /// <summary>No tensors.</summary>
    public static NamedTensors<T> Empty { get; } = new([]);

    /// <summary>These tensors, in this order.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public static NamedTensors<T> Create(params ReadOnlySpan<(string Name, Tensor<T> Value)> tensors)
    {
        var names = new HashSet<string>();
        foreach (var (name, value) in tensors)
        {
            _ = Require.NotNull(value, nameof(tensors));
            if (!names.Add(Require.NotNull(name, nameof(tensors))))
                throw new ArgumentException($"two tensors are called {name}");
        }

        return new([.. tensors]);
    }

    /// <summary>Parameters by their paths. Their roles are left out.</summary>
    public static NamedTensors<T> Of(Parameters<T> parameters) =>
        new([.. Require.NotNull(parameters).Layout.Select((slot, i) => (slot.Path, parameters.Values[i]))]);

    /// <summary>Texts by name, in the order of the names.</summary>
    public ImmutableSortedDictionary<string, string> Metadata
    {
        get;
        init => field = Require.NotNull(value, nameof(Metadata)).WithComparers(StringComparer.Ordinal);
    }
    = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The number of tensors.</summary>
    public int Count => items.Length;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => items.Select(item => item.Name);

    /// <summary>The tensor at this position, with its name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public (string Name, Tensor<T> Value) this[int index] => (uint)index < (uint)Count
        ? items[index]
        : throw new ArgumentOutOfRangeException(nameof(index), Invariant($"expected a position from 0 to {Count - 1}, got {index}"));

    /// <summary>The tensor of this name.</summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists the names that exist.</exception>
    public Tensor<T> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return items.FirstOrDefault(item => item.Name == name).Value
                ?? throw new ArgumentException($"no tensor is called {name}; there are {NameList.Of(Names)}");
        }
    }

    /// <summary>The tensors whose names satisfy a predicate.</summary>
    public NamedTensors<T> Where(Func<string, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return With([.. items.Where(item => predicate(item.Name))]);
    }

    /// <summary>The tensors under other names.</summary>
    /// <exception cref="ArgumentException">Two would have the same name.</exception>
    public NamedTensors<T> Rename(Func<string, string> rename)
    {
        ArgumentNullException.ThrowIfNull(rename);
        return Create([.. items.Select(item => (rename(item.Name), item.Value))]) with { Metadata = Metadata };
    }

    /// <summary>The tensors in another precision, rounded to the nearest where it is less.</summary>
    public NamedTensors<TOther> Cast<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther> =>
        NamedTensors<TOther>.Create([.. items.Select(item => (item.Name, item.Value.Cast<TOther>()))]) with { Metadata = Metadata };

    /// <summary>Equal when names, tensors and metadata are, in the same order.</summary>
    public bool Equals(NamedTensors<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && items.AsSpan().SequenceEqual(other.items.AsSpan()) && Metadata.SequenceEqual(other.Metadata));

    /// <inheritdoc/>
    public override int GetHashCode() => items.Aggregate(Metadata.Count, HashCode.Combine);

    /// <summary>A line for each tensor: its name, type and shape.</summary>
    public override string ToString() => Count == 0
        ? "no tensors"
        : string.Join('\n', TextTable.Align([.. items.Select(item => new[] { item.Name, TensorFormat.Type<T>(item.Value.Shape) })]));

    /// <inheritdoc/>
    public IEnumerator<(string Name, Tensor<T> Value)> GetEnumerator() => ((IEnumerable<(string, Tensor<T>)>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private NamedTensors<T> With(ImmutableArray<(string Name, Tensor<T> Value)> others) => new(others) { Metadata = Metadata };
}
