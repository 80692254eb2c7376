using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// A layer as a pure function: from parameters, an input and a mode to the output and the closure that runs backwards, and to the next
/// statistics where it has any.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate ForwardPass<T> Forward<T>(Parameters<T> parameters, Tensor<T> input, Mode mode)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>
/// Carries a gradient at a layer's output back to its parameters and its input. It is a pure, linear function and can be called any
/// number of times.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public delegate Gradients<T> Backward<T>(Tensor<T> outputGradient)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>
/// A differentiable function of parameters and an input, as a structure that can be read: a leaf, a sequence, branches, a name,
/// shared parameters, or a part that is frozen. Layers are composed by <c>>></c>: <c>Affine(784, 50) >> Relu >> Affine(50, 10)</c>.
/// Composition is associative and has <see cref="Identity"/> as its identity, exactly: names, first parameters and all bits.
/// </summary>
/// <remarks>
/// The names of the parameters are paths: <c>Affine1/W</c>, numbered by kind along a sequence. When the layer is first run, its structure
/// is compiled into a <see cref="Plan{T}"/>, which everything else reads.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract partial record Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The names that were given within the scope of the layer: only these can collide with those of another layer.
    private readonly ImmutableHashSet<string> givenNames;

    // A plan for each path that the layer's parameters were found under; the path of a whole network is empty.
    private readonly ConcurrentDictionary<string, Plan<T>> plans = new();

    private protected Layer(ImmutableHashSet<string> givenNames) => this.givenNames = givenNames;

    /// <summary>The layer that gives its input back.</summary>
    public static Layer<T> Identity { get; } = new Sequence();

    /// <summary>The compiled network: its nodes in the order in which they run, with the path of each.</summary>
    public Plan<T> Plan => PlanUnder("");

    /// <summary>The specification of each parameter, in order, under its path.</summary>
    public ImmutableArray<ParameterSpec<T>> ParameterSpecs => Plan.ParameterSpecs;

    /// <summary>The path, role and shape of each parameter: the layout that parameters, gradients and moments of this network share.</summary>
    public ParameterLayout Layout => Plan.Layout;

    /// <summary>
    /// Runs the layer: <c>var (output, backward) = layer.Forward(parameters, input, mode)</c>. Throws an
    /// <see cref="ArgumentException"/> that names the layer by its path if the input or the parameters do not fit.
    /// </summary>
    public Forward<T> Forward => (parameters, input, mode) => Run(parameters, input, mode, keepsAll: false).ToForwardPass();

    /// <summary>Runs the layer and returns every intermediate value.</summary>
    /// <exception cref="ArgumentException">The input or the parameters do not fit; the message names the layer by its path.</exception>
    public Walk<T> Walk(Parameters<T> parameters, Tensor<T> input, Mode mode) => Run(parameters, input, mode, keepsAll: true);

    /// <summary>The first parameters: each is drawn from a key of its own.</summary>
    public Parameters<T> Initialize(Key key) => new(Layout, [.. ParameterSpecs.Select((spec, i) => spec.Draw(key.Fold(i)))]);

    /// <summary>The first parameters, if the layer takes inputs of this shape.</summary>
    /// <exception cref="ArgumentException">It does not; the message names the layers within that do not fit.</exception>
    public Parameters<T> Initialize(Key key, Shape inputShape)
    {
        _ = OutputShape(Require.NotNull(inputShape));
        return Initialize(key);
    }

    /// <summary>The shape of the output for an input of this shape, without running anything.</summary>
    /// <exception cref="ArgumentException">An input of this shape does not fit; the message names the layers within by their paths.</exception>
    public Shape OutputShape(Shape input) => InferShape(input).IfFail(error => throw new ArgumentException(error.Message));

    /// <summary>The shape of the output for an input of this shape; or a line for each branch that does not fit, with what to change.</summary>
    public Fin<Shape> InferShape(Shape input) => Plan.InferShapes(Require.NotNull(input)).Map(shapes => shapes[Plan.Output]);

    /// <summary>
    /// The layer under a name: its parameters are found below it, <c>encoder/Affine1/W</c>. The name of a single layer takes
    /// the place of its kind and number: <c>Affine(784, 50).Named("first")</c> has <c>first/W</c>. A second name goes before the first.
    /// A name changes no bit of any result.
    /// </summary>
    /// <exception cref="ArgumentException">The name is empty or has a slash.</exception>
    /// <example>
    /// <code>
    /// var network = (Affine(4, 3) >> Relu).Named("encoder") >> Affine(3, 2).Named("head");
    /// Console.WriteLine(string.Join(", ", network.Layout.Select(slot => slot.Path))); // encoder/Affine1/W, encoder/Affine1/b, head/W, head/b
    /// </code>
    /// </example>
    public Layer<T> Named(string name) => new NamedLayer(Layer.RequireName("the name of a layer", name), this);

    /// <summary>The layer that applies this one, then the next: the operator <c>>></c> by name.</summary>
    /// <exception cref="ArgumentException">Two layers would have the same name.</exception>
    public Layer<T> Then(Layer<T> next) => this >> Require.NotNull(next);

    /// <summary>
    /// The layer that applies one, then the next: <c>(f >> g)(x) = g(f(x))</c>. Each has parameters of its own, those of
    /// <c>block >> block</c> too: to use parameters twice, see <see cref="Layers{T}.Shared(string, Layer{T})"/>.
    /// </summary>
    /// <exception cref="ArgumentException">Two layers would have the same name.</exception>
    /// <example>
    /// <code>
    /// var block = Affine(3, 3) >> Relu;
    /// Console.WriteLine(string.Join(", ", (block >> block).Layout.Select(slot => slot.Path))); // Affine1/W, Affine1/b, Affine2/W, Affine2/b
    /// </code>
    /// </example>
    public static Layer<T> operator >>(Layer<T> first, Layer<T> next)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(next);
        return ReferenceEquals(first, Identity) ? next : ReferenceEquals(next, Identity) ? first : new Sequence(first, next);
    }

    /// <summary>The layer as a function of both its parameters and its input.</summary>
    public Differentiable<(Parameters<T> Parameters, Tensor<T> Input), Tensor<T>> AsDifferentiable(Mode mode)
    {
        ArgumentNullException.ThrowIfNull(mode);
        return at =>
        {
            var (output, backward) = Forward(at.Parameters, at.Input, mode);
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
            var (output, backward) = Forward(parameters, input, mode);
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
            var (output, backward) = Forward(parameters, input, mode);
            return (output, gradient => backward(gradient).Parameters);
        };
    }

    /// <summary>Equal when the structure is: the same cases with equal parts.</summary>
    public virtual bool Equals(Layer<T>? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    private Walk<T> Run(Parameters<T> parameters, Tensor<T> input, Mode mode, bool keepsAll)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(mode);
        return PlanFor(parameters.Layout).Walk(parameters, input, mode, keepsAll);
    }

    /// <summary>
    /// The plan for parameters of a layout. Those under the name of a single layer are its own, <c>head/W</c>, and those under that of a larger
    /// one are its layers', <c>head/Affine1/W</c>.
    /// </summary>
    private Plan<T> PlanFor(ParameterLayout given)
    {
        var plan = PlanUnder(given.Path);
        if (given.Path.Length == 0 || plan.Layout == given)
            return plan;
        // The key has no slash at its end, where that of the layer itself under the same path has one.
        var name = given.Path.TrimEnd('/');
        var start = name.LastIndexOf('/') + 1;
        var named = plans.GetOrAdd(name, static (_, whole) => PlanCompiler<T>.Compile(whole.Layer, whole.Path),
            (Layer: Named(name[start..]), Path: name[..start]));
        return named.Layout == given ? named : plan;
    }

    private Plan<T> PlanUnder(string path) => plans.GetOrAdd(path, static (path, layer) => PlanCompiler<T>.Compile(layer, path), this);

    private static ImmutableHashSet<string> JoinNames(Layer<T> first, Layer<T> next)
    {
        var (fewer, more) = first.givenNames.Count < next.givenNames.Count ? (first, next) : (next, first);
        return fewer.givenNames.FirstOrDefault(more.givenNames.Contains) is { } repeated
            ? throw new ArgumentException($"two layers of {first} >> {next} are called \"{repeated}\"")
            : more.givenNames.Union(fewer.givenNames);
    }
}
