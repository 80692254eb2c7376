using System.Collections.Immutable;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Combinators: layers made of layers.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>y = f(x) + x</c>: a block that learns what to add to its input. Its output has the shape of the input; <c>dx = df(dy) + dy</c>.
    /// The parameters of f are found below its name and number: <c>Residual1/Affine1/W</c>.
    /// </summary>
    /// <remarks>He et al., "Deep residual learning for image recognition", 2015.</remarks>
    /// <param name="layer">The layer f.</param>
    /// <example>
    /// <code>
    /// var network = Affine(4, 8) >> Residual(Affine(8, 8) >> Relu) >> Affine(8, 2);
    /// Console.WriteLine(network.OutputShape([32, 4])); // [32, 2]
    /// </code>
    /// </example>
    public static Layer<T> Residual(Layer<T> layer) => Branches(Sum, Require.NotNull(layer), Layer<T>.Identity);

    /// <summary>
    /// <c>y = merge(f(x), g(x), ...)</c>: several layers of one input, whose gradients add up. Their parameters are found below its name
    /// and number, numbered along all branches: <c>Branches1/Affine2/W</c>.
    /// </summary>
    /// <param name="merge">The function of the outputs: <see cref="Sum"/>, <see cref="Concatenate"/>, or one of two tensors.</param>
    /// <param name="branches">The layers, at least one.</param>
    /// <exception cref="ArgumentException">There is no branch, or the merge takes another number of them; or two layers have the same name.</exception>
    /// <example>
    /// <code>
    /// var gate = Branches(TensorNodes&lt;float&gt;.Multiply, Affine(4, 3), Affine(4, 3) >> Sigmoid);
    /// var wide = Branches(Concatenate, Affine(4, 3), Affine(4, 5) >> Relu);
    /// Console.WriteLine($"{gate.OutputShape([32, 4])}, {wide.OutputShape([32, 4])}"); // [32, 3], [32, 8]
    /// </code>
    /// </example>
    public static Layer<T> Branches(Merge<T> merge, params ImmutableArray<Layer<T>> branches)
    {
        ArgumentNullException.ThrowIfNull(merge);
        if (branches.IsDefault || branches.Contains(null!))
            throw new ArgumentNullException(nameof(branches));
        if (branches.IsEmpty || (merge.Branches is { } count && count != branches.Length))
        {
            throw new ArgumentException(Invariant(
                $"{merge}: expected {(merge.Branches is { } wanted ? Invariant($"{wanted} branches") : "at least one branch")}, got {branches.Length}"));
        }

        return new Layer<T>.Branching(merge, branches);
    }

    /// <summary>
    /// Layers one after the other: <c>layer(0) >> layer(1) >> ...</c>, n of them; <see cref="Layer{T}.Identity"/> for n = 0. Each has
    /// parameters of its own, numbered along the sequence.
    /// </summary>
    /// <param name="count">The number of layers, n.</param>
    /// <param name="layer">The layer at an index, from 0 to n − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <example>
    /// <code>
    /// var network = Affine(4, 8) >> Repeat(6, _ => Residual(Affine(8, 8) >> Relu)) >> Affine(8, 2);
    /// Console.WriteLine(network.Layout.Count); // 16
    /// </code>
    /// </example>
    public static Layer<T> Repeat(int count, Func<int, Layer<T>> layer)
    {
        Require.NotNegative(count);
        ArgumentNullException.ThrowIfNull(layer);
        return Enumerable.Range(0, count).Select(layer).Aggregate(Layer<T>.Identity, (below, next) => below >> next);
    }

    /// <summary>
    /// A layer that is not trained: its parameters have no gradient and no optimizer sees them; the gradient of its input is unchanged. It
    /// runs as in <see cref="Mode.Inference"/>: nothing is drawn, and statistics stay. It changes no name, so the parameters of a
    /// network fit the same network with a part frozen.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <example>
    /// <code>
    /// var body = (Affine(4, 8) >> Relu).Named("body");
    /// var network = Frozen(body) >> Affine(8, 2).Named("head");
    /// var gradient = network.Gradient(Losses.SoftmaxCrossEntropy, network.Initialize(Key.Seed(0)), new(Tensor.Ones&lt;float&gt;([1, 4]), [1]));
    /// Console.WriteLine(string.Join(", ", gradient.Layout.Select(slot => slot.Path))); // head/W, head/b
    /// </code>
    /// </example>
    public static Layer<T> Frozen(Layer<T> layer) => new Layer<T>.WrappedLayer(LayerWrapper.Frozen, Require.NotNull(layer));

    /// <summary>
    /// A layer that shares its parameters with all others of this name in the same network, in whatever part of it. Their path is that of
    /// the first use. They may be different functions: an embedding, and its transpose as output. Parameters are matched by their own names,
    /// and must agree in shape and role. The first use draws them; gradients add up; a statistic goes through all uses in the order in which
    /// they run. Randomness, such as that of a dropout, is not shared: each use draws its own.
    /// </summary>
    /// <param name="name">The name that the parameters are found under: <c>tower/W</c>, <c>tower/Affine1/W</c>.</param>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty or has a slash. When the network is first run: a parameter has different shapes or roles in two uses, or a use has
    /// none of the parameters of those before it.
    /// </exception>
    /// <example>
    /// <code>
    /// var twice = Shared("block", Affine(8, 8) >> Relu) >> Shared("block", Affine(8, 8) >> Relu);
    /// Console.WriteLine(string.Join(", ", twice.Layout.Select(slot => slot.Path))); // block/Affine1/W, block/Affine1/b
    /// </code>
    /// </example>
    public static Layer<T> Shared(string name, Layer<T> layer) =>
        new Layer<T>.SharedLayer(Layer.RequireName("the name of shared parameters", name), Require.NotNull(layer));

    /// <summary>The sum of outputs of one shape, <c>y = x₁ + x₂ + ...</c>; <c>dxᵢ = dy</c>.</summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Branches(Sum, Affine(4, 3), Affine(4, 3)).OutputShape([32, 4])); // [32, 3]
    /// </code>
    /// </example>
    public static Merge<T> Sum { get; } = Merge.Define<T>(
        "Sum",
        "",
        shapes => shapes.All(shape => shape == shapes[0]) ? shapes[0] : Error.New($"expected outputs of one shape, got {NameList.Of(shapes.Select(shape => $"{shape}"))}"),
        inputs => (inputs.Skip(1).Aggregate(inputs[0], (sum, next) => sum + next), dy => [.. inputs.Select(_ => dy)]));

    /// <summary>
    /// The outputs one after the other along the innermost axis: <c>[..., m], [..., n] -> [..., m + n]</c>; each gets its part of the gradient.
    /// </summary>
    /// <example>
    /// <code>
    /// Console.WriteLine(Branches(Concatenate, Affine(4, 3), Affine(4, 5)).OutputShape([32, 4])); // [32, 8]
    /// </code>
    /// </example>
    public static Merge<T> Concatenate { get; } = Merge.Define<T>(
        "Concatenate",
        "",
        shapes => shapes.All(shape => shape.Rank > 0 && shape[..^1] == shapes[0][..^1])
            ? Shape.Create([.. shapes[0][..^1], shapes.Sum(shape => shape[^1])])
            : Error.New($"expected outputs [..., n] that differ in n only, got {NameList.Of(shapes.Select(shape => $"{shape}"))}"),
        inputs => (
            Tensor.Concatenate(axis: -1, inputs.AsSpan()),
            dy => dy.Split(axis: -1, [.. inputs.Select(input => input.Shape[^1])])));
}
