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

    // Gains come before biases.
    private static ReadOnlySpan<T> GainOf(Parameters<T> parameters) => parameters.Trained.Count > 0 ? parameters["gain"].Span : [];

    private static ReadOnlySpan<T> BiasOf(Parameters<T> parameters) => parameters.Trained.Count > 1 ? parameters["bias"].Span : [];

    /// <summary>The gradients of gain and bias, where a layer has them.</summary>
    private static Parameters<T> OfGainAndBias(Parameters<T> parameters, (T[] Bias, T[] Gain) gradients) => parameters.Trained.WithValues(
        [.. new[] { gradients.Gain, gradients.Bias }.Zip(parameters.Trained, (gradient, parameter) => Tensor<T>.Freeze(parameter.Value.Shape, gradient))]);

    private static void RequireEpsilon(double epsilon)
    {
        if (!(epsilon is >= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(epsilon), $"expected an epsilon of 0 or more, got {NumberFormat.Shortest(epsilon)}");
    }
}
