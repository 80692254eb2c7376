using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>One pass over a batch, with a key for each step that it takes together.</summary>
internal delegate Batch<T> AugmentationPass<T>(ImmutableArray<Key> keys, Batch<T> batch)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>A change within an augmentation.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Arguments">Its arguments, as they print.</param>
internal abstract record AugmentationStep<T>(string Name, params ImmutableArray<string> Arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Whether it leaves something empty.</summary>
    public bool LeavesEmpty { get; init; }

    /// <summary>Whether it changes each image by itself, with a key by its place in the batch.</summary>
    public virtual bool IsOfEachImage => true;

    /// <summary>The value that fills what is left empty.</summary>
    public double Fill { get; private init; }

    /// <summary>The text that it prints as, which says all that there is to it.</summary>
    public string Text => (string[])[.. Arguments, .. Fill == 0 ? [] : new[] { $"fill {NumberFormat.Setting(Fill)}" }] is { Length: > 0 } arguments
        ? $"{Name}({string.Join(", ", arguments)})"
        : Name;

    /// <summary>The number of the first of these steps that are taken in one pass, this one being the first, and the pass.</summary>
    public abstract (int Taken, AugmentationPass<T> Pass) Begin(ReadOnlySpan<AugmentationStep<T>> steps);

    /// <summary>The same step with another value to fill with; itself if it leaves nothing empty.</summary>
    public AugmentationStep<T> Filled(double value) => LeavesEmpty ? this with { Fill = value } : this;

    /// <summary>The images of a batch, each changed by itself, on all threads.</summary>
    /// <param name="batch">A batch with images <c>[batch, height, width, channels]</c>.</param>
    /// <param name="image">The shape of an image of the result.</param>
    /// <param name="change">The function that makes what works on one image after the other, with scratch space of its own.</param>
    public static Tensor<T> ForEach(Batch<T> batch, Shape image, Func<ImageChange> change)
    {
        var (images, first) = (batch.Inputs, batch.Share?.First ?? 0);
        var result = Tensor<T>.Allocate(images.Shape[0] * image.Size);
        if (Elementwise.IsWorthThreads<T>(result.Length))
            Workers.Run(images.Shape[0], 1, Change);
        else
            Change(0, images.Shape[0]);
        return Tensor<T>.Freeze([images.Shape[0], .. image], result);

        void Change(nint start, nint count)
        {
            var (apply, size) = (change(), images.Shape[1..].Size);
            for (var i = (int)start; i < start + count; i++)
                apply(first + i, images.Span.Slice(i * size, size), result.AsSpan(i * image.Size, image.Size));
        }
    }

    /// <summary>Fills an image of the result from that at an index of the whole batch.</summary>
    public delegate void ImageChange(int index, ReadOnlySpan<T> image, Span<T> result);
}

/// <summary>A change of the values of an image, which stays of its size.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Arguments">Its arguments, as they print.</param>
/// <param name="Change">The change: from the key of an image, its shape <c>[height, width, channels]</c> and the value to fill with.</param>
internal sealed record ImageStep<T>(string Name, ImmutableArray<string> Arguments, ImageStep<T>.Function Change) : AugmentationStep<T>(Name, Arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Fills the result from an image.</summary>
    public delegate void Function(Key key, Shape shape, T fill, ReadOnlySpan<T> image, Span<T> result);

    public override (int Taken, AugmentationPass<T> Pass) Begin(ReadOnlySpan<AugmentationStep<T>> steps)
    {
        return (1, Pass);

        Batch<T> Pass(ImmutableArray<Key> keys, Batch<T> batch)
        {
            var (shape, fill) = (batch.Inputs.Shape[1..], T.CreateChecked(Fill));
            var images = ForEach(batch, shape, () => (index, image, result) => Change(keys[0].Fold(index), shape, fill, image, result));
            return new(images, batch.Targets);
        }
    }
}

/// <summary>A change of a batch as a whole.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Arguments">Its arguments, as they print.</param>
/// <param name="Change">The change.</param>
internal sealed record BatchStep<T>(string Name, ImmutableArray<string> Arguments, Func<Key, Batch<T>, Batch<T>> Change)
    : AugmentationStep<T>(Name, Arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override bool IsOfEachImage => false;

    public override (int Taken, AugmentationPass<T> Pass) Begin(ReadOnlySpan<AugmentationStep<T>> steps) =>
        (1, (keys, batch) => Change(keys[0], batch));
}
