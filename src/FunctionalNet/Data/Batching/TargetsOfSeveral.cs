using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The targets of several data sets or samples as one.</summary>
internal static class TargetsOfSeveral
{
    /// <summary>The rows of targets, which are all classes or all values, one after the other.</summary>
    /// <exception cref="ArgumentException">Some are classes and others values, or the shapes of the values differ.</exception>
    public static Targets<T> Concatenate<T>(ImmutableArray<Targets<T>> parts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var classes = parts.OfType<Targets<T>.Classes>().ToImmutableArray();
        var values = parts.OfType<Targets<T>.Values>().ToImmutableArray();
        return classes.Length == parts.Length ? classes.SelectMany(part => part.Indices).ToImmutableArray()
            : values.Length == parts.Length ? Tensor.Concatenate(0, [.. values.Select(part => part.Tensor)])
            : throw new ArgumentException($"expected targets of one kind, got {classes[0]} and {values[0]}");
    }
}
