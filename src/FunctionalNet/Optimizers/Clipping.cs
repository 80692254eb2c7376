using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Limits of updates: before a learning rate, of gradients.</content>
    public static partial class Optimizers
    {
        /// <summary><c>u ← min(max(u, −limit), limit)</c>, each number by itself. NaN stays NaN.</summary>
        /// <param name="limit">The limit: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ClipByValue(0.5) >> Optimizers.Sgd(0.1));
        /// // ClipByValue(0.5) >> Sgd(0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> ClipByValue(double limit)
        {
            var bound = RequirePositive(limit, "a limit");
            return Optimizer.Define<T>($"{nameof(ClipByValue)}({NumberFormat.Setting(limit)})", (updates, _) =>
            {
                var clip = new ScaleAndClip<T>(updates.Scale, bound);
                return Updates.Of(updates.Values.Map(u => u.Map(clip)));
            });
        }

        /// <summary>
        /// <c>u ← u limit/‖u‖</c> where the norm ‖u‖, over the numbers of all parameters, is more than the limit; otherwise the updates
        /// are left as they are. The direction stays the same.
        /// </summary>
        /// <remarks>
        /// Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013. The norm is summed in a fixed
        /// order: the same bits on any machine. An update that is not finite makes all of them so.
        /// </remarks>
        /// <param name="limit">The largest norm: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">The limit is not positive or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ClipByGlobalNorm(1) >> Optimizers.Momentum(0.1, 0.9));
        /// // ClipByGlobalNorm(1) >> Momentum(0.1, 0.9)
        /// </code>
        /// </example>
        public static Optimizer<T> ClipByGlobalNorm(double limit)
        {
            RequirePositive(limit, "a limit");
            return Optimizer.Define<T>($"{nameof(ClipByGlobalNorm)}({NumberFormat.Setting(limit)})", (updates, _) =>
            {
                var norm = double.CreateChecked(T.Abs(updates.Scale)) * Norm(updates.Values.Values.AsSpan());
                return norm <= limit ? updates : updates * T.CreateChecked(limit / norm);
            });
        }

        /// <summary>The root of the sum of all squares: in double precision from tensor to tensor.</summary>
        private static double Norm(params ReadOnlySpan<Tensor<T>> tensors)
        {
            var sum = 0.0;
            foreach (var tensor in tensors)
                sum += double.CreateChecked(Reductions.SumOfSquares(tensor.Span));
            return double.IsFinite(sum) ? double.Sqrt(sum) : LargeNorm(tensors);
        }

        /// <summary>The same where the squares are too large for the type: of the numbers by the largest, times the largest.</summary>
        private static double LargeNorm(ReadOnlySpan<Tensor<T>> tensors)
        {
            var largest = T.Zero;
            foreach (var tensor in tensors)
                largest = T.Max(largest, T.Max(tensor.Max(), (-tensor).Max()));
            return T.IsFinite(largest)
                ? double.CreateChecked(largest) * Norm(Array.ConvertAll(tensors.ToArray(), tensor => tensor / largest))
                : double.NaN;
        }
    }
}
