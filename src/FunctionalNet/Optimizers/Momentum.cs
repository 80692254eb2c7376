using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Gradient descent with momentum.</content>
    public static partial class Optimizers
    {
        /// <summary><c>v ← μ v − η g</c>, <c>p ← p + v</c>; the velocity v begins at 0.</summary>
        /// <remarks>Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.</remarks>
        /// <param name="rate">The learning rate η.</param>
        /// <param name="momentum">What is kept of the velocity, μ.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite, or the momentum is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Momentum(0.1f, 0.9f)); // Momentum(0.1, 0.9)
        /// </code>
        /// </example>
        public static Optimizer<T> Momentum(T rate, T momentum)
        {
            RequireRate(rate);
            if (!(momentum >= T.Zero && momentum < T.One))
                throw new ArgumentOutOfRangeException(nameof(momentum), $"a momentum is at least 0 and less than 1, got {NumberFormat.Shortest(momentum)}");
            var accelerate = new WeightedSum<T>(momentum, -rate);
            var description = $"Momentum({NumberFormat.Shortest(rate)}, {NumberFormat.Shortest(momentum)})";
            return new(
                description,
                parameters => new([parameters.Map(p => Tensor.Zeros<T>(p.Shape))]),
                (parameters, gradient, _, state) =>
                {
                    if (state is not { Moments: [var velocity], Numbers.IsEmpty: true })
                        throw OfAnotherOptimizer(description, "a velocity", state);
                    var next = velocity.Zip(gradient, (v, g) => v.Zip(g, accelerate));
                    return (parameters.Zip(next, (p, v) => p + v), new([next]));
                });
        }
    }
}
