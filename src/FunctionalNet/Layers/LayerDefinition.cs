using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Ways to make a layer, used by the library and by its users.</summary>
public static class Layer
{
    /// <summary>A custom layer.</summary>
    /// <param name="kind">The kind of layer: <c>Affine</c>. Its name within a composition is the kind and a number.</param>
    /// <param name="arguments">
    /// The arguments that distinguish it from others of its kind, as they print: <c>"(784→50)"</c>, or <c>""</c> if there are none. They
    /// state all that the function has captured, since layers of the same kind and arguments are equal. With values by
    /// name, see <see cref="LayerArguments"/>.
    /// </param>
    /// <param name="parameters">The specification of each parameter, in order, under its own name: <c>W</c>, <c>b</c>.</param>
    /// <param name="outputShape">
    /// The shape of the output for a shape of input, or an error that says what is expected. It is evaluated before
    /// every run, so <paramref name="forward"/> only sees inputs that fit, and the output is checked against it.
    /// </param>
    /// <param name="forward">
    /// The function. It finds its parameters under their own names, and the gradients that its closure gives are made by
    /// <see cref="Parameters{T}.WithValues"/>: one for each parameter, or the run throws.
    /// </param>
    /// <param name="multiplyAdds">
    /// The number of multiply-adds of a run, for the shapes of input and output: <see cref="Layer{T}.Leaf.MultiplyAdds"/>. If not given, each weight
    /// counts once for each position of the output.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The kind or the name of a parameter is empty or has a slash, or two parameters have the same name.
    /// </exception>
    public static Layer<T> Define<T>(
        string kind,
        LayerArguments arguments,
        ImmutableArray<ParameterSpec<T>> parameters,
        Func<Shape, Fin<Shape>> outputShape,
        Forward<T> forward,
        Func<Shape, Shape, long>? multiplyAdds = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(outputShape);
        ArgumentNullException.ThrowIfNull(forward);
        if (parameters.IsDefault || parameters.Contains(null!))
            throw new ArgumentNullException(nameof(parameters));
        return Leaf(kind, arguments, parameters, outputShape, forward, definition: forward, multiplyAdds);
    }

