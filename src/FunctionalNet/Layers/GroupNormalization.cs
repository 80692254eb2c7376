using FunctionalNet.Numerics;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Normalization of each sample by the statistics of its channels over all places: the same in training and in inference.</content>
public static partial class Layers<T>
{
    /// <summary>
    /// <c>y = gain (x − mean)/√(variance + ε) + bias</c>, with mean and variance of each sample over all places and the channels of a group, and a gain and a
    /// bias for each channel: <c>[batch, ..., channels] -> [batch, ..., channels]</c>. With <c>x̂ = (x − mean)/√(variance + ε)</c>, <c>g = gain dy</c> and sums over the
    /// same n numbers, <c>dx = (g − Σg/n − x̂ Σ(g x̂)/n)/√(variance + ε)</c>; <c>dgain = Σ dy x̂</c> and <c>dbias = Σ dy</c> over samples and places.
    /// </summary>
    /// <remarks>Wu and He, "Group normalization", 2018. It does not depend on the batch, so it does for the smallest.</remarks>
    /// <param name="groups">The number of groups of as many neighbouring channels.</param>
    /// <param name="channels">The length of the innermost axis.</param>
    /// <param name="epsilon">ε, which keeps the quotient finite.</param>
    /// <param name="affine">Whether there are gains and biases.</param>
    /// <param name="gains">Draws <c>gain [channels]</c>; <see cref="Initializers.Ones"/> if not given.</param>
    /// <param name="biases">Draws <c>bias [channels]</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentException">The groups would not be of as many channels each.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <example>
    /// <code>
    /// var norm = GroupNormalization(groups: 2, channels: 4);
    /// Console.WriteLine(norm.Predict(norm.Initialize(Key.Seed(0)), Tensor.Create([1, 4], 1f, 2, 30, 10)).Reshape([4]));
    /// // f32[4] [-1.0000,  1.0000,  1.0000, -1.0000]
    /// </code>
    /// </example>
    public static Layer<T> GroupNormalization(
        int groups, int channels, double epsilon = 1e-5, bool affine = true, Initializer<T>? gains = null, Initializer<T>? biases = null)
    {
        Require.Positive(groups);
        Require.Positive(channels);
        RequireEpsilon(epsilon);
        return channels % groups == 0
            ? Layer.Define<T>(
                "GroupNormalization",
                new(Invariant($"({groups}, {channels})"), (nameof(groups), groups), (nameof(channels), channels), (nameof(epsilon), epsilon), (nameof(affine), affine)),
                GainAndBias([channels], affine, gains, biases),
                shape => shape.Rank > 1 && shape[^1] == channels ? shape : Error.New(Invariant($"expected [batch, ..., {channels}], got {shape}")),
                (parameters, x, _) => x.Shape.Size == x.Shape[0] * channels
                    ? NormalizeRows(parameters, x, channels / groups, channels, isCentred: true, epsilon)
                    : NormalizeSamples(parameters, x, channels / groups, epsilon))
            : throw new ArgumentException(Invariant($"expected channels in groups of as many each, got {channels} in {groups} groups"));
    }

    /// <summary>
    /// <c>y = gain (x − mean)/√(variance + ε) + bias</c>, with mean and variance of each channel of each sample over all places, and a gain and a bias for each
    /// channel: <c>[batch, ..., channels] -> [batch, ..., channels]</c>. It is a <see cref="GroupNormalization"/> whose groups are single channels.
    /// </summary>
    /// <remarks>
    /// Ulyanov, Vedaldi and Lempitsky, "Instance normalization: the missing ingredient for fast stylization", 2016. PyTorch's has no gain and bias unless it
    /// is told to: <c>affine: false</c>.
    /// </remarks>
    /// <param name="channels">The length of the innermost axis.</param>
    /// <param name="epsilon">ε, which keeps the quotient finite.</param>
    /// <param name="affine">Whether there are gains and biases.</param>
    /// <param name="gains">Draws <c>gain [channels]</c>; <see cref="Initializers.Ones"/> if not given.</param>
    /// <param name="biases">Draws <c>bias [channels]</c>; <see cref="Initializers.Zeros"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <example>
    /// <code>
    /// var norm = InstanceNormalization(2);
    /// Console.WriteLine(norm.Predict(norm.Initialize(Key.Seed(0)), Tensor.Create([1, 2, 2], 1f, 10, 3, 50)).Reshape([2, 2]));
    /// // f32[2,2]
    /// // [[-1.0000, -1.0000],
    /// //  [ 1.0000,  1.0000]]
    /// </code>
    /// </example>
    public static Layer<T> InstanceNormalization(
        int channels, double epsilon = 1e-5, bool affine = true, Initializer<T>? gains = null, Initializer<T>? biases = null)
    {
        Require.Positive(channels);
        RequireEpsilon(epsilon);
        return Layer.Define<T>(
            "InstanceNormalization",
            new(Invariant($"({channels})"), (nameof(channels), channels), (nameof(epsilon), epsilon), (nameof(affine), affine)),
            GainAndBias([channels], affine, gains, biases),
            shape => shape.Rank > 2 && shape[^1] == channels ? shape : Error.New(Invariant($"expected [batch, places, ..., {channels}], got {shape}")),
            (parameters, x, _) => NormalizeSamples(parameters, x, group: 1, epsilon));
    }

    private static ForwardPass<T> NormalizeSamples(Parameters<T> parameters, Tensor<T> x, int group, double epsilon)
    {
        var channels = x.Shape[^1];
        var y = Tensor<T>.Allocate(x.Shape.Size);
        var samples = SampleNormalization<T>.Normalize(
            x.Span, x.Shape[0], channels, group, T.CreateChecked(epsilon), GainOf(parameters), BiasOf(parameters), y);
        return (Tensor<T>.Freeze(x.Shape, y), Backward);

        Gradients<T> Backward(Tensor<T> dy)
        {
            var sums = new Lazy<(T[] Bias, T[] Gain)>(() => samples.SumsOfEach(x.Span, dy.Span));
            return new(() => OfGainAndBias(parameters, (Total(sums.Value.Bias), Total(sums.Value.Gain))), () =>
            {
                var dx = Tensor<T>.Allocate(x.Shape.Size);
                samples.Gradient(x.Span, dy.Span, GainOf(parameters), sums.Value, dx);
                return Tensor<T>.Freeze(x.Shape, dx);
            });
        }

        T[] Total(T[] ofSamples)
        {
            var total = new T[channels];
            Reductions.SumRows<T>(ofSamples, total);
            return total;
        }
    }
}
