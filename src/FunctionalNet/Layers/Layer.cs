using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// A layer as a pure function: from parameters, an input and a mode to the output and the closure that runs backwards.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate (Tensor<T> Output, Backward<T> Backward) Forward<T>(Parameters<T> parameters, Tensor<T> input, Mode mode)
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
        // Only a name that was given can be that of another layer.
        if (hasGivenNames)
            _ = Names;
    }

    /// <summary>The layer that gives its input back.</summary>
    public static Layer<T> Identity { get; } = new([], leaves: 0, hasGivenNames: false);

    /// <summary>What there is to say of each parameter, in order.</summary>
    public ImmutableArray<ParameterSpec<T>> Parameters => parameters.Value;

    /// <summary>
    /// Runs the layer: <c>var (output, backward) = layer.Forward(parameters, input, mode)</c>. Throws an
    /// <see cref="ArgumentException"/> that names the layer by its path if the input or the parameters do not fit.
    /// </summary>
    public Forward<T> Forward => (parameters, input, mode) => Run(parameters, input, mode);

    /// <summary>The first parameters: each is drawn from a key of its own.</summary>
    public Parameters<T> Initialize(Key key) =>
        Parameters<T>.Create([.. Parameters.Select((spec, i) => spec.Draw(key.Fold(i)))]);

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

    private (Tensor<T> Output, Backward<T> Backward) Run(Parameters<T> parameters, Tensor<T> input, Mode mode, int firstLeaf = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mode);
        if (parameters.Count != Parameters.Length)
            throw new ArgumentException(Invariant($"{this} has {Parameters.Length} parameters, got {parameters.Count}"));
        var (backwards, shapes) = (new Backward<T>[stages.Length], new Shape[stages.Length]);
        var (value, first, leaf) = (input, 0, firstLeaf);
        for (var i = 0; i < stages.Length; i++)
        {
            shapes[i] = value.Shape;
            var announced = RequireFit(StageShape(i, value.Shape), parameters.Path);
            var own = stages[i].Require(parameters.Within(Names[i], first, stages[i].Parameters.Length));
            (value, backwards[i]) = stages[i].Inner is { } group
                ? group.Run(own, value, mode, leaf)
                : stages[i].Forward(own, value, mode.Fold(leaf));
            if (value.Shape != announced)
                throw new ArgumentException($"{own.Name}: expected the output {announced} that its shape rule announced for {shapes[i]}, got {value.Shape}");
            first += stages[i].Parameters.Length;
            leaf += stages[i].Inner?.leaves ?? 1;
        }

        return (value, gradient => Require.NotNull(gradient).Shape == value.Shape
            ? RunBackwards(backwards, shapes, parameters.Path, gradient)
            : throw new ArgumentException(
                $"{parameters.Path}{this}: the output is {value.Shape}, so its gradient is not {gradient.Shape}"));
    }

    /// <summary>
    /// The chain rule along the sequence, from the back. Before the first stage with parameters, nothing is computed until it is asked for.
    /// </summary>
    private Gradients<T> RunBackwards(Backward<T>[] backwards, Shape[] shapes, string path, Tensor<T> outputGradient)
    {
        var parts = new Parameters<T>[stages.Length];
        Array.Fill(parts, Parameters<T>.Empty);
        var first = Array.FindIndex([.. stages], stage => !stage.Parameters.IsEmpty) is >= 0 and var found ? found : stages.Length;
        Func<Tensor<T>> gradient = () => outputGradient;
        for (var i = stages.Length - 1; i >= first; i--)
        {
            var (stage, gradients) = (i, backwards[i](gradient()));
            parts[i] = stages[i].RequireGradients(gradients.Parameters, path + Names[i]);
            gradient = () => RequireInput(stage, gradients.Input);
        }

        return new Gradients<T>(Parameters<T>.Concat(path, parts), () =>
        {
            var incoming = gradient();
            for (var i = first - 1; i >= 0; i--)
                incoming = RequireInput(i, backwards[i](incoming).Input);
            return incoming;
        });

        Tensor<T> RequireInput(int stage, Tensor<T> gradient) => gradient.Shape == shapes[stage] ? gradient : throw new ArgumentException(
            $"{path}{Names[stage]}: expected the gradient of its input {shapes[stage]} from its backward closure, got {gradient.Shape}");
    }
}
