using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>AMSGrad: Adam whose step sizes never grow.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// Adam with the largest mean square so far: <c>m ← β₁ m + (1 − β₁) g</c>, <c>v ← β₂ v + (1 − β₂) g²</c>, <c>s ← max(s, v)</c>,
        /// <c>p ← p − η m̂/(√ŝ + ε)</c> with <c>m̂ = m/(1 − β₁ᵗ)</c> and <c>ŝ = s/(1 − β₂ᵗ)</c> in the t-th step, counted from 1.
        /// </summary>
        /// <remarks>
        /// Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018, with Adam's bias correction, which PyTorch has added. It is
        /// <c>ScaleByAmsGrad() >> Scale(−η)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.AmsGrad(0.001));
        /// // AmsGrad(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> AmsGrad(RateSchedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8) =>
            (ScaleByAmsGrad(beta1, beta2, epsilon) >> Descend(rate)).Named(WrittenAdam(nameof(AmsGrad), [$"{rate}"], beta1, beta2, epsilon));

        /// <inheritdoc cref="AmsGrad(RateSchedule, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> AmsGrad(
            Func<long, double> rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            AmsGrad(Scheduled(rate, expression), beta1, beta2, epsilon);

        /// <summary><c>u ← m̂/(√ŝ + ε)</c>: what <see cref="AmsGrad(RateSchedule, double, double, double)"/> does before its learning rate.</summary>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAmsGrad() >> Optimizers.DecayWeights(0.01) >> Optimizers.Sgd(0.001));
        /// // ScaleByAmsGrad() >> DecayWeights(0.01) >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByAmsGrad(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        {
            RequireShare(beta1, "a beta");
            RequireShare(beta2, "a beta");
            var small = RequireNotNegative(epsilon, "an epsilon");
            return Optimizer.Define<T>(
                WrittenAdam(nameof(ScaleByAmsGrad), [], beta1, beta2, epsilon),
                parameters => ZeroMoments(parameters).WithTensors("largest", ZerosOf(parameters)),
                (updates, state, _) =>
                {
                    var (g, steps) = (updates.Materialize(), state.Count(Steps) + 1);
                    var (m, v) = (Average(state.Tensor(Mean), g, beta1), AverageOfSquares(state.Tensor(Square), g, beta2));
                    var s = state.Tensor("largest").Zip(v, (largest, v) => largest.Maximum(v));
                    return (
                        new(OverRoot(m, s, Correction(beta2, steps), small), T.CreateChecked(Correction(beta1, steps))),
                        state.WithTensors(Mean, m).WithTensors(Square, v).WithTensors("largest", s).WithCount(Steps, steps));
                });
        }
    }
}
