using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>AdaBelief: large steps where gradients are as expected.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// Adam with the mean square of how far gradients are from their mean: <c>m ← β₁ m + (1 − β₁) g</c>, <c>s ← β₂ s + (1 − β₂) (g − m)² + ε</c>,
        /// <c>p ← p − η m̂/(√ŝ + ε)</c> with <c>m̂ = m/(1 − β₁ᵗ)</c> and <c>ŝ = s/(1 − β₂ᵗ)</c> in the t-th step, counted from 1.
        /// </summary>
        /// <remarks>
        /// Zhuang et al., "AdaBelief optimizer: adapting stepsizes by the belief in observed gradients", 2020. It is
        /// <c>ScaleByAdaBelief() >> Scale(−η)</c>. Its ε is below the square of Adam's, since it is under the root too.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.AdaBelief(0.001));
        /// // AdaBelief(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> AdaBelief(RateSchedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-16) =>
            (ScaleByAdaBelief(beta1, beta2, epsilon) >> Descend(rate))
                .Named(Written(nameof(AdaBelief), [$"{rate}"], ("beta1", beta1, 0.9), ("beta2", beta2, 0.999), ("epsilon", epsilon, 1e-16)));

        /// <inheritdoc cref="AdaBelief(RateSchedule, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> AdaBelief(
            Func<long, double> rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-16,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            AdaBelief(Scheduled(rate, expression), beta1, beta2, epsilon);

        /// <summary><c>u ← m̂/(√ŝ + ε)</c>: what <see cref="AdaBelief(RateSchedule, double, double, double)"/> does before its learning rate.</summary>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdaBelief() >> Optimizers.DecayWeights(0.01) >> Optimizers.Sgd(0.001));
        /// // ScaleByAdaBelief() >> DecayWeights(0.01) >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByAdaBelief(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-16)
        {
            RequireShare(beta1, "a beta");
            RequireShare(beta2, "a beta");
            var small = RequireNotNegative(epsilon, "an epsilon");
            return Optimizer.Define<T>(
                Written(nameof(ScaleByAdaBelief), [], ("beta1", beta1, 0.9), ("beta2", beta2, 0.999), ("epsilon", epsilon, 1e-16)),
                ZeroMoments,
                (updates, state, _) =>
                {
                    var (g, steps) = (updates.Materialize(), state.Count(Steps) + 1);
                    var m = Average(state.Tensor(Mean), g, beta1);
                    var s = AverageOfSquares(state.Tensor(Square), g.Zip(m, (g, m) => g - m), beta2).Map(s => s + small);
                    return (
                        new(OverRoot(m, s, Correction(beta2, steps), small), T.CreateChecked(Correction(beta1, steps))),
                        state.WithTensors(Mean, m).WithTensors(Square, s).WithCount(Steps, steps));
                });
        }
    }
}
