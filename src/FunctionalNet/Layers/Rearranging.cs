using System.Collections.Immutable;
using LanguageExt.Common;

namespace FunctionalNet;

/// <content>Each sample in another shape, or with its axes in another order.</content>
public static partial class Layers<T>
{
    /// <summary>Each sample under another shape of the same size: <c>[batch, ...] -> [batch, shape...]</c>. Nothing is copied.</summary>
    /// <param name="shape">The shape of a sample, without the batch.</param>
    /// <example>
    /// <code>
    /// Console.WriteLine(Reshape([28, 28, 1]).OutputShape([100, 784])); // [100, 28, 28, 1]
    /// </code>
    /// </example>
    public static Layer<T> Reshape(Shape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return Layer.Lift<T>(
            "Reshape", new($"({shape})", (nameof(shape), shape)),
            input => input.Rank > 0 && input[1..].Size == shape.Size
                ? Shape.Create([input[0], .. shape])
                : Error.New(Invariant($"expected [batch, ...] with {shape.Size} numbers for each of the batch, as {shape} has, got {input}")),
            x => (x.Reshape([x.Shape[0], .. shape]), dy => dy.Reshape(x.Shape))).RowByRow();
    }

    /// <summary>
    /// Each sample with its axes in another order, counted without the batch: <c>Permute(1, 2, 0)</c> is
    /// <c>[batch, channels, height, width] -> [batch, height, width, channels]</c>.
    /// </summary>
    /// <param name="axes">The axis of a sample that each axis of the result is.</param>
    /// <exception cref="ArgumentException">They are not 0, 1, 2, …, each once.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine(Permute(1, 2, 0).OutputShape([100, 3, 28, 32])); // [100, 28, 32, 3]
    /// </code>
    /// </example>
    public static Layer<T> Permute(params ImmutableArray<int> axes)
    {
        if (axes.IsDefault)
            throw new ArgumentNullException(nameof(axes));
        var text = string.Join(", ", axes.Select(axis => Invariant($"{axis}")));
        if (!axes.Order().SequenceEqual(Enumerable.Range(0, axes.Length)))
            throw new ArgumentException(Invariant($"expected each of the axes from 0 to {axes.Length - 1} of a sample once, got {text}"));
        return Layer.Lift<T>(
            "Permute", new($"({text})", (nameof(axes), Shape.Create(axes.AsSpan()))),
            input => input.Rank == axes.Length + 1
                ? Shape.Create([input[0], .. axes.Select(axis => input[axis + 1])])
                : Error.New(Invariant($"expected [batch, ...] with {axes.Length} axes after the batch, got {input}")),
            TensorNodes<T>.Permute([0, .. axes.Select(axis => axis + 1)])).RowByRow();
    }
}
