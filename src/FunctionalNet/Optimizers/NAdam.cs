using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>NAdam: Adam with Nesterov's momentum.</content>
    public static partial class Optimizers
    {
        private const string Product = "product";

        /// <summary>
        /// Adam that looks a step of its mean ahead, with a momentum that grows: <c>μₜ = β₁ (1 − 0.96^(t ψ)/2)</c>, <c>m ← β₁ m + (1 − β₁) g</c>,
        /// <c>v ← β₂ v + (1 − β₂) g²</c>, <c>p ← p − η n̂/(√v̂ + ε)</c> with <c>n̂ = (1 − μₜ) g/(1 − μ₁⋯μₜ) + μₜ₊₁ m/(1 − μ₁⋯μₜ₊₁)</c> and
        /// <c>v̂ = v/(1 − β₂ᵗ)</c> in the t-th step, counted from 1.
        /// </summary>
        /// <remarks>
        /// Dozat, "Incorporating Nesterov momentum into Adam", 2016; PyTorch's since version 2. (Up to 1.13 it multiplied μₜ into the second product
        /// twice.) It is <c>ScaleByNAdam() >> Scale(−η)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="momentumDecay">The speed with which the momentum grows from β₁/2 to β₁, ψ: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate, ε or ψ is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.NAdam(0.002));
        /// // NAdam(0.002)
        /// </code>
        /// </example>
        public static Optimizer<T> NAdam(
            RateSchedule rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 0.004) =>
            (ScaleByNAdam(beta1, beta2, epsilon, momentumDecay) >> Descend(rate))
                .Named(WrittenNAdam(nameof(NAdam), [$"{rate}"], beta1, beta2, epsilon, momentumDecay));

        /// <inheritdoc cref="NAdam(RateSchedule, double, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="momentumDecay">The speed with which the momentum grows from β₁/2 to β₁, ψ: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> NAdam(
            Func<long, double> rate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 0.004,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            NAdam(Scheduled(rate, expression), beta1, beta2, epsilon, momentumDecay);

        /// <summary><c>u ← n̂/(√v̂ + ε)</c>: what <see cref="NAdam(RateSchedule, double, double, double, double)"/> does before its learning rate.</summary>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="momentumDecay">The speed with which the momentum grows from β₁/2 to β₁, ψ: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε or ψ is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByNAdam() >> Optimizers.DecayWeights(0.01) >> Optimizers.Sgd(0.002));
        /// // ScaleByNAdam() >> DecayWeights(0.01) >> Sgd(0.002)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByNAdam(
            double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, double momentumDecay = 0.004)
        {
            RequireShare(beta1, "a beta");
            RequireShare(beta2, "a beta");
            RequireNotNegative(momentumDecay, "a decay of momentum");
            var (small, fading) = (RequireNotNegative(epsilon, "an epsilon"), momentumDecay * Functions.Log(0.96));
            return Optimizer.Define<T>(
                WrittenNAdam(nameof(ScaleByNAdam), [], beta1, beta2, epsilon, momentumDecay),
                parameters => ZeroMoments(parameters).WithScalar(Product, 1),
                (updates, state, _) =>
                {
                    var (g, steps) = (updates.Materialize(), state.Count(Steps) + 1);
                    var (m, v) = (Average(state.Tensor(Mean), g, beta1), AverageOfSquares(state.Tensor(Square), g, beta2));
                    var (momentum, next) = (MomentumOf(steps), MomentumOf(steps + 1));
                    var product = state.Scalar(Product) * momentum;
                    var ahead = new WeightedSum<T>(T.CreateChecked((1 - momentum) / (1 - product)), T.CreateChecked(next / (1 - (product * next))));
                    return (
                        Updates.Of(OverRoot(g.Zip(m, (g, m) => g.Zip(m, ahead)), v, Correction(beta2, steps), small)),
                        state.WithTensors(Mean, m).WithTensors(Square, v).WithScalar(Product, product).WithCount(Steps, steps));
                });

            double MomentumOf(long step) => beta1 * (1 - (0.5 * Functions.Exp(step * fading)));
        }

        private static string WrittenNAdam(
            string name, IEnumerable<string> arguments, double beta1, double beta2, double epsilon, double momentumDecay) => Written(
            name, arguments, ("beta1", beta1, 0.9), ("beta2", beta2, 0.999), ("epsilon", epsilon, 1e-8), ("momentumDecay", momentumDecay, 0.004));
    }
}
