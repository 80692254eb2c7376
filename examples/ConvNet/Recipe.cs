using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet;

namespace ConvNet;

/// <summary>A network, and how its images are changed in training: not at all if null.</summary>
internal sealed record Recipe<T>(Layer<T> Network, Augmentation<T>? Augmentation)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The recipes by their names.</summary>
internal static class Recipe
{
    private const string Simple = "simple";
    private const string Deep = "deep";

    public static ImmutableArray<string> Names { get; } = [Simple, Deep];

    public static Recipe<T> Of<T>(string name)
        where T : unmanaged, IFloatingPointIeee754<T> => name switch
        {
            Simple => new(Networks<T>.SimpleConvNet(), Augmentation: null),
            Deep => new(Networks<T>.DeepConvNet(), Layers<T>.Augment.Shift(2) >> Layers<T>.Augment.Rotate(10)),
            _ => throw new ArgumentException($"expected one of {string.Join(", ", Names)}, got {name}", nameof(name)),
        };
}
