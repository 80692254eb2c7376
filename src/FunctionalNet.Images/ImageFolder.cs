using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The images of a folder that has been read.</summary>
/// <param name="Dataset">The images <c>[samples, height, width, channels]</c> with their classes.</param>
/// <param name="Classes">The names of the classes, in the order of their indices.</param>
/// <param name="Files">The path of each sample's file.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record ImageFolder<T>(Dataset<T> Dataset, ImmutableArray<string> Classes, ImmutableArray<string> Files)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The images <c>[samples, height, width, channels]</c> with their classes.</summary>
    public Dataset<T> Dataset { get; } = Require.NotNull(Dataset);

    /// <summary>The names of the classes, in the order of their indices.</summary>
    public ImmutableArray<string> Classes { get; } = Classes.IsDefault ? [] : Classes;

    /// <summary>The path of each sample's file.</summary>
    public ImmutableArray<string> Files { get; } = Files.IsDefault ? [] : Files;

    /// <summary>Equal when data set, classes and paths are.</summary>
    public bool Equals(ImageFolder<T>? other) =>
        other is not null && Dataset == other.Dataset && Classes.AsSpan().SequenceEqual(other.Classes.AsSpan()) && Files.AsSpan().SequenceEqual(other.Files.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dataset, Classes.Length, Files.Length);

    /// <summary>One line: <c>Images: Dataset: 5 × f32[32,32,3], 2 classes: cats, dogs</c>.</summary>
    public override string ToString() => Invariant($"Images: {Dataset}, {Classes.Length} {(Classes.Length == 1 ? "class" : "classes")}: {string.Join(", ", Classes)}");
}
