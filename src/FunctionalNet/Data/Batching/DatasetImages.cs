namespace FunctionalNet;

/// <content>Flat rows as images.</content>
public sealed partial record Dataset<T>
{
    /// <summary>
    /// The same samples with inputs <c>[samples, height, width, channels]</c>, as layers of images and augmentations take them. Nothing is copied.
    /// Flat rows have their values in this order; with one channel, any order of the axes is the same.
    /// </summary>
    /// <param name="height">The height of an image.</param>
    /// <param name="width">The width of an image.</param>
    /// <param name="channels">The number of channels: 1 for grey images, 3 for colours.</param>
    /// <exception cref="ArgumentException">
    /// A sample is of another size, or images of several channels are not flat: <see cref="Tensor{T}.Permute"/> puts the channels last.
    /// </exception>
    /// <example>
    /// <code>
    /// var (train, _) = Digits.Load&lt;float&gt;(Key.Seed(0), train: 100, test: 0);
    /// Console.WriteLine($"{train}, {train.AsImages(28, 28)}"); // Dataset: 100 × f32[784], Dataset: 100 × f32[28,28,1]
    /// </code>
    /// </example>
    public Dataset<T> AsImages(int height, int width, int channels = 1)
    {
        Shape image = [height, width, channels];
        if (Inputs.Shape[1..] is var sample && sample != image && (sample.Size != image.Size || (channels > 1 && sample.Rank > 1)))
            throw new ArgumentException($"expected flat images of the size of {image}, got {sample}");
        return new(Inputs.Reshape([Count, .. image]), Targets);
    }
}
