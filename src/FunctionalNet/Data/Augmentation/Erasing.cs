namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Changes that leave out a part of an image.</content>
    public static partial class Augment
    {
        // The shares of an image and the ratios of height to width that Zhong et al. erase.
        private static readonly UniformRange ErasedShare = new(0.02, 0.4);
        private static readonly UniformRange ErasedRatio = new(0.3, 1 / 0.3);

        /// <summary>Fills a square of each image, whose middle is anywhere in it: at an edge, less than the square is filled.</summary>
        /// <remarks>DeVries and Taylor, "Improved regularization of convolutional neural networks with cutout", 2017.</remarks>
        /// <param name="side">The side of the square, in pixels.</param>
        /// <exception cref="ArgumentOutOfRangeException">The side is not positive.</exception>
        /// <example>
        /// <code>
        /// var ones = new Batch&lt;float>(Tensor.Ones&lt;float>([1, 3, 3, 1]), [0]);
        /// Console.WriteLine(Augment.Cutout(1).Apply(Key.Seed(0), ones).Inputs.Sum()); // 8
        /// </code>
        /// </example>
        public static Augmentation<T> Cutout(int side)
        {
            Require.Positive(side);
            return Erased(nameof(Cutout), Invariant($"{side}"), (key, size) =>
            {
                var words = key.Words(2);
                return ImageBlock.Around(Key.Below(size.Height, words[0]), Key.Below(size.Width, words[1]), side, side, size);
            });
        }

        /// <summary>
        /// Fills a rectangle of an image, with a probability: from 2 % to 40 % of its pixels, from 0.3 to 3.3 times as high as wide, as far as the
        /// image is.
        /// </summary>
        /// <remarks>Zhong, Zheng, Kang, Li and Yang, "Random erasing data augmentation", 2017.</remarks>
        /// <param name="probability">The share of the images of which something is erased.</param>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Erase(0.25).Filled(0.5)); // Erase(0.25, fill 0.5)
        /// </code>
        /// </example>
        public static Augmentation<T> Erase(double probability = 0.5) => Erased(nameof(Erase), NumberFormat.Setting(RequireProbability(probability)), (key, size) =>
        {
            var words = key.Words(5);
            if (UnitRange.At(words[0]) >= probability)
                return default;
            var (area, ratio) = (ErasedShare.At(words[1]) * size.Height * size.Width, ErasedRatio.At(words[2]));
            var height = int.Clamp((int)double.Round(double.Sqrt(area * ratio)), 1, size.Height);
            var width = int.Clamp((int)double.Round(double.Sqrt(area / ratio)), 1, size.Width);
            return new(Key.Below(size.Height - height + 1, words[3]), Key.Below(size.Width - width + 1, words[4]), height, width);
        });

        private static Augmentation<T> Erased(string name, string argument, Func<Key, ImageSize, ImageBlock> draw)
        {
            return new(new ImageStep<T>(name, [argument], Change) { LeavesEmpty = true });

            void Change(Key key, Shape shape, T fill, ReadOnlySpan<T> image, Span<T> result)
            {
                image.CopyTo(result);
                var size = new ImageSize(shape[0], shape[1]);
                foreach (var row in draw(key, size).RowsIn(size, shape[2]))
                    result[row].Fill(fill);
            }
        }
    }
}
