using FunctionalNet.Numerics;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Normalization by the statistics of a batch.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>y = gain (x − mean)/√(variance + ε) + bias</c> for each feature: <c>[batch, ..., features] -> [batch, ..., features]</c>. In training, mean and
    /// variance are those of the batch, over all axes but the innermost, and the gradient goes through them: with <c>x̂ = (x − mean)/√(variance + ε)</c>
    /// and n numbers of a feature, <c>dx = gain/√(variance + ε) · (dy − Σdy/n − x̂ Σ(dy x̂)/n)</c>, <c>dgain = Σ dy x̂</c>, <c>dbias = Σ dy</c>. In
    /// inference they are statistics that training has kept, <c>mean ← momentum · mean + (1 − momentum) · mean of the batch</c>, and the same for the variance:
    /// the layer is an affine function, <c>dx = gain/√(variance + ε) · dy</c>.
    /// </summary>
    /// <remarks>
    /// Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", 2015. The momentum is the share
    /// that is kept, as in ONNX, Keras and Flax; PyTorch's is the other share, and its running variance is <paramref name="unbiased"/>:
    /// <c>nn.BatchNorm2d(16, momentum=0.1)</c> is <c>BatchNormalization(16, momentum: 0.9, unbiased: true)</c>. What normalizes is the population variance
    /// in all of them.
    /// </remarks>
    /// <param name="features">The length of the innermost axis.</param>
    /// <param name="momentum">The share of the statistics that a step keeps, from 0 to 1.</param>
    /// <param name="epsilon">ε, which keeps the quotient finite.</param>
    /// <param name="affine">Whether there are gains and biases.</param>
    /// <param name="unbiased">Whether the statistic follows <c>Σ(x − mean)²/(n − 1)</c> in the place of <c>Σ(x − mean)²/n</c>.</param>
    /// <param name="gains">Draws <c>gain [features]</c>; <see cref="Initializers.Ones"/> if not given. Zeros, in the last layer of a residual branch, begin with the identity.</param>
    /// <param name="biases">Draws <c>bias [features]</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">In training: a batch has less than 2 numbers of a feature, whose variance says nothing.</exception>
    /// <example>
    /// <code>
    /// var network = Affine(784, 50) >> BatchNormalization(50) >> Relu >> Affine(50, 10);
    /// Console.WriteLine(network.OutputShape([100, 784])); // [100, 10]
    /// var (y, _) = BatchNormalization(1).Forward(BatchNormalization(1).Initialize(Key.Seed(0)), Tensor.Create([2, 1], 3f, 5), Mode.Training(Key.Seed(1)));
    /// Console.WriteLine(y.Reshape([2])); // f32[2] [-1.0000,  1.0000]
    /// </code>
    /// </example>
    public static Layer<T> BatchNormalization(
        int features,
        double momentum = 0.9,
        double epsilon = 1e-5,
        bool affine = true,
        bool unbiased = false,
        Initializer<T>? gains = null,
        Initializer<T>? biases = null)
    {
        Require.Positive(features);
        RequireMomentum(momentum);
        RequireEpsilon(epsilon);
        Shape shape = [features];
        return Layer.Define<T>(
            "BatchNormalization",
            new(
                Invariant($"({features})"), (nameof(features), features), (nameof(momentum), momentum), (nameof(epsilon), epsilon),
                (nameof(affine), affine), (nameof(unbiased), unbiased)),
            [
                .. GainAndBias(shape, affine, gains, biases),
                new("mean", shape, ParameterRole.Statistic, Initializers.Zeros),
                new("variance", shape, ParameterRole.Statistic, Initializers.Ones),
            ],
            input => input.Rank > 1 && input[^1] == features ? input : Error.New(Invariant($"expected [batch, ..., {features}], got {input}")),
            (parameters, x, mode) => mode is Mode.TrainingMode
                ? NormalizeBatch(parameters, x, epsilon, momentum, unbiased)
                : NormalizeByStatistics(parameters, x, epsilon));
    }

    private static ForwardPass<T> NormalizeBatch(Parameters<T> parameters, Tensor<T> x, double epsilon, double momentum, bool unbiased)
    {
        var features = x.Shape[^1];
        var count = x.Shape.Size / features;
        if (count < 2)
            throw new ArgumentException(Invariant($"expected at least 2 numbers of each feature in training, got {x.Shape}: their variance says nothing"));
        var batch = ColumnNormalization<T>.Of(x.Span, features, group: 1, T.CreateChecked(epsilon));
        var y = Tensor<T>.Allocate(x.Shape.Size);
        batch.Normalize(x.Span, GainOf(parameters), BiasOf(parameters), y);
        var variance = Tensor.Vector<T>(batch.Variance) * (unbiased ? T.CreateChecked((double)count / (count - 1)) : T.One);
        return new(Tensor<T>.Freeze(x.Shape, y), Backward, parameters
            .With("mean", Follow(parameters["mean"], Tensor.Vector<T>(batch.Mean)))
            .With("variance", Follow(parameters["variance"], variance)));

        Gradients<T> Backward(Tensor<T> dy)
        {
            var sums = new Lazy<(T[] Bias, T[] Gain)>(() => SumsOfColumns(batch, x, dy));
            return new(() => OfGainAndBias(parameters, sums.Value), () =>
            {
                var dx = Tensor<T>.Allocate(x.Shape.Size);
                batch.Gradient(x.Span, dy.Span, GainOf(parameters), sums.Value.Bias, sums.Value.Gain, dx);
                return Tensor<T>.Freeze(x.Shape, dx);
            });
        }

        Tensor<T> Follow(Tensor<T> statistic, Tensor<T> next) =>
            (statistic * T.CreateChecked(momentum)) + (next * T.CreateChecked(1 - momentum));
    }

    private static ForwardPass<T> NormalizeByStatistics(Parameters<T> parameters, Tensor<T> x, double epsilon)
    {
        var statistics = ColumnNormalization<T>.Given(parameters["mean"].Span, parameters["variance"].Span, T.CreateChecked(epsilon));
        var y = Tensor<T>.Allocate(x.Shape.Size);
        statistics.Normalize(x.Span, GainOf(parameters), BiasOf(parameters), y);
        return (Tensor<T>.Freeze(x.Shape, y), Backward);

        Gradients<T> Backward(Tensor<T> dy) => new(
            () => OfGainAndBias(parameters, SumsOfColumns(statistics, x, dy)),
            () => dy * Tensor.Vector<T>(statistics.Scale(GainOf(parameters))));
    }

    private static (T[] Bias, T[] Gain) SumsOfColumns(ColumnNormalization<T> normalization, Tensor<T> x, Tensor<T> dy)
    {
        var (bias, gain) = (new T[x.Shape[^1]], new T[x.Shape[^1]]);
        normalization.Sum(x.Span, dy.Span, bias, gain);
        return (bias, gain);
    }

    private static void RequireMomentum(double momentum)
    {
        if (!(momentum is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(momentum), $"expected a momentum from 0 to 1, got {NumberFormat.Shortest(momentum)}");
    }
}
