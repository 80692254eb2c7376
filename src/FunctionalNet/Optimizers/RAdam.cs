using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>RAdam: Adam that warms up by itself.</content>
    public static partial class Optimizers
    {
        // Below this length of the average the variance of the step size is not known well enough.
        private const double FewestSquares = 5;

        /// <summary>
        /// Adam that adapts its step sizes as far as it can trust them. With <c>ρ∞ = 2/(1 − β₂) − 1</c> and <c>ρₜ = ρ∞ − 2 t β₂ᵗ/(1 − β₂ᵗ)</c> in
        /// the t-th step, counted from 1: <c>p ← p − η m̂</c> as long as ρₜ is at most 5, and after that <c>p ← p − η rₜ m̂ √(1 − β₂ᵗ)/(√v + ε)</c> with
        /// <c>rₜ = √((ρₜ − 4)(ρₜ − 2) ρ∞/((ρ∞ − 4)(ρ∞ − 2) ρₜ))</c>. The averages m and v, and <c>m̂ = m/(1 − β₁ᵗ)</c>, are those of Adam.
        /// </summary>
        /// <remarks>
        /// Liu et al., "On the variance of the adaptive learning rate and beyond", 2020. The paper has 4 for the 5 of its authors' code and of PyTorch,
        /// and no ε. It is <c>ScaleByRAdam() >> Scale(−η)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.RAdam(0.001));
        /// // RAdam(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> RAdam(RateSchedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
            (ScaleByRAdam(beta1, beta2, epsilon) >> Descend(rate)).Named(WrittenAdam(nameof(RAdam), [$"{rate}"], beta1, beta2, epsilon));

        /// <inheritdoc cref="RAdam(RateSchedule, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> RAdam(
            Func<long, double> rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            RAdam(Scheduled(rate, expression), beta1, beta2, epsilon);

        /// <summary>What <see cref="RAdam(RateSchedule, double, double, double)"/> does to updates before its learning rate.</summary>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByRAdam() >> Optimizers.DecayWeights(0.01) >> Optimizers.Sgd(0.001));
        /// // ScaleByRAdam() >> DecayWeights(0.01) >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByRAdam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        {
            RequireShare(beta1, "a beta");
            RequireShare(beta2, "a beta");
            var small = RequireNotNegative(epsilon, "an epsilon");
            return Optimizer.Define<T>(
                WrittenAdam(nameof(ScaleByRAdam), [], beta1, beta2, epsilon),
                ZeroMoments,
                (updates, state, _) =>
                {
                    var (g, steps) = (updates.Materialize(), state.Count(Steps) + 1);
                    var (m, v) = (Average(state.Tensor(Mean), g, beta1), AverageOfSquares(state.Tensor(Square), g, beta2));
                    var scale = Correction(beta1, steps);
                    var next = Rectification(steps) is { } rectification
                        ? new Updates<T>(OverRoot(m, v, correction: 1, small), T.CreateChecked(scale * rectification))
                        : new Updates<T>(m, T.CreateChecked(scale));
                    return (next, state.WithTensors(Mean, m).WithTensors(Square, v).WithCount(Steps, steps));
                });

            // r √(1 − β₂ᵗ), if there is one yet.
            double? Rectification(long steps)
            {
                var (limit, corrected) = ((2 / (1 - beta2)) - 1, 1 - Functions.Power(beta2, steps));
                var length = limit - (2 * steps * (1 - corrected) / corrected);
                return length > FewestSquares
                    ? double.Sqrt((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length) * corrected)
                    : null;
            }
        }
    }
}
