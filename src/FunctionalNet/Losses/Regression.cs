namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Losses of outputs that are to be near given values. Outputs and targets have one shape, whatever it is.</content>
    public static partial class Losses
    {
        /// <summary>
        /// The mean of <c>(x − t)²</c> over all outputs x, <c>[batch, ...]</c>, with targets t of the same shape; <c>dx = 2 (x − t)/n</c> for n
        /// outputs.
        /// </summary>
        /// <remarks>Legendre, "Nouvelles méthodes pour la détermination des orbites des comètes", 1805. The chapter's has a factor of ½.</remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.MeanSquaredError.Against(Tensor.Vector(1f, 2))(Tensor.Vector(1f, 4));
        /// Console.WriteLine($"{value}, {pullback(1)}"); // 2, f32[2] [0, 2]
        /// </code>
        /// </example>
        public static Loss<T> MeanSquaredError { get; } =
            Loss.Define<T>(nameof(MeanSquaredError), targets => Minus(targets) >> TensorNodes<T>.Square);

        /// <summary>
        /// The mean of <c>|x − t|</c> over all outputs x, <c>[batch, ...]</c>, with targets t of the same shape; <c>dx = sign(x − t)/n</c>, 0
        /// where they are equal.
        /// </summary>
        /// <remarks>Its least is at the median, where that of the squared error is at the mean. Laplace, 1774.</remarks>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.MeanAbsoluteError.Against(Tensor.Vector(1f, 2))(Tensor.Vector(1f, 4));
        /// Console.WriteLine($"{value}, {pullback(1)}"); // 1, f32[2] [0.0, 0.5]
        /// </code>
        /// </example>
        public static Loss<T> MeanAbsoluteError { get; } =
            Loss.Define<T>(nameof(MeanAbsoluteError), targets => Minus(targets) >> TensorNodes<T>.Abs);

        /// <summary>
        /// The mean over all outputs of <c>½ e²</c> where the error <c>e = x − t</c> is at most δ, and of <c>δ (|e| − ½ δ)</c> beyond, so
        /// that outliers count linearly; <c>dx = min(max(e, −δ), δ)/n</c>.
        /// </summary>
        /// <remarks>Huber, "Robust estimation of a location parameter", 1964, equation 3.1.</remarks>
        /// <param name="delta">The error δ from which on the loss is linear: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not a positive number.</exception>
        /// <example>
        /// <code>
        /// var (value, pullback) = Losses.Huber(delta: 1).Against(Tensor.Vector(0f, 0))(Tensor.Vector(0.5f, -3));
        /// Console.WriteLine($"{value}, {pullback(1)}"); // 1.3125, f32[2] [ 0.25, -0.50]
        /// </code>
        /// </example>
        public static Loss<T> Huber(double delta = 1)
        {
            if (!(delta > 0 && double.IsFinite(delta)))
                throw new ArgumentOutOfRangeException(nameof(delta), Invariant($"expected a delta above 0, got {delta}"));
            var (d, half) = (T.CreateChecked(delta), T.CreateChecked(0.5));
            return Loss.Define<T>(Invariant($"{nameof(Huber)}({delta})"), targets => Minus(targets) >> Clipped);

            (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) Clipped(Tensor<T> error)
            {
                var clipped = error.Clip(-d, d);
                return ((clipped.Square() * half) + ((error.Abs() - clipped.Abs()) * d), dy => clipped * dy);
            }
        }

        /// <summary>
        /// The mean over all outputs of <c>ln cosh e</c>, <c>e = x − t</c>: nearly <c>½ e²</c> for small errors and <c>|e| − ln 2</c> for
        /// large ones; <c>dx = tanh(e)/n</c>.
        /// </summary>
        /// <remarks>
        /// Small errors keep their digits, <c>−½ ln(1 − tanh² e)</c>, and large ones do not overflow, <c>|e| + ln(1 + e^(−2|e|)) − ln 2</c>.
        /// Bohning and Lindsay, 1988; Green, "Bayesian reconstructions from emission tomography data", 1990.
        /// </remarks>
        /// <example>
        /// <code>
        /// var (value, _) = Losses.LogCosh.Against(Tensor.Vector(0f, 0))(Tensor.Vector(0.001f, 10000));
        /// Console.WriteLine(value); // 4999.6533
        /// </code>
        /// </example>
        public static Loss<T> LogCosh { get; } = Loss.Define<T>(nameof(LogCosh), targets => Minus(targets) >> LogCoshOf);

        private static Differentiable<Tensor<T>, Tensor<T>> Minus(Tensor<T> targets) => outputs => (outputs - targets, dy => dy);

        private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) LogCoshOf(Tensor<T> error)
        {
            var (size, slope) = (error.Abs(), error.Tanh());
            var large = size + TensorNodes<T>.Softplus(size * T.CreateChecked(-2)).Value - T.CreateChecked(0.6931471805599453);
            var small = LogOnePlus(-slope.Square()) * T.CreateChecked(-0.5);
            return (size.Less(T.One).Where(small, large), dy => slope * dy);
        }

        // Kahan's: what rounding loses of 1 + x, the quotient restores.
        private static Tensor<T> LogOnePlus(Tensor<T> x)
        {
            var sum = x + T.One;
            return sum.EqualTo(T.One).Where(x, x * sum.Log() / (sum - T.One));
        }
    }
}
