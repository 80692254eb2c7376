using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet;

namespace Cluster;

/// <summary>The networks by their names.</summary>
internal static class Networks
{
    private const string Chapter = "chapter";
    private const string Wide = "wide";

    public static ImmutableArray<string> Names { get; } = [Chapter, Wide];

    /// <summary>The network of a name, for images of so many pixels.</summary>
    public static Layer<T> Of<T>(string name, int pixels)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            Chapter => Hidden<T>(pixels, 50) >> Layers<T>.Affine(50, 10),
            Wide => Hidden<T>(pixels, 512) >> Hidden<T>(512, 512) >> Layers<T>.Affine(512, 10),
            _ => throw new ArgumentException($"expected one of {string.Join(", ", Names)}, got {name}", nameof(name)),
        };

    private static Layer<T> Hidden<T>(int inputs, int neurons)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Layers<T>.Affine(inputs, neurons, Layers<T>.Initializers.HeNormal) >> Layers<T>.Relu;
}
