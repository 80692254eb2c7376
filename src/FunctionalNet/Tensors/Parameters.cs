using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// An ordered, immutable collection of named tensors: the parameters of a network, or anything that has a tensor for each
/// of them (gradients, moments, updates). A layer sees only the slice that is its own, under names of its own; taking the
/// slice copies nothing.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Parameters<T> :
    IReadOnlyList<Parameter<T>>,
    IAdditionOperators<Parameters<T>, Parameters<T>, Parameters<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ImmutableArray<Parameter<T>> all;
    private readonly int start;

    private Parameters(ImmutableArray<Parameter<T>> all, int start, int count, string path) =>
        (this.all, this.start, Count, Path) = (all, start, count, path);

    /// <summary>These parameters, in this order.</summary>
    /// <exception cref="ArgumentException">Two have the same path.</exception>
    public static Parameters<T> Create(params ReadOnlySpan<Parameter<T>> parameters)
    {
        var paths = new HashSet<string>();
        foreach (var parameter in parameters)
        {
            if (!paths.Add(Require.NotNull(parameter, nameof(parameters)).Path))
                throw new ArgumentException($"two parameters are called {parameter.Path}");
        }

        return new([.. parameters], 0, parameters.Length, "");
    }

    /// <summary>No parameters: those of a layer that has none.</summary>
    public static Parameters<T> Empty { get; } = new([], 0, 0, "");

    /// <summary>How many tensors there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers there are in all the tensors.</summary>
    public long Size => this.Sum(parameter => (long)parameter.Value.Shape.Size);

    /// <summary>The path of the layer that these are the parameters of, with a slash behind it; empty for a whole network.</summary>
    public string Path { get; }

    /// <summary>The same without the slash.</summary>
    internal string Name => Path.TrimEnd('/');

    /// <summary>The parameter at this position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public Parameter<T> this[int index]
    {
        get
        {
            if ((uint)index >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(index), Invariant($"{Count} parameters have no number {index}"));
            return all[start + index];
        }
    }

    /// <summary>
    /// The tensor of this name, as seen from the layer that these are the parameters of: <c>W</c> within <c>Affine1/</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists those there are.</exception>
    public Tensor<T> this[string name] => this[IndexOf(name)].Value;

    /// <summary>The same parameters but for one, which has this value.</summary>
    /// <exception cref="ArgumentException">There is none of this name, or its shape is another.</exception>
    public Parameters<T> With(string name, Tensor<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var index = IndexOf(name);
        return Select((parameter, i) => i == index ? Replaced(parameter, value) : parameter);
    }

    /// <summary>Tensors for the same names, in order: the gradients that a layer gives for its parameters.</summary>
    /// <exception cref="ArgumentException">There are not as many, or a shape is another.</exception>
    public Parameters<T> WithValues(params IReadOnlyList<Tensor<T>> values) =>
        Require.NotNull(values).Count == Count
            ? Select((parameter, i) => Replaced(parameter, values[i]))
            : throw new ArgumentException(Invariant($"expected {Count} tensors, one for each of the parameters {Paths}, got {values.Count}"));

    /// <summary>A function of every tensor, under the same names.</summary>
    public Parameters<T> Map(Func<Tensor<T>, Tensor<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Select((parameter, _) => Replaced(parameter, function(parameter.Value)));
    }

    /// <summary>A function of the tensors of the same name in two collections.</summary>
    /// <exception cref="ArgumentException">The names or roles are not the same.</exception>
    public Parameters<T> Zip(Parameters<T> other, Func<Tensor<T>, Tensor<T>, Tensor<T>> function)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(function);
        return Zip(other, (_, left, right) => function(left, right));
    }

    /// <summary>
    /// The parameters after a step: <paramref name="update"/> of each trained one and its gradient. A statistic becomes what the
    /// gradient has in its place.
    /// </summary>
    /// <exception cref="ArgumentException">The names or roles are not the same.</exception>
    public Parameters<T> Train(Parameters<T> gradient, Func<Tensor<T>, Tensor<T>, Tensor<T>> update)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(update);
        return Zip(gradient, (role, value, g) => role == ParameterRole.Statistic ? g : update(value, g));
    }

    private Parameters<T> Zip(Parameters<T> other, Func<ParameterRole, Tensor<T>, Tensor<T>, Tensor<T>> function)
    {
        if (Count != other.Count)
            throw new ArgumentException(Invariant($"{Count} parameters do not go together with {other.Count}"));
        return Select((parameter, i) => other[i] is var another && (parameter.Path, parameter.Role) == (another.Path, another.Role)
            ? Replaced(parameter, function(parameter.Role, parameter.Value, another.Value))
            : throw new ArgumentException($"parameter {parameter} does not go together with {another}"));
    }

    /// <summary>The parameters of a layer within: those from a position on, under a path that is one name longer.</summary>
    internal Parameters<T> Within(string layer, int first, int count) => new(all, start + first, count, $"{Path}{layer}/");

    /// <summary>The parameters of several layers behind each other, seen from the layer that they are in.</summary>
    internal static Parameters<T> Concat(string path, IEnumerable<Parameters<T>> parts)
    {
        var all = parts.SelectMany(part => part).ToImmutableArray();
        return new(all, 0, all.Length, path);
    }

    /// <summary>The elementwise sum: gradients of shared parameters add up.</summary>
    /// <exception cref="ArgumentException">The names or roles are not the same.</exception>
    public static Parameters<T> operator +(Parameters<T> left, Parameters<T> right) =>
        Require.NotNull(left).Zip(Require.NotNull(right), (x, y) => x + y);

    /// <inheritdoc/>
    public bool Equals(Parameters<T>? other) => ReferenceEquals(this, other) || (other is not null && this.SequenceEqual(other));

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);

    /// <summary>
    /// A table with a line for each parameter (path, shape, role, mean and standard deviation), and how many there are.
    /// </summary>
    public override string ToString() => ParametersFormat.Describe(this);

    /// <inheritdoc/>
    public IEnumerator<Parameter<T>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return all[start + i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string Paths => NameList.Of(this.Select(parameter => parameter.Path));

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var i = 0; i < Count; i++)
        {
            var path = all[start + i].Path;
            if (path.Length == Path.Length + name.Length && path.EndsWith(name, StringComparison.Ordinal))
                return i;
        }

        throw new ArgumentException($"no parameter is called {Path}{name}; there are {Paths}");
    }

    private Parameters<T> Select(Func<Parameter<T>, int, Parameter<T>> function)
    {
        var selected = new Parameter<T>[Count];
        for (var i = 0; i < Count; i++)
            selected[i] = function(all[start + i], i);
        return new(ImmutableCollectionsMarshal.AsImmutableArray(selected), 0, Count, Path);
    }

    private static Parameter<T> Replaced(Parameter<T> parameter, Tensor<T> value) =>
        parameter.Value.Shape == value.Shape
            ? parameter with { Value = value }
            : throw new ArgumentException($"parameter {parameter.Path} has shape {parameter.Value.Shape}, got {value.Shape}");
}
