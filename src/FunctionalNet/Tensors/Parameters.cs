using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace FunctionalNet;

/// <summary>
/// An immutable tensor for each slot of a layout: the parameters of a network, or anything that has a tensor for each of them
/// (gradients, moments, updates). A layer sees only its own part, under its own names.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Parameters<T> :
    IReadOnlyList<Parameter<T>>,
    IAdditionOperators<Parameters<T>, Parameters<T>, Parameters<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Values of a layout.</summary>
    /// <exception cref="ArgumentException">The number of tensors or a shape differs.</exception>
    public Parameters(ParameterLayout layout, ImmutableArray<Tensor<T>> values)
    {
        ArgumentNullException.ThrowIfNull(layout);
        if (values.IsDefault || values.Length != layout.Count)
        {
            throw new ArgumentException(Invariant(
                $"expected {layout.Count} tensors, one for each of the parameters {layout.Paths}, got {(values.IsDefault ? 0 : values.Length)}"));
        }

        for (var i = 0; i < values.Length; i++)
        {
            if (Require.NotNull(values[i], nameof(values)).Shape != layout[i].Shape)
                throw new ArgumentException($"{layout[i].Path}: expected {layout[i].Shape}, got {values[i].Shape}");
        }

        (Layout, Values) = (layout, values);
    }

    // The order of the arguments distinguishes it from the constructor that checks.
    private Parameters(ImmutableArray<Tensor<T>> values, ParameterLayout layout) => (Layout, Values) = (layout, values);

    /// <summary>Values that are known to fit the layout, and are not checked again.</summary>
    internal static Parameters<T> Fitting(ParameterLayout layout, ImmutableArray<Tensor<T>> values) => new(values, layout);

    /// <summary>These parameters, in this order.</summary>
    /// <exception cref="ArgumentException">Two have the same path.</exception>
    public static Parameters<T> Create(params ReadOnlySpan<Parameter<T>> parameters)
    {
        var (slots, values) = (new ParameterSlot[parameters.Length], new Tensor<T>[parameters.Length]);
        foreach (var parameter in parameters)
            _ = Require.NotNull(parameter, nameof(parameters));
        for (var i = 0; i < parameters.Length; i++)
            (slots[i], values[i]) = (new(parameters[i].Path, parameters[i].Role, parameters[i].Value.Shape), parameters[i].Value);
        return new(ParameterLayout.Create(slots), ImmutableCollectionsMarshal.AsImmutableArray(values));
    }

    /// <summary>
    /// The parameters of several networks in one, those of each below its name: <c>Join(("generator", g), ("critic", c))</c>.
    /// <see cref="Under"/> takes them apart.
    /// </summary>
    /// <exception cref="ArgumentException">A name is empty or has a slash, or two are the same.</exception>
    public static Parameters<T> Join(params ReadOnlySpan<(string Name, Parameters<T> Parameters)> networks)
    {
        var (layouts, values) = (new List<(string Name, ParameterLayout Layout)>(), ImmutableArray.CreateBuilder<Tensor<T>>());
        foreach (var (name, parameters) in networks)
        {
            layouts.Add((name, Require.NotNull(parameters, nameof(networks)).Layout));
            values.AddRange(parameters.Values);
        }

        return new(ParameterLayout.Join(layouts), values.ToImmutable());
    }

    /// <summary>No parameters: those of a layer that has none.</summary>
    public static Parameters<T> Empty { get; } = new(ParameterLayout.Empty, []);

    /// <summary>The path, role and shape of each parameter.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The tensors, in the order of the layout.</summary>
    public ImmutableArray<Tensor<T>> Values { get; }

    /// <summary>The number of tensors.</summary>
    public int Count => Values.Length;

    /// <summary>The number of numbers in all tensors together.</summary>
    public long Size => Layout.Size;

    /// <summary>The path of the layer that these are the parameters of, with a slash at its end; empty for a whole network.</summary>
    public string Path => Layout.Path;

    /// <summary>The same without the slash.</summary>
    internal string Name => Path.TrimEnd('/');

    /// <summary>The parameter at this position.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public Parameter<T> this[int index] => new(Layout[index].Path, Layout[index].Role, Values[index]);

    /// <summary>
    /// The tensor of this name, as seen from the layer that these are the parameters of: <c>W</c> within <c>Affine1/</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is none of this name; the message lists the names that exist.</exception>
    public Tensor<T> this[string name] => Values[Layout.IndexOf(name)];

    /// <summary>The parameters of an inner layer: <c>parameters.Under("encoder")["Affine1/W"]</c>.</summary>
    /// <exception cref="ArgumentException">There is no such layer, or it has no parameters.</exception>
    public Parameters<T> Under(string layer) => Within(layer) is { Count: > 0 } part
        ? part
        : throw new ArgumentException($"no layer with parameters is called {Path}{layer}; there are {Layout.Paths}");

    /// <summary>The same parameters in another precision, rounded to the nearest where it is less.</summary>
    public Parameters<TOther> Cast<TOther>()
        where TOther : unmanaged, IFloatingPointIeee754<TOther> =>
        Parameters<TOther>.Fitting(Layout, [.. Values.Select(value => value.Cast<TOther>())]);

    /// <summary>The parameters that satisfy a predicate over path, role and value.</summary>
    public Parameters<T> Where(Func<Parameter<T>, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return Part(Layout.Select(i => predicate(this[i]), Path));
    }

    /// <summary>The same parameters with this value of one of them.</summary>
    /// <exception cref="ArgumentException">There is none of this name, or its shape differs.</exception>
    public Parameters<T> With(string name, Tensor<T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new(Layout, Values.SetItem(Layout.IndexOf(name), value));
    }

    /// <summary>The same parameters with those of an inner layer replaced: <c>parameters.With("encoder", trained.Under("encoder"))</c>.</summary>
    /// <exception cref="ArgumentException">There is no such layer, or names, roles or shapes differ.</exception>
    public Parameters<T> With(string layer, Parameters<T> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Under(layer).Layout.RequireSame(values.Layout);
        return WithPart(Layout.Part(layer), values);
    }

    /// <summary>
    /// The same parameters with some replaced by path, such as those loaded for a part of a network:
    /// <c>parameters.With(loaded.Where(parameter => parameter.Path.StartsWith("encoder/")))</c>.
    /// </summary>
    /// <exception cref="ArgumentException">A path does not exist, or its role or shape differs.</exception>
    public Parameters<T> With(Parameters<T> some)
    {
        ArgumentNullException.ThrowIfNull(some);
        var values = Values.ToBuilder();
        for (var i = 0; i < some.Count; i++)
        {
            if (Layout.PositionOf(some.Layout[i].Path) is not { } index)
                throw new ArgumentException($"no parameter is called {some.Layout[i].Path}; there are {Layout.Paths}");
            if (Layout[index] != some.Layout[i])
                throw new ArgumentException($"expected the parameter {Layout[index]}, got {some.Layout[i]}");
            values[index] = some.Values[i];
        }

        return Fitting(Layout, values.MoveToImmutable());
    }

    /// <summary>Tensors for the same names, in order: the gradients that a layer gives for its parameters.</summary>
    /// <exception cref="ArgumentException">The number of tensors or a shape differs.</exception>
    public Parameters<T> WithValues(params ImmutableArray<Tensor<T>> values) => new(Layout, values);

    /// <summary>A function of every tensor; names and roles stay.</summary>
    /// <exception cref="ArgumentException">The function changes a shape.</exception>
    public Parameters<T> Map(Func<Tensor<T>, Tensor<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var mapped = new Tensor<T>[Count];
        for (var i = 0; i < mapped.Length; i++)
            mapped[i] = function(Values[i]);
        return new(Layout, ImmutableCollectionsMarshal.AsImmutableArray(mapped));
    }

    /// <summary>A function of every parameter with its path and role; names and roles stay.</summary>
    /// <exception cref="ArgumentException">The function changes a shape.</exception>
    public Parameters<T> Select(Func<Parameter<T>, Tensor<T>> function) =>
        new(Layout, [.. this.AsEnumerable().Select(Require.NotNull(function))]);

    /// <summary>A function of the tensors of the same name in two collections.</summary>
    /// <exception cref="ArgumentException">The names, roles or shapes are not the same.</exception>
    public Parameters<T> Zip(Parameters<T> other, Func<Tensor<T>, Tensor<T>, Tensor<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        Layout.RequireSame(Require.NotNull(other).Layout);
        var zipped = new Tensor<T>[Count];
        for (var i = 0; i < zipped.Length; i++)
            zipped[i] = function(Values[i], other.Values[i]);
        return new(Layout, ImmutableCollectionsMarshal.AsImmutableArray(zipped));
    }

    /// <summary>
    /// The trained parameters: all except statistics and frozen ones. Gradients, moments and updates are of these, and a layer's backward
    /// closure gives <c>parameters.Trained.WithValues(...)</c>. Without statistics and frozen ones it is all of them.
    /// </summary>
    public Parameters<T> Trained => Layout.HasUntrained ? Part(Layout.Trained) : this;

    /// <summary>The same parameters with these values of the trained ones, as a training step makes them.</summary>
    /// <exception cref="ArgumentException">The names, roles or shapes are not those of <see cref="Trained"/>.</exception>
    public Parameters<T> WithTrained(Parameters<T> trained)
    {
        Layout.Trained.Layout.RequireSame(Require.NotNull(trained).Layout);
        return Layout.HasUntrained ? WithPart(Layout.Trained, trained) : new(Layout, trained.Values);
    }

    /// <summary>The elementwise sum: gradients of shared parameters add up.</summary>
    /// <exception cref="ArgumentException">The names, roles or shapes are not the same.</exception>
    public static Parameters<T> operator +(Parameters<T> left, Parameters<T> right) =>
        Require.NotNull(left).Zip(Require.NotNull(right), (x, y) => x + y);

    /// <inheritdoc/>
    public bool Equals(Parameters<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Layout == other.Layout && Values.AsSpan().SequenceEqual(other.Values.AsSpan()));

    /// <inheritdoc/>
    public override int GetHashCode() => Values.Aggregate(Layout.GetHashCode(), HashCode.Combine);

    /// <summary>
    /// A table with a line for each parameter (path, shape, role, mean and standard deviation), below their number.
    /// </summary>
    public override string ToString() => ParametersFormat.Describe(this);

    /// <inheritdoc/>
    public IEnumerator<Parameter<T>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The parameters of an inner layer, of which there may be none.</summary>
    internal Parameters<T> Within(string layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return Part(Layout.Part(layer));
    }

    /// <summary>Those that a layout has, too, in its order. They keep their shapes, which those of an optimizer's state may have of their own.</summary>
    internal Parameters<T> Among(ParameterLayout layout)
    {
        if (ReferenceEquals(layout, Layout))
            return this;
        ImmutableArray<int> shared = [.. layout.Select(slot => Layout.PositionOf(slot.Path)).OfType<int>()];
        var own = Layout.Part(shared, layout.Path);
        return new(own == layout ? layout : own, [.. shared.Select(position => Values[position])]);
    }

    /// <summary>Zeros under the same paths, each of a shape that is a function of the parameter's.</summary>
    internal Parameters<T> ZerosOfShape(Func<Shape, Shape> shape)
    {
        var layout = Layout.WithShapes(shape);
        return new(layout, [.. layout.Select(slot => Tensor.Zeros<T>(slot.Shape))]);
    }

    /// <summary>The same parameters with those of a part replaced.</summary>
    internal Parameters<T> WithPart(LayoutPart part, Parameters<T> values)
    {
        Tensor<T>[] all = [.. Values];
        for (var i = 0; i < part.Indices.Length; i++)
            all[part.Indices[i]] = values.Values[i];
        return new(Layout, ImmutableCollectionsMarshal.AsImmutableArray(all));
    }

    /// <summary>The parameters of a part of the layout.</summary>
    internal Parameters<T> Part(LayoutPart part)
    {
        var values = new Tensor<T>[part.Indices.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Values[part.Indices[i]];
        return new(part.Layout, ImmutableCollectionsMarshal.AsImmutableArray(values));
    }
}
