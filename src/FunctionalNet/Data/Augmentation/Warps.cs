using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <summary>Random changes of images, the parts of an <see cref="Augmentation{T}"/>.</summary>
    public static partial class Augment
    {
        /// <summary>Moves each image by whole pixels, up to so many up or down and to either side: no value changes that stays within.</summary>
        /// <param name="pixels">The most pixels.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number is negative, or more than a million.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Shift(2)); // Shift(2)
        /// Console.WriteLine(Augment.Shift(vertical: 0, horizontal: 3)); // Shift(0, 3)
        /// </code>
        /// </example>
        public static Augmentation<T> Shift(int pixels) => Shift(pixels, pixels);

        /// <inheritdoc cref="Shift(int)"/>
        /// <param name="vertical">The most pixels up or down.</param>
        /// <param name="horizontal">The most pixels to either side.</param>
        public static Augmentation<T> Shift(int vertical, int horizontal)
        {
            RequirePixels(vertical);
            RequirePixels(horizontal);
            string[] arguments = vertical == horizontal ? [Invariant($"{vertical}")] : [Invariant($"{vertical}"), Invariant($"{horizontal}")];
            return Warp(nameof(Shift), arguments, (key, _) =>
            {
                var words = key.Words(2);
                return AffineMap.Translation(x: WholeUpTo(horizontal, words[1]), y: WholeUpTo(vertical, words[0]));
            });
        }

        /// <summary>Rotates each image about its middle, by an angle of up to so many degrees in either direction.</summary>
        /// <param name="degrees">The largest angle.</param>
        /// <exception cref="ArgumentException">The angle is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Rotate(15)); // Rotate(15)
        /// </code>
        /// </example>
        public static Augmentation<T> Rotate(double degrees) => Rotate(UniformRange.UpTo(degrees, "an angle"));

        /// <summary>Rotates each image about its middle, by an angle in a range: counterclockwise if it is positive.</summary>
        /// <param name="from">The least angle, in degrees.</param>
        /// <param name="to">The largest.</param>
        /// <exception cref="ArgumentException">The angles are not finite, or not in order.</exception>
        /// <example>
        /// A quarter turn is exact.
        /// <code>
        /// var image = new Batch&lt;float>(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 4 } }).Reshape([1, 2, 2, 1]), [0]);
        /// Console.WriteLine(Augment.Rotate(90, 90).Apply(Key.Seed(0), image).Inputs.Reshape([2, 2]));
        /// // f32[2,2]
        /// // [[2, 4],
        /// //  [1, 3]]
        /// </code>
        /// </example>
        public static Augmentation<T> Rotate(double from, double to) => Rotate(new UniformRange(from, to).Require(true, "angles, the least first"));

        /// <summary>Scales each image about its middle by a factor in a range: above 1 what it shows becomes larger.</summary>
        /// <param name="from">The least factor.</param>
        /// <param name="to">The largest.</param>
        /// <exception cref="ArgumentException">The factors are not more than 0, not finite, or not in order.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Scale(0.9, 1.1)); // Scale(0.9, 1.1)
        /// </code>
        /// </example>
        public static Augmentation<T> Scale(double from, double to)
        {
            var range = new UniformRange(from, to).Require(from > 0, "factors of more than 0, the least first");
            return Warp(nameof(Scale), range.Arguments, (key, size) =>
            {
                var inverse = 1 / range.Draw(key);
                return AffineMap.About(size.Centre, inverse, 0, 0, inverse);
            });
        }

        /// <summary>Slants each image by an angle of up to so many degrees in either direction: rows move to the side, those at the top to the right if it is positive.</summary>
        /// <param name="degrees">The largest angle, less than 90.</param>
        /// <exception cref="ArgumentException">The angle is negative, or 90 or more.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Shear(10)); // Shear(10)
        /// </code>
        /// </example>
        public static Augmentation<T> Shear(double degrees) => Shear(UniformRange.UpTo(degrees, "an angle"));

        /// <inheritdoc cref="Shear(double)"/>
        /// <param name="from">The least angle, in degrees.</param>
        /// <param name="to">The largest.</param>
        public static Augmentation<T> Shear(double from, double to) => Shear(new UniformRange(from, to));

        /// <summary>Mirrors an image left to right, with a probability.</summary>
        /// <param name="probability">The share of the images that are mirrored.</param>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
        /// <example>
        /// <code>
        /// var image = new Batch&lt;float>(Tensor.Vector(1f, 2, 3).Reshape([1, 1, 3, 1]), [0]);
        /// Console.WriteLine(Augment.FlipHorizontally(1).Apply(Key.Seed(0), image).Inputs.Reshape([3])); // f32[3] [3, 2, 1]
        /// </code>
        /// </example>
        public static Augmentation<T> FlipHorizontally(double probability = 0.5) =>
            Flip(nameof(FlipHorizontally), probability, size => new(-1, 0, size.Width - 1, 0, 1, 0));

        /// <summary>Mirrors an image top to bottom, with a probability.</summary>
        /// <inheritdoc cref="FlipHorizontally"/>
        /// <example>
        /// <code>
        /// var image = new Batch&lt;float>(Tensor.Vector(1f, 2, 3).Reshape([1, 3, 1, 1]), [0]);
        /// Console.WriteLine(Augment.FlipVertically(1).Apply(Key.Seed(0), image).Inputs.Reshape([3])); // f32[3] [3, 2, 1]
        /// </code>
        /// </example>
        public static Augmentation<T> FlipVertically(double probability = 0.5) =>
            Flip(nameof(FlipVertically), probability, size => new(1, 0, 0, 0, -1, size.Height - 1));

        /// <summary>Cuts a part of a given size out of each image, anywhere, after so many pixels were put around it on all sides.</summary>
        /// <param name="height">The height of the part.</param>
        /// <param name="width">The width of the part.</param>
        /// <param name="padding">The number of pixels on each side.</param>
        /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or the padding is negative or more than a million.</exception>
        /// <exception cref="ArgumentException">When applied: an image with its padding is smaller than the part.</exception>
        /// <example>
        /// <code>
        /// var batch = new Batch&lt;float>(Key.Seed(0).Uniform&lt;float>([10, 32, 32, 3]), new int[10]);
        /// Console.WriteLine(Augment.Crop(24, 24).Apply(Key.Seed(1), batch)); // Batch: 10 × f32[24,24,3]
        /// Console.WriteLine(Augment.Crop(32, 32, padding: 4)); // Crop(32, 32, padding 4)
        /// </code>
        /// </example>
        public static Augmentation<T> Crop(int height, int width, int padding = 0)
        {
            Require.Positive(height);
            Require.Positive(width);
            RequirePixels(padding);
            string[] arguments = [Invariant($"{height}"), Invariant($"{width}"), .. padding == 0 ? [] : new[] { Invariant($"padding {padding}") }];
            return new(new AffineStep<T>(nameof(Crop), [.. arguments], Draw) { LeavesEmpty = padding > 0, SizeAfter = RequireRoom });

            AffineMap Draw(Key key, ImageSize size)
            {
                var words = key.Words(2);
                return AffineMap.Translation(x: Start(size.Width, width, words[1]), y: Start(size.Height, height, words[0]));
            }

            int Start(int whole, int part, ulong word) => Key.Below(whole + (2 * padding) - part + 1, word) - padding;

            ImageSize RequireRoom(ImageSize size) => height <= size.Height + (2 * padding) && width <= size.Width + (2 * padding)
                ? new(height, width)
                : throw new ArgumentException($"Crop({string.Join(", ", arguments)}): expected images of at least {new ImageSize(height - (2 * padding), width - (2 * padding))}, got {size}");
        }

        /// <summary>
        /// Distorts each image as if it were on rubber: each place is displaced by fields of random numbers that are smoothed by a Gaussian.
        /// <c>Elastic(34, 4)</c> is for handwritten digits of 28 × 28 pixels.
        /// </summary>
        /// <remarks>
        /// The numbers are uniform in [−1, 1), and 0 beyond the edges: within, a displacement in either direction has a standard deviation of
        /// <c>strength / (2 smoothness √(3π))</c> pixels, 1.4 for digits. Simard, Steinkraus and Platt, "Best practices for convolutional neural
        /// networks applied to visual document analysis", 2003: the strength is α, the smoothness σ.
        /// </remarks>
        /// <param name="strength">The factor of the smoothed numbers, in pixels.</param>
        /// <param name="smoothness">The standard deviation of the Gaussian, in pixels.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not positive and finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Elastic(34, 4)); // Elastic(34, 4)
        /// </code>
        /// </example>
        public static Augmentation<T> Elastic(double strength, double smoothness)
        {
            string[] arguments =
            [
                NumberFormat.Setting(RequirePositive(strength, "a strength")), NumberFormat.Setting(RequirePositive(smoothness, "a smoothness")),
            ];
            return new(new ElasticStep<T>(nameof(Elastic), [.. arguments], strength, smoothness) { LeavesEmpty = true });
        }

        private static Augmentation<T> Rotate(UniformRange range) => Warp(nameof(Rotate), range.Arguments, (key, size) =>
        {
            var (sine, cosine) = AffineMap.SineAndCosine(range.Draw(key));
            return AffineMap.About(size.Centre, cosine, -sine, sine, cosine);
        });

        private static Augmentation<T> Shear(UniformRange range)
        {
            _ = range.Require(range is { From: > -90, To: < 90 }, "angles of less than 90 degrees, the least first");
            return Warp(nameof(Shear), range.Arguments, (key, size) =>
            {
                var (sine, cosine) = AffineMap.SineAndCosine(range.Draw(key));
                return AffineMap.About(size.Centre, 1, sine / cosine, 0, 1);
            });
        }

        private static Augmentation<T> Flip(string name, double probability, Func<ImageSize, AffineMap> flipped)
        {
            var share = RequireProbability(probability);
            return new(new AffineStep<T>(
                name, [NumberFormat.Setting(share)], (key, size) => UnitRange.Draw(key) < share ? flipped(size) : AffineMap.Identity));
        }

        private static Augmentation<T> Warp(string name, string[] arguments, Func<Key, ImageSize, AffineMap> draw) =>
            new(new AffineStep<T>(name, [.. arguments], draw) { LeavesEmpty = true });

        private static int WholeUpTo(int most, ulong word) => Key.Below((2 * most) + 1, word) - most;
    }
}