    /// <summary>
    /// A custom layer that takes any shape except those that <paramref name="outputShape"/> refuses by an
    /// <see cref="ArgumentException"/>: <c>shape => [shape[0], features]</c>.
    /// </summary>
    /// <inheritdoc cref="Define{T}(string, LayerArguments, ImmutableArray{ParameterSpec{T}}, Func{Shape, Fin{Shape}}, Forward{T}, Func{Shape, Shape, long})"/>
    public static Layer<T> Define<T>(
        string kind,
        LayerArguments arguments,
        ImmutableArray<ParameterSpec<T>> parameters,
        Func<Shape, Shape> outputShape,
        Forward<T> forward,
        Func<Shape, Shape, long>? multiplyAdds = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Define(kind, arguments, parameters, RuleOf(outputShape), forward, multiplyAdds);

    /// <summary>A function of tensors as a layer without parameters, whose output has the input's shape.</summary>
    public static Layer<T> Lift<T>(string kind, Differentiable<Tensor<T>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => Lift(kind, shape => shape, function);

    /// <inheritdoc cref="Lift{T}(string, LayerArguments, Func{Shape, Fin{Shape}}, Differentiable{Tensor{T}, Tensor{T}}, Func{Shape, Shape, long})"/>
    public static Layer<T> Lift<T>(string kind, Func<Shape, Shape> outputShape, Differentiable<Tensor<T>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => Lift(kind, RuleOf(outputShape), function);

    /// <inheritdoc cref="Lift{T}(string, LayerArguments, Func{Shape, Fin{Shape}}, Differentiable{Tensor{T}, Tensor{T}}, Func{Shape, Shape, long})"/>
    public static Layer<T> Lift<T>(string kind, Func<Shape, Fin<Shape>> outputShape, Differentiable<Tensor<T>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => Lift(kind, LayerArguments.None, outputShape, function);

    /// <summary>A function of tensors as a layer without parameters.</summary>
    /// <param name="kind">The kind of layer: <c>Swish</c>.</param>
    /// <param name="arguments">All that the function has captured, which tells the layer from others of its kind.</param>
    /// <param name="outputShape">The shape of the output for a shape of input, or an error that says what is expected.</param>
    /// <param name="function">The function.</param>
    /// <param name="multiplyAdds">
    /// The number of multiply-adds of a run, for the shapes of input and output: <see cref="Layer{T}.Leaf.MultiplyAdds"/>; 0 if not given.
    /// </param>
    public static Layer<T> Lift<T>(
        string kind, LayerArguments arguments, Func<Shape, Fin<Shape>> outputShape, Differentiable<Tensor<T>, Tensor<T>> function,
        Func<Shape, Shape, long>? multiplyAdds = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(outputShape);
        ArgumentNullException.ThrowIfNull(function);
        return Leaf<T>(kind, arguments, [], outputShape, Run, definition: function, multiplyAdds);

        ForwardPass<T> Run(Parameters<T> parameters, Tensor<T> input, Mode mode)
        {
            var (output, pullback) = function(input);
            return (output, gradient => new(parameters, () => pullback(gradient)));
        }
    }

    /// <summary>
    /// A function of parameters and a tensor as a layer: one that is composed of nodes, whose gradients come with them. They are computed
    /// together, when the first of them is asked for. A layer by <c>Define</c>, with a backward closure of its own, can compute less.
    /// </summary>
    /// <param name="kind">The kind of layer: <c>Scale</c>.</param>
    /// <param name="arguments">All that the function has captured, which tells the layer from others of its kind.</param>
    /// <param name="parameters">The specification of each parameter, in order, under its own name: <c>W</c>, <c>b</c>.</param>
    /// <param name="outputShape">The shape of the output for a shape of input, or an error that says what is expected.</param>
    /// <param name="function">The function. It finds the parameters under their own names: <c>LayerNodes&lt;T>.Parameter("W")</c>.</param>
    /// <param name="multiplyAdds">
    /// The number of multiply-adds of a run, for the shapes of input and output: <see cref="Layer{T}.Leaf.MultiplyAdds"/>. If not given, each weight
    /// counts once for each position of the output.
    /// </param>
    /// <example>
    /// <code>
    /// var scale = Layer.Lift(
    ///     "Scale", "(3)", [new("gain", [3], ParameterRole.BiasOrGain, Initializers.Constant(2))], shape => shape,
    ///     Differentiable.Fork(LayerNodes&lt;float>.Input, LayerNodes&lt;float>.Parameter("gain")).Then(TensorNodes&lt;float>.Multiply));
    /// Console.WriteLine(scale.Predict(scale.Initialize(Key.Seed(0)), Tensor.Vector(1f, 2, 3))); // f32[3] [2, 4, 6]
    /// </code>
    /// </example>
    public static Layer<T> Lift<T>(
        string kind,
        LayerArguments arguments,
        ImmutableArray<ParameterSpec<T>> parameters,
        Func<Shape, Fin<Shape>> outputShape,
        Differentiable<(Parameters<T> Parameters, Tensor<T> Input), Tensor<T>> function,
        Func<Shape, Shape, long>? multiplyAdds = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(outputShape);
        ArgumentNullException.ThrowIfNull(function);
        if (parameters.IsDefault || parameters.Contains(null!))
            throw new ArgumentNullException(nameof(parameters));
        return Leaf(kind, arguments, parameters, outputShape, Run, definition: function, multiplyAdds);

        ForwardPass<T> Run(Parameters<T> own, Tensor<T> input, Mode mode)
        {
            var (output, pullback) = function((own, input));
            return (output, gradient =>
            {
                var gradients = new Lazy<(Parameters<T> Parameters, Tensor<T> Input)>(() => pullback(gradient));
                return new(() => gradients.Value.Parameters, () => gradients.Value.Input);
            }
            );
        }
    }

    /// <inheritdoc cref="Lift{T}(string, LayerArguments, ImmutableArray{ParameterSpec{T}}, Func{Shape, Fin{Shape}}, Differentiable{ValueTuple{Parameters{T}, Tensor{T}}, Tensor{T}}, Func{Shape, Shape, long})"/>
    public static Layer<T> Lift<T>(
        string kind,
        LayerArguments arguments,
        ImmutableArray<ParameterSpec<T>> parameters,
        Func<Shape, Shape> outputShape,
        Differentiable<(Parameters<T> Parameters, Tensor<T> Input), Tensor<T>> function,
        Func<Shape, Shape, long>? multiplyAdds = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Lift(kind, arguments, parameters, RuleOf(outputShape), function, multiplyAdds);

    private static Layer<T> Leaf<T>(
        string kind,
        LayerArguments arguments,
        ImmutableArray<ParameterSpec<T>> parameters,
        Func<Shape, Fin<Shape>> outputShape,
        Forward<T> forward,
        Delegate definition,
        Func<Shape, Shape, long>? multiplyAdds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        _ = RequireName("the kind of a layer", kind);
        foreach (var parameter in parameters)
            _ = RequireName($"the name of a parameter of {kind}", parameter.Name);
        return parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated }
            ? throw new ArgumentException($"two parameters of {kind} are called {repeated}")
            : new Layer<T>.Leaf(kind, arguments, parameters, outputShape, forward, definition, multiplyAdds ?? ProductsWithWeights(parameters));
    }

    /// <summary>Each weight that is a matrix, of each window, once for each position of the output: for all of its axes but the innermost.</summary>
    private static Func<Shape, Shape, long> ProductsWithWeights<T>(ImmutableArray<ParameterSpec<T>> parameters)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var products = parameters.Where(spec => spec is { Role: ParameterRole.Weight, Shape.Rank: >= 2 }).Sum(spec => (long)spec.Shape.Size);
        return (_, output) => products * (output.Rank == 0 ? 1 : output[..^1].Size);
    }

    private static Func<Shape, Fin<Shape>> RuleOf(Func<Shape, Shape> outputShape)
    {
        ArgumentNullException.ThrowIfNull(outputShape);
        return shape =>
        {
            try
            {
                return outputShape(shape);
            }
            catch (ArgumentException refusal)
            {
                return Error.New(refusal.Message);
            }
        };
    }

    /// <summary>Whether two functions are the same: by their code, if arguments say all that they have captured.</summary>
    internal static bool IsSame(Delegate left, Delegate right, LayerArguments arguments) =>
        left.Equals(right) || (arguments != LayerArguments.None && left.Method == right.Method);

    /// <summary>The name, if it can be part of a path.</summary>
    internal static string RequireName(string what, string name) =>
        !string.IsNullOrWhiteSpace(Require.NotNull(name)) && !name.Contains('/', StringComparison.Ordinal)
            ? name
            : throw new ArgumentException($"{what}: expected a name that is not empty and has no slash, got \"{name}\"");
}
