using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Changes of the values of pixels. None of them cuts off what goes beyond the range of the values.</content>
    public static partial class Augment
    {
        /// <summary>Adds normal noise to each value.</summary>
        /// <param name="std">The standard deviation of the noise.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Noise(0.1)); // Noise(0.1)
        /// </code>
        /// </example>
        public static Augmentation<T> Noise(double std)
        {
            var factor = new AddScaled<T>(T.CreateChecked(RequirePositive(std, "a standard deviation")));
            return Each(nameof(Noise), std, (key, shape, image, result) =>
                Elementwise.Zip(image, key.Normal<T>(shape).Span, result, factor));
        }

        /// <summary>Multiplies each image by a factor, from <c>1 − amount</c> to <c>1 + amount</c>.</summary>
        /// <param name="amount">The most that the factor differs from 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">It is not positive and finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Augment.Brightness(0.2) >> Augment.Contrast(0.2)); // Brightness(0.2) >> Contrast(0.2)
        /// </code>
        /// </example>
        public static Augmentation<T> Brightness(double amount)
        {
            var range = Around(amount);
            return Each(nameof(Brightness), amount, (key, _, image, result) =>
                Elementwise.Map(image, result, new WithSecond<T, Multiply<T>>(default, T.CreateChecked(range.Draw(key)))));
        }

        /// <summary>
        /// Multiplies the differences of each image from the mean of its values by a factor, from <c>1 − amount</c> to <c>1 + amount</c>: the mean
        /// stays.
        /// </summary>
        /// <inheritdoc cref="Brightness"/>
        /// <example>
        /// <code>
        /// var batch = new Batch&lt;float>(Tensor.Vector(1f, 3).Reshape([1, 1, 2, 1]), [0]);
        /// var changed = Augment.Contrast(0.5).Apply(Key.Seed(0), batch).Inputs;
        /// Console.WriteLine($"{changed.Mean():F3}, {changed.Max() > changed.Min()}"); // 2.000, True
        /// </code>
        /// </example>
        public static Augmentation<T> Contrast(double amount)
        {
            var range = Around(amount);
            return Each(nameof(Contrast), amount, (key, _, image, result) =>
            {
                var mean = Reductions.Sum(image) / T.CreateChecked(int.Max(image.Length, 1));
                var away = new Flip<T, Interpolate<T>>(new(T.CreateChecked(range.Draw(key))));
                Elementwise.Map(image, result, new WithSecond<T, Flip<T, Interpolate<T>>>(away, mean));
            });
        }

        private delegate void Change(Key key, Shape shape, ReadOnlySpan<T> image, Span<T> result);

        private static Augmentation<T> Each(string name, double setting, Change change) => new(new ImageStep<T>(
            name, [NumberFormat.Setting(setting)], (key, shape, _, image, result) => change(key, shape, image, result)));

        private static UniformRange Around(double amount) => new(1 - RequirePositive(amount, "an amount"), 1 + amount);
    }
}
