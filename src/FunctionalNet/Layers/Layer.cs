using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// A layer as a pure function: from parameters, an input and a mode to the output and the closure that runs backwards, and to the next
/// statistics where it has any.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate ForwardPass<T> Forward<T>(Parameters<T> parameters, Tensor<T> input, Mode mode)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>
/// Carries a gradient at a layer's output back to its parameters and its input. It is a function: it can be called as
/// often as one likes, and is linear.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate Gradients<T> Backward<T>(Tensor<T> outputGradient)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>
/// A differentiable function of parameters and an input, with what is needed to draw the first parameters, to infer shapes
/// and to describe it. Layers are composed by <c>>></c>: <c>Affine(784, 50) >> Relu >> Affine(50, 10)</c>. Composition is
/// associative and has <see cref="Identity"/> as its identity, exactly: names, first parameters and all bits.
/// </summary>
/// <remarks>
/// A layer is a sequence of stages, and <c>>></c> puts two sequences behind each other. The names of the parameters are
/// paths: <c>Affine1/W</c>, numbered by kind along the sequence.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ImmutableArray<Stage<T>> stages;

    // Made when they are first asked for: a long chain is composed one layer after the other.
    private readonly Lazy<ImmutableArray<string>> names;
    private readonly Lazy<ImmutableArray<ParameterSpec<T>>> parameters;
    private readonly Lazy<ParameterLayout> layout;

    // Of all stages, those within named groups too: each has a key of its own, which a name does not change.
    private readonly int leaves;

    internal Layer(Stage<T> stage)
        : this([stage], stage.Inner?.leaves ?? 1, stage.GivenName is not null)
    {
    }

    private Layer(ImmutableArray<Stage<T>> stages, int leaves, bool hasGivenNames)
    {
        (this.stages, this.leaves, HasGivenNames) = (stages, leaves, hasGivenNames);
        (names, parameters) = (new(() => StageNames.Of(stages)), new(SpecifyParameters));
        layout = new(() => ParameterLayout.Create([.. Parameters.Select(spec => new ParameterSlot(spec.Name, spec.Role, spec.Shape))]));
        // Only a name that was given can be that of another layer.
        if (hasGivenNames)
            _ = Names;
    }

    /// <summary>The layer that gives its input back.</summary>
    public static Layer<T> Identity { get; } = new([], leaves: 0, hasGivenNames: false);

    /// <summary>The specification of each parameter, in order.</summary>
    public ImmutableArray<ParameterSpec<T>> Parameters => parameters.Value;

    /// <summary>
    /// Runs the layer: <c>var (output, backward) = layer.Forward(parameters, input, mode)</c>. Throws an
    /// <see cref="ArgumentException"/> that names the layer by its path if the input or the parameters do not fit.
    /// </summary>
    public Forward<T> Forward => (parameters, input, mode) => Run(parameters, input, mode);

    /// <summary>The first parameters: each is drawn from a key of its own.</summary>
    public Parameters<T> Initialize(Key key) =>
        new(Layout, [.. Parameters.Select((spec, i) => spec.Draw(key.Fold(i)))]);

    /// <summary>The path, role and shape of each parameter: the layout that parameters, gradients and moments of this network share.</summary>
    public ParameterLayout Layout => layout.Value;

    /// <summary>The shape of the output for an input of this shape, without running anything.</summary>
    /// <exception cref="ArgumentException">An input of this shape does not fit; the message names the layer by its path.</exception>
    public Shape OutputShape(Shape input) => RequireFit(InferShape(input), path: "");

    /// <summary>
    /// The layer under a name: its parameters are found below it, <c>encoder/Affine1/W</c>. The name of a single layer takes
    /// the place of its kind and number: <c>Affine(784, 50).Named("first")</c> has <c>first/W</c>. A second name goes before the first.
    /// No name changes a bit of what is computed.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or has a slash.</exception>
    public Layer<T> Named(string name) =>
        string.IsNullOrWhiteSpace(Require.NotNull(name)) || name.Contains('/', StringComparison.Ordinal)
            ? throw new ArgumentException($"a layer's name is not empty and has no slash, got \"{name}\"")
            : new(stages is [{ GivenName: null } single] ? single with { GivenName = name } : Stage<T>.Group(name, this, InferShape));

    /// <summary>The layer that applies one, then the next: <c>(f >> g)(x) = g(f(x))</c>.</summary>
    /// <exception cref="ArgumentException">Two layers would have the same name.</exception>
    public static Layer<T> operator >>(Layer<T> first, Layer<T> next)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(next);
        return new(first.stages.AddRange(next.stages), first.leaves + next.leaves, first.HasGivenNames || next.HasGivenNames);
    }

    /// <summary>The layer as a function of both its parameters and its input.</summary>
    public Differentiable<(Parameters<T> Parameters, Tensor<T> Input), Tensor<T>> AsDifferentiable(Mode mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        return at =>
        {
            var (output, backward) = Run(at.Parameters, at.Input, mode);
            return (output, Pullback);

            (Parameters<T>, Tensor<T>) Pullback(Tensor<T> gradient)
            {
                var gradients = backward(gradient);
                return (gradients.Parameters, gradients.Input);
            }
        };
    }

    /// <summary>The layer as a function of its input, bound to parameters.</summary>
    public Differentiable<Tensor<T>, Tensor<T>> WithParameters(Parameters<T> parameters, Mode mode)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(mode);
        return input =>
        {
            var (output, backward) = Run(parameters, input, mode);
            return (output, gradient => backward(gradient).Input);
        };
    }

    /// <summary>The layer as a function of its parameters, at an input. Its pullback does not compute the input's gradient.</summary>
    public Differentiable<Parameters<T>, Tensor<T>> OnInput(Tensor<T> input, Mode mode)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mode);
        return parameters =>
        {
            var (output, backward) = Run(parameters, input, mode);
            return (output, gradient => backward(gradient).Parameters);
        };
    }

    /// <summary>Equal when it is made of the same layers: layers from one expression, not from two that read alike.</summary>
    public bool Equals(Layer<T>? other) => other is not null && stages.SequenceEqual(other.stages);

    /// <inheritdoc/>
    public override int GetHashCode() => stages.Aggregate(stages.Length, HashCode.Combine);

    /// <summary>The composition: <c>Affine(784→50) >> Relu >> Affine(50→10)</c>.</summary>
    public override string ToString() => stages.IsEmpty ? "Identity" : string.Join(" >> ", stages);

    private bool HasGivenNames { get; }

    private ImmutableArray<string> Names => names.Value;

    private ImmutableArray<ParameterSpec<T>> SpecifyParameters() =>
        [.. stages.SelectMany((stage, i) => stage.Parameters.Select(spec => spec with { Name = $"{Names[i]}/{spec.Name}" }))];

    private Fin<Shape> InferShape(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Fin<Shape> shape = input;
        for (var i = 0; i < stages.Length; i++)
            shape = shape.Bind(known => StageShape(i, known));
        return shape;
    }

    private Fin<Shape> StageShape(int i, Shape input) =>
        stages[i].OutputShape(input).BiMap(
            Succ: shape => shape,
            Fail: error => Error.New($"{Names[i]}{(stages[i].IsGroup ? "/" : ": ")}{error.Message}"));

    private static Shape RequireFit(Fin<Shape> shape, string path) =>
        shape.IfFail(error => throw new ArgumentException(path + error.Message));

    private ForwardPass<T> Run(Parameters<T> parameters, Tensor<T> input, Mode mode, int firstLeaf = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mode);
        if (parameters.Count != Parameters.Length)
            throw new ArgumentException(Invariant($"{this} has {Parameters.Length} parameters, got {parameters.Count}"));
        var (passes, shapes) = (new ForwardPass<T>[stages.Length], new Shape[stages.Length]);
        var (value, leaf, statistics) = (input, firstLeaf, default(Parameters<T>));
        for (var i = 0; i < stages.Length; i++)
        {
            shapes[i] = value.Shape;
            var announced = RequireFit(StageShape(i, value.Shape), parameters.Path);
            var own = stages[i].Require(parameters.Within(Names[i]));
            passes[i] = stages[i].Inner is { } group ? group.Run(own, value, mode, leaf) : stages[i].Forward(own, value, mode.Fold(leaf));
            value = passes[i].Output;
            if (value.Shape != announced)
                throw new ArgumentException($"{own.Name}: expected the output {announced} that its shape rule announced for {shapes[i]}, got {value.Shape}");
            if (passes[i].Statistics is { } next)
                statistics = (statistics ?? parameters).WithPart(parameters.Layout.Part(Names[i]), Stage<T>.RequireStatistics(own, next));
            leaf += stages[i].Inner?.leaves ?? 1;
        }

        return new(value, gradient => Require.NotNull(gradient).Shape == value.Shape
            ? new BackwardSequence<T>(stages, Names, passes, shapes, parameters.Layout, gradient).ToGradients()
            : throw new ArgumentException(
                $"{parameters.Path}{this}: the output is {value.Shape}, so its gradient is not {gradient.Shape}"), statistics);
    }
}
