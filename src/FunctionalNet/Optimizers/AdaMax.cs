using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>AdaMax: Adam with the largest gradient in place of the mean square.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// <c>m ← β₁ m + (1 − β₁) g</c>, <c>s ← max(β₂ s, |g| + ε)</c>, <c>p ← p − η m̂/s</c> with <c>m̂ = m/(1 − β₁ᵗ)</c> in the t-th step, counted
        /// from 1.
        /// </summary>
        /// <remarks>
        /// Kingma and Ba, "Adam: a method for stochastic optimization", 2015, section 7.1; the ε is PyTorch's. It is
        /// <c>ScaleByAdaMax() >> Scale(−η)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the largest that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.AdaMax(0.002));
        /// // AdaMax(0.002)
        /// </code>
        /// </example>
        public static Optimizer<T> AdaMax(RateSchedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
            (ScaleByAdaMax(beta1, beta2, epsilon) >> Descend(rate)).Named(WrittenAdam(nameof(AdaMax), [$"{rate}"], beta1, beta2, epsilon));

        /// <inheritdoc cref="AdaMax(RateSchedule, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the largest that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> AdaMax(
            Func<long, double> rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            AdaMax(Scheduled(rate, expression), beta1, beta2, epsilon);

        /// <summary><c>u ← m̂/s</c>: what <see cref="AdaMax(RateSchedule, double, double, double)"/> does before its learning rate.</summary>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the largest that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdaMax() >> Optimizers.DecayWeights(0.01) >> Optimizers.Sgd(0.002));
        /// // ScaleByAdaMax() >> DecayWeights(0.01) >> Sgd(0.002)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByAdaMax(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        {
            RequireShare(beta1, "a beta");
            var (kept, small) = (RequireShare(beta2, "a beta"), RequireNotNegative(epsilon, "an epsilon"));
            return Optimizer.Define<T>(
                WrittenAdam(nameof(ScaleByAdaMax), [], beta1, beta2, epsilon),
                parameters => TransformationState<T>.Empty
                    .WithTensors(Mean, ZerosOf(parameters)).WithTensors("largest", ZerosOf(parameters)).WithCount(Steps, 0),
                (updates, state, _) =>
                {
                    var (g, steps) = (updates.Materialize(), state.Count(Steps) + 1);
                    var m = Average(state.Tensor(Mean), g, beta1);
                    var s = state.Tensor("largest").Zip(g, (largest, g) => (largest * kept).Maximum(g.Abs() + small));
                    return (
                        new(m.Zip(s, (m, s) => m / s), T.CreateChecked(Correction(beta1, steps))),
                        state.WithTensors(Mean, m).WithTensors("largest", s).WithCount(Steps, steps));
                });
        }
    }
}
