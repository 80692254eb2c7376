using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The state of one transformation of a chain, as plain data: tensors for each parameter, counts and numbers, by name; and the
/// states of inner optimizers, where it has any.
/// </summary>
/// <param name="Name">The transformation that it belongs to: <c>Trace</c>. The optimizer fills it in.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record TransformationState<T>(string Name)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The transformation that it belongs to: <c>Trace</c>.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); } = Require.NotNull(Name, nameof(Name));

    /// <summary>
    /// Tensors for each trained parameter, such as a velocity: of its shape, or of one that broadcasts to it, as the means of the rows of a matrix do.
    /// </summary>
    public ImmutableSortedDictionary<string, Parameters<T>> Tensors { get; init => field = Ordinal(value, nameof(Tensors)); } = None<Parameters<T>>();

    /// <summary>Counts, such as the number of steps made.</summary>
    public ImmutableSortedDictionary<string, long> Counts { get; init => field = Ordinal(value, nameof(Counts)); } = None<long>();

    /// <summary>Single numbers, in double precision whatever the parameters are: the sum of the losses of an epoch keeps its digits.</summary>
    public ImmutableSortedDictionary<string, double> Scalars { get; init => field = Ordinal(value, nameof(Scalars)); } = None<double>();

    /// <summary>The states of inner optimizers.</summary>
    public ImmutableSortedDictionary<string, OptimizerState<T>> Optimizers { get; init => field = Ordinal(value, nameof(Optimizers)); } = None<OptimizerState<T>>();

    /// <summary>The state of a transformation without one, and the start of any other: <c>Empty.WithTensors("velocity", zeros)</c>.</summary>
    public static TransformationState<T> Empty { get; } = new("");

    /// <summary>The tensors of this name.</summary>
    /// <exception cref="ArgumentException">There are none; the message lists the names that exist.</exception>
    public Parameters<T> Tensor(string name) => Find(Tensors, name, "tensors are");

    /// <summary>The count of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names that exist.</exception>
    public long Count(string name) => Find(Counts, name, "count is");

    /// <summary>The scalar of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names that exist.</exception>
    public double Scalar(string name) => Find(Scalars, name, "scalar is");

    /// <summary>The state of the inner optimizer of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names that exist.</exception>
    public OptimizerState<T> Optimizer(string name) => Find(Optimizers, name, "optimizer is");

    /// <summary>The state with these tensors under a name.</summary>
    public TransformationState<T> WithTensors(string name, Parameters<T> tensors) =>
        this with { Tensors = Tensors.SetItem(Require.NotNull(name), Require.NotNull(tensors)) };

    /// <summary>The state with a count under a name.</summary>
    public TransformationState<T> WithCount(string name, long count) => this with { Counts = Counts.SetItem(Require.NotNull(name), count) };

    /// <summary>The state with a scalar under a name.</summary>
    public TransformationState<T> WithScalar(string name, double scalar) => this with { Scalars = Scalars.SetItem(Require.NotNull(name), scalar) };

    /// <summary>The state with that of an inner optimizer under a name.</summary>
    public TransformationState<T> WithOptimizer(string name, OptimizerState<T> state) =>
        this with { Optimizers = Optimizers.SetItem(Require.NotNull(name), Require.NotNull(state)) };

    /// <summary>All tensors, including those of inner optimizers.</summary>
    internal IEnumerable<Parameters<T>> AllTensors => Tensors.Values.Concat(Optimizers.Values.SelectMany(state => state.Moments));

    /// <summary>The state with its tensors in the order of a layout, and only those that are in it.</summary>
    internal TransformationState<T> BoundTo(ParameterLayout trained) => this with
    {
        Tensors = Tensors.ToImmutableSortedDictionary(item => item.Key, item => item.Value.Among(trained)),
        Optimizers = Optimizers.ToImmutableSortedDictionary(item => item.Key, item => item.Value.BoundTo(trained)),
    };

    /// <summary>The same state under the name of the transformation that it belongs to.</summary>
    internal TransformationState<T> Of(string transformation) => Name == transformation ? this : this with { Name = transformation };

    /// <inheritdoc/>
    public bool Equals(TransformationState<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Name == other.Name
            && Tensors.SequenceEqual(other.Tensors)
            && Counts.SequenceEqual(other.Counts)
            && Scalars.SequenceEqual(other.Scalars)
            && Optimizers.SequenceEqual(other.Optimizers));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Tensors.Count, Counts.Count, Scalars.Count, Optimizers.Count);

    /// <summary>One line: <c>Trace(steps 3, velocity of 23 numbers)</c>; the name alone where there is nothing to remember.</summary>
    public override string ToString()
    {
        string[] items =
        [
            .. Counts.Select(item => Invariant($"{item.Key} {item.Value}")),
            .. Scalars.Select(item => $"{item.Key} {NumberFormat.Brief(item.Value)}"),
            .. Tensors.Select(item => $"{item.Key} of {Quantity.Of(item.Value.Size, "number")}"),
            .. Optimizers.Select(item => $"{item.Key}: {item.Value}"),
        ];
        return items.Length == 0 ? Name : $"{Name}({string.Join(", ", items)})";
    }

    private TValue Find<TValue>(ImmutableSortedDictionary<string, TValue> items, string name, string what) =>
        items.TryGetValue(Require.NotNull(name), out var value)
            ? value
            : throw new ArgumentException($"the state of {Name}: no {what} called {name}; there are {NameList.Of(items.Keys)}");

    private static ImmutableSortedDictionary<string, TValue> None<TValue>() =>
        ImmutableSortedDictionary.Create<string, TValue>(StringComparer.Ordinal, AlwaysNew<TValue>.Comparer);

    private static ImmutableSortedDictionary<string, TValue> Ordinal<TValue>(ImmutableSortedDictionary<string, TValue> items, string name) =>
        Require.NotNull(items, name).WithComparers(StringComparer.Ordinal, AlwaysNew<TValue>.Comparer);

    /// <summary>A dictionary would compare each new value with the one in its place: number by number, for tensors.</summary>
    private static class AlwaysNew<TValue>
    {
        public static EqualityComparer<TValue> Comparer { get; } = EqualityComparer<TValue>.Create((_, _) => false);
    }
}
