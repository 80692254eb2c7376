using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Lion: steps of one length, in the direction of a sign.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// <c>p ← p − η (sign(β₁ m + (1 − β₁) g) + λ p)</c>, then <c>m ← β₂ m + (1 − β₂) g</c>: every number goes a step of the same length. The decay
        /// is of weights; biases and gains do not decay.
        /// </summary>
        /// <remarks>
        /// Chen et al., "Symbolic discovery of optimization algorithms", 2023. It is <c>ScaleByLion() >> DecayWeights(λ) >> Scale(−η)</c>. The paper
        /// advises a rate 3 to 10 times smaller than that of AdamW, and a decay as many times larger.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="decay">The decay of weights, λ: 0 or more; a number or a schedule.</param>
        /// <param name="beta1">The part of the mean in the direction of the step, β₁.</param>
        /// <param name="beta2">The part of the mean that is kept, β₂.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or λ is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Lion(0.0001, decay: 0.1));
        /// // Lion(0.0001, 0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> Lion(RateSchedule rate, RateSchedule decay, double beta1 = 0.9, double beta2 = 0.99) =>
            (ScaleByLion(beta1, beta2) >> DecayWeights(decay) >> Descend(rate))
                .Named(Written(nameof(Lion), [$"{rate}", $"{decay}"], ("beta1", beta1, 0.9), ("beta2", beta2, 0.99)));

        /// <inheritdoc cref="Lion(RateSchedule, RateSchedule, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="decay">The decay of weights, λ: 0 or more; a number or a schedule.</param>
        /// <param name="beta1">The part of the mean in the direction of the step, β₁.</param>
        /// <param name="beta2">The part of the mean that is kept, β₂.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> Lion(
            Func<long, double> rate, RateSchedule decay, double beta1 = 0.9, double beta2 = 0.99, [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            Lion(Scheduled(rate, expression), decay, beta1, beta2);

        /// <summary><c>u ← sign(β₁ m + (1 − β₁) u)</c>, then <c>m ← β₂ m + (1 − β₂) u</c>: <see cref="Lion(RateSchedule, RateSchedule, double, double)"/> before its decay.</summary>
        /// <param name="beta1">The part of the mean in the direction of the step, β₁.</param>
        /// <param name="beta2">The part of the mean that is kept, β₂.</param>
        /// <exception cref="ArgumentOutOfRangeException">A β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByLion(beta1: 0.95) >> Optimizers.Sgd(0.0001));
        /// // ScaleByLion(beta1 0.95) >> Sgd(0.0001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByLion(double beta1 = 0.9, double beta2 = 0.99)
        {
            RequireShare(beta1, "a beta");
            RequireShare(beta2, "a beta");
            return Optimizer.Define<T>(
                Written(nameof(ScaleByLion), [], ("beta1", beta1, 0.9), ("beta2", beta2, 0.99)),
                parameters => TransformationState<T>.Empty.WithTensors(Mean, ZerosOf(parameters)),
                (updates, state, _) =>
                {
                    var (g, m) = (updates.Materialize(), state.Tensor(Mean));
                    return (Updates.Of(Average(m, g, beta1).Map(direction => direction.Sign())), state.WithTensors(Mean, Average(m, g, beta2)));
                });
        }
    }
}
