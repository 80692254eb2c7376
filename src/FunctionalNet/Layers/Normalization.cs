using System.Collections.Immutable;

namespace FunctionalNet;

/// <content>What normalizations have in common: a gain and a bias, which may be left out, and ε.</content>
public static partial class Layers<T>
{
    private static ImmutableArray<ParameterSpec<T>> GainAndBias(Shape shape, bool affine, Initializer<T>? gains, Initializer<T>? biases)
    {
        if (!affine && (gains ?? biases) is { } initializer)
            throw new ArgumentException($"expected no initializer of a gain or bias where affine is false, got {initializer}");
        return affine
            ?
            [
                new("gain", shape, ParameterRole.BiasOrGain, gains ?? Initializers.Ones),
                new("bias", shape, ParameterRole.BiasOrGain, biases ?? Initializers.Zeros),
            ]
            : [];
    }

    /// <summary>Gain and bias; nothing where a layer has none.</summary>
    private static NormalizationParameters GainAndBias(Parameters<T> parameters) =>
        parameters.Trained.Count == 0 ? default : new(parameters["gain"].Span, parameters["bias"].Span);

    /// <summary>Their gradients.</summary>
    private static Parameters<T> OfGainAndBias(Parameters<T> parameters, (T[] Bias, T[] Gain) gradients) => parameters.Trained.Count == 0
        ? parameters.Trained
        : parameters.Trained.WithValues(Tensor<T>.Freeze(parameters["gain"].Shape, gradients.Gain), Tensor<T>.Freeze(parameters["bias"].Shape, gradients.Bias));

    private static void RequireEpsilon(double epsilon)
    {
        if (!(epsilon is >= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(epsilon), $"expected an epsilon of 0 or more, got {NumberFormat.Shortest(epsilon)}");
    }

    private readonly ref struct NormalizationParameters(ReadOnlySpan<T> gain, ReadOnlySpan<T> bias)
    {
        public ReadOnlySpan<T> Gain { get; } = gain;

        public ReadOnlySpan<T> Bias { get; } = bias;

        public void Deconstruct(out ReadOnlySpan<T> gain, out ReadOnlySpan<T> bias)
        {
            gain = Gain;
            bias = Bias;
        }
    }
}
