namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Constants, and distributions whose width is given.</content>
    public static partial class Initializers
    {
        /// <summary>Zeros: for biases.</summary>
        public static Initializer<T> Zeros { get; } = new(nameof(Zeros), (_, shape) => Tensor.Zeros<T>(shape));

        /// <summary>Ones: for gains.</summary>
        public static Initializer<T> Ones { get; } = new(nameof(Ones), (_, shape) => Tensor.Ones<T>(shape));

        /// <summary>The same number everywhere.</summary>
        public static Initializer<T> Constant(T value) =>
            new($"Constant({NumberFormat.Shortest(value)})", (_, shape) => Tensor.Full(shape, value));

        /// <summary>Normal of mean 0 and this standard deviation: the chapter's is <c>Normal(0.01f)</c>.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
        public static Initializer<T> Normal(T standardDeviation)
        {
            RequireDeviation(standardDeviation);
            return new(
                $"{nameof(Normal)}({NumberFormat.Shortest(standardDeviation)})",
                (key, shape) => key.Normal<T>(shape) * standardDeviation);
        }

        /// <summary>
        /// Normal of mean 0 and this standard deviation, cut at two deviations to either side: what is beyond is drawn again. The deviation is
        /// that of the whole distribution, and not corrected for the cut: that of the numbers drawn is 0.8796 times as large.
        /// </summary>
        /// <remarks>As <c>TruncatedNormal</c> in Keras, and <c>trunc_normal_</c> in PyTorch with ±2 deviations for its ends.</remarks>
        /// <exception cref="ArgumentOutOfRangeException">The deviation is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// var drawn = Initializers.TruncatedNormal(0.02f).Draw(Key.Seed(0), [784, 50]);
        /// Console.WriteLine(drawn.Max() &lt;= 0.04f); // True
        /// </code>
        /// </example>
        public static Initializer<T> TruncatedNormal(T standardDeviation)
        {
            RequireDeviation(standardDeviation);
            var end = T.CreateChecked(2);
            return new(
                $"{nameof(TruncatedNormal)}({NumberFormat.Shortest(standardDeviation)})",
                (key, shape) => key.TruncatedNormal(shape, -end, end) * standardDeviation);
        }

        /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
        /// <exception cref="ArgumentOutOfRangeException">
        /// <paramref name="low"/> is not less than <paramref name="high"/>, or their difference is not finite.
        /// </exception>
        public static Initializer<T> Uniform(T low, T high)
        {
            Key.RequireRange(low, high);
            return new(
                $"Uniform({NumberFormat.Shortest(low)}, {NumberFormat.Shortest(high)})",
                (key, shape) => key.Uniform(shape, low, high));
        }

        private static void RequireDeviation(T standardDeviation)
        {
            if (!(standardDeviation >= T.Zero) || !T.IsFinite(standardDeviation))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(standardDeviation), $"expected a standard deviation of 0 or more, got {NumberFormat.Shortest(standardDeviation)}");
            }
        }
    }
}
