using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Stochastic gradient descent.</content>
    public static partial class Optimizers
    {
        /// <summary><c>p ← p − η g</c>, in one pass over each parameter.</summary>
        /// <remarks>The chapter's update rule.</remarks>
        /// <param name="rate">The learning rate η.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Sgd(0.1f)); // Sgd(0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> Sgd(T rate)
        {
            RequireRate(rate);
            var descend = new AddScaled<T>(-rate);
            var description = $"Sgd({NumberFormat.Shortest(rate)})";
            return new(
                description,
                _ => OptimizerState<T>.Empty,
                (parameters, gradient, _, state) => state == OptimizerState<T>.Empty
                    ? (parameters.Zip(gradient, (p, g) => p.Zip(g, descend)), state)
                    : throw OfAnotherOptimizer(description, "no state", state));
        }

        /// <summary>A step from a state that another optimizer has made would mean nothing.</summary>
        private static ArgumentException OfAnotherOptimizer(string description, string expected, OptimizerState<T> state) => new(
            $"{description}: expected {expected}, got the state of another optimizer ({state}); run.With(optimizer) begins a state anew");

        private static void RequireRate(T rate)
        {
            if (!(rate >= T.Zero) || !T.IsFinite(rate))
                throw new ArgumentOutOfRangeException(nameof(rate), $"a learning rate is 0 or more, got {NumberFormat.Shortest(rate)}");
        }
    }
}
