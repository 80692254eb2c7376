using System.Numerics;

namespace FunctionalNet;

/// <summary>Batches whose images are changed at random.</summary>
public static class AugmentedBatches
{
    /// <summary>
    /// The batches with their images changed. The key of a batch is <c>key.Fold(step)</c>, so the batch at a step is the same whenever it is asked
    /// for, and a run that is resumed or replayed meets the same images. The augmentation is in the description of the batches: a state of a run
    /// with another is refused.
    /// </summary>
    /// <param name="batches">Batches with inputs <c>[batch, height, width, channels]</c>.</param>
    /// <param name="augmentation">The augmentation.</param>
    /// <param name="key">The key that all changes are drawn from.</param>
    /// <param name="image">
    /// The shape <c>[height, width, channels]</c> of an image, if the inputs are of another, such as <c>[batch, 784]</c>. What comes out is of
    /// the inputs' shape, or flat if its size is another.
    /// </param>
    /// <exception cref="ArgumentException">The shape of an image has other axes; when drawn: it is not of the inputs' size, or the inputs are not images.</exception>
    /// <example>
    /// <code>
    /// var train = Digits.Generate&lt;float>(Key.Seed(0), 500).AsImages(28, 28);
    /// var batches = Batches.ShuffledEpochs(train, 100, Key.Seed(1)).Augmented(Augment.Shift(2) >> Augment.Rotate(10), Key.Seed(2));
    /// Console.WriteLine(batches);
    /// // Dataset: 500 × f32[28,28,1]; batches of 100, shuffled every epoch; augmented by Shift(2) >> Rotate(10), 5 to an epoch
    /// Console.WriteLine(batches[7] == batches[7]); // True
    /// </code>
    /// </example>
    public static Batches<Batch<T>> Augmented<T>(this Batches<Batch<T>> batches, Augmentation<T> augmentation, Key key, Shape? image = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(augmentation);
        if (image is not (null or [_, _, _]))
            throw new ArgumentException($"expected the shape of an image [height, width, channels], got {image}", nameof(image));
        return batches.Map($"augmented by {augmentation}{(image is null ? "" : $" of images {image}")}", key, (batch, own) =>
            image is null ? augmentation.Apply(own, batch) : Viewed(batch, image, images => augmentation.Apply(own, images)),
            augmentation.IsOfEachImage);
    }

    private static Batch<T> Viewed<T>(Batch<T> batch, Shape image, Func<Batch<T>, Batch<T>> apply)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var shape = batch.Inputs.Shape;
        if (shape.Rank == 0 || shape[1..].Size != image.Size)
            throw new ArgumentException($"expected inputs with images {image}, got {shape}");
        var result = apply(new(batch.Inputs.Reshape([shape[0], .. image]), batch.Targets) { Share = batch.Share });
        Shape viewed = result.Inputs.Shape[1..].Size == shape[1..].Size ? [result.Count, .. shape[1..]] : [result.Count, result.Inputs.Shape[1..].Size];
        return new(result.Inputs.Reshape(viewed), result.Targets) { Number = batch.Number, Share = batch.Share };
    }
}
