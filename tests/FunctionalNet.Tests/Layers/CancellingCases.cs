using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>A layer and inputs where numbers cancel in its gradient, so that rounding is a large part of it or all.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="What">The inputs in words.</param>
/// <param name="Input">Draws an input.</param>
public sealed record CancellingCase(Layer<double> Layer, string What, Func<Key, Tensor<double>> Input)
{
    public override string ToString() => $"{Layer} on {What}";
}

/// <summary>The library's layers where they saturate or are far from 1, and layers whose gradients cancel, to 0 even.</summary>
public static class CancellingCases
{
    // From 740 on the smallest probabilities lose digits, and at 1000 they are 0.
    private static readonly double[] Logits = [5, 10, 15, 20, 30, 36, 40, 100, 740, 745, 1000, 1e8];

    private static readonly double[] Scales = [1e-8, 1e-3, 1, 255, 1e8];

    public static ImmutableArray<CancellingCase> All { get; } =
    [
        .. Logits.SelectMany(logit => new CancellingCase[]
        {
            new(Softmax, $"[{logit}, 0, 0]", _ => Tensor.Create([1, 3], [logit, 0, 0])),
            new(Sigmoid, $"numbers around {-logit}", key => Draw.Normal(key, [3]) - logit),
            new(Sigmoid, $"numbers around {logit}", key => Draw.Normal(key, [3]) + logit),
            new(Tanh, $"numbers around {logit}", key => Draw.Normal(key, [3]) + logit),
            new(Complement, $"numbers around {logit}", key => Draw.Normal(key, [3]) + logit),
        }),
        .. Scales.SelectMany(scale => new[]
        {
            Scaled(Affine(2, 3), [4, 2], scale),
            Scaled(Affine(2, 3) >> Centre, [4, 2], scale),
            Scaled(Affine(2, 3) >> CentreBatch, [4, 2], scale),
            Scaled(Affine(2, 3) >> CentreBatch, [1, 2], scale),
            Scaled(Affine(2, 1) >> CentreBatch, [2, 2], scale),
            Scaled(Affine(2, 3) >> StandardizeBatch >> Sigmoid, [4, 2], scale),
            Scaled(Affine(2, 3) >> Standardize >> Softmax, [4, 2], scale),
            Scaled(Affine(2, 3) >> Softmax, [4, 2], scale),
            Scaled(Affine(2, 3) >> Sigmoid >> Affine(3, 3) >> Softmax, [4, 2], scale),
            Scaled(Layer.Lift("Square", TensorNodes<double>.Square), [3], scale),
        }),
        Scaled(Standardize, [1, 2], 1),
        new(Affine(20, 5) >> Softmax, "pixels", key => Pixels(key, [3, 20])),
    ];

    /// <summary>Whole numbers from 0 to 255.</summary>
    public static Tensor<double> Pixels(Key key, Shape shape) => key.Uniform(shape, 0.0, 256).Map(double.Floor);

    private static CancellingCase Scaled(Layer<double> layer, Shape shape, double scale) =>
        new(layer, $"{shape} times {scale}", key => Draw.Normal(key, shape) * scale);

    /// <summary><c>y = x − mean x</c> over the innermost axis.</summary>
    private static Layer<double> Centre => Layer.Lift<double>("Centre", x => (x - MeanOfRows(x), dy => dy - MeanOfRows(dy)));

    /// <summary><c>y = x − mean x</c> over the batch: the gradient of a bias before it is 0.</summary>
    private static Layer<double> CentreBatch => Layer.Lift<double>("CentreBatch", x => (x - MeanOfBatch(x), dy => dy - MeanOfBatch(dy)));

    /// <summary><c>y = (x − mean x) / deviation</c> over the innermost axis: two features become ±1, and their gradient is 0.</summary>
    private static Layer<double> Standardize => Standardizing("Standardize", MeanOfRows);

    /// <summary><c>y = (x − mean x) / deviation</c> over the batch.</summary>
    private static Layer<double> StandardizeBatch => Standardizing("StandardizeBatch", MeanOfBatch);

    /// <summary><c>y = 1 − σ(x)</c>: few digits are left where x is large.</summary>
    private static Layer<double> Complement => Layer.Lift<double>("Complement", x =>
    {
        var y = TensorNodes<double>.Sigmoid(x).Value;
        return (1 - y, dy => -(y * (1 - y) * dy));
    });

    private static Layer<double> Standardizing(string kind, Func<Tensor<double>, Tensor<double>> mean) => Layer.Lift<double>(kind, x =>
    {
        var centred = x - mean(x);
        var deviation = mean(centred * centred).Map(double.Sqrt);
        var y = centred / deviation;
        return (y, dy => (dy - mean(dy) - (y * mean(dy * y))) / deviation);
    });

    private static Tensor<double> MeanOfRows(Tensor<double> x) => x.SumTo([.. x.Shape[..^1], 1]) / x.Shape[^1];

    private static Tensor<double> MeanOfBatch(Tensor<double> x) => x.SumTo([1, .. x.Shape[1..]]) / x.Shape[0];
}
