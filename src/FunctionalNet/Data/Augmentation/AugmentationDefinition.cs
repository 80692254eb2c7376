using System.Numerics;

namespace FunctionalNet;

/// <summary>Ways to make an <see cref="Augmentation{T}"/> of one's own. Those of the library are <c>Augment.</c></summary>
public static class Augmentation
{
    /// <summary>A change of a batch as a whole, with its targets.</summary>
    /// <param name="description">
    /// The text that it prints as. It says all that the function has captured, since augmentations of the same text are equal, and a run is only
    /// resumed with the same text.
    /// </param>
    /// <param name="function">The batch after the change: a pure function of a key and a batch with inputs <c>[batch, height, width, channels]</c>.</param>
    /// <example>
    /// <code>
    /// var reversed = Augmentation.Define&lt;float>("Reversed", (_, batch) => new(batch.Inputs.Flip(0), batch.Targets.Rows(1, 0)));
    /// var batch = new Batch&lt;float>(Tensor.Vector(1f, 2).Reshape([2, 1, 1, 1]), [7, 8]);
    /// Console.WriteLine((Augment.Shift(0) >> reversed).Apply(Key.Seed(0), batch).Targets); // 2 class indices [8, 7]
    /// </code>
    /// </example>
    public static Augmentation<T> Define<T>(string description, Func<Key, Batch<T>, Batch<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T> => new(new BatchStep<T>(Require.NotNull(description), [], Require.NotNull(function)));

    /// <summary>A change of each image by itself.</summary>
    /// <param name="description">The text that it prints as. It says all that the function has captured, as with <see cref="Define{T}"/>.</param>
    /// <param name="function">
    /// The image after the change: a pure function of a key of its own and an image <c>[height, width, channels]</c>. It may run on several
    /// threads at once.
    /// </param>
    /// <exception cref="ArgumentException">When applied: images have become of different shapes.</exception>
    /// <example>
    /// <code>
    /// var grey = Augmentation.Lift&lt;float>("Grey", (_, image) => image.MeanOver([2], keepAxes: true));
    /// var batch = new Batch&lt;float>(Key.Seed(0).Uniform&lt;float>([10, 32, 32, 3]), new int[10]);
    /// Console.WriteLine((Augment.FlipHorizontally() >> grey).Apply(Key.Seed(1), batch)); // Batch: 10 × f32[32,32,1]
    /// </code>
    /// </example>
    public static Augmentation<T> Lift<T>(string description, Func<Key, Tensor<T>, Tensor<T>> function)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(function);
        return Define<T>(description, (key, batch) =>
        {
            var images = new Tensor<T>[batch.Count];
            Numerics.Workers.Run(images.Length, 1, (start, count) =>
            {
                for (var i = (int)start; i < start + count; i++)
                    images[i] = function(key.Fold(i), batch.Inputs.Row(i));
            });
            return images.Length == 0 ? batch : new(Tensor.Stack(0, images), batch.Targets);
        });
    }
}
