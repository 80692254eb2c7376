using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>LAMB: steps in proportion to the parameters, tensor by tensor, for large batches.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// <c>p ← p − η (‖p‖/‖u‖) u</c> for each tensor, with Adam's update and its decay, <c>u = m̂/(√v̂ + ε) + λ p</c>. Where a norm is 0, the quotient
        /// is 1. The decay is of weights; biases and gains do not decay.
        /// </summary>
        /// <remarks>
        /// You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2020. It is
        /// <c>ScaleByAdam() >> DecayWeights(λ) >> ScaleByTrustRatio() >> Scale(−η)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="decay">The decay of weights, λ: 0 or more; a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate, λ or ε is negative or not finite, or a β is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Lamb(0.002, decay: 0.01));
        /// // Lamb(0.002, 0.01)
        /// </code>
        /// </example>
        public static Optimizer<T> Lamb(
            RateSchedule rate, RateSchedule decay, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6) =>
            (ScaleByAdam(beta1, beta2, epsilon) >> DecayWeights(decay) >> ScaleByTrustRatio() >> Descend(rate))
                .Named(Written(nameof(Lamb), [$"{rate}", $"{decay}"], ("beta1", beta1, 0.9), ("beta2", beta2, 0.999), ("epsilon", epsilon, 1e-6)));

        /// <inheritdoc cref="Lamb(RateSchedule, RateSchedule, double, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="decay">The decay of weights, λ: 0 or more; a number or a schedule.</param>
        /// <param name="beta1">The part of the mean that is kept, β₁.</param>
        /// <param name="beta2">The part of the mean square that is kept, β₂.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> Lamb(
            Func<long, double> rate, RateSchedule decay, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-6,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            Lamb(Scheduled(rate, expression), decay, beta1, beta2, epsilon);

        /// <summary><c>u ← (‖p‖/‖u‖) u</c>, for each tensor by itself; where a norm is 0, u stays as it is.</summary>
        /// <remarks>
        /// You et al. 2020; and with momentum in place of Adam it is LARS (You, Gitman and Ginsburg, "Large batch training of convolutional networks",
        /// 2017). A norm that is not finite makes the update so.
        /// </remarks>
        /// <param name="which">The parameters whose updates are scaled; none for all.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.DecayWeights(0.0001) >> Optimizers.ScaleByTrustRatio() >> Optimizers.Momentum(0.001, 0.9));
        /// // DecayWeights(0.0001) >> ScaleByTrustRatio() >> Momentum(0.001, 0.9)
        /// var ofMatrices = Optimizers.ScaleByTrustRatio(slot => slot.Shape.Rank >= 2);
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByTrustRatio(Func<ParameterSlot, bool>? which = null) => Optimizer.Define<T>(
            $"{nameof(ScaleByTrustRatio)}()",
            (updates, context) => EachScaled(updates, context, (p, u) => (Norm(p), Norm(u)) is var (length, step) && length != 0 && step != 0 ? length / step : 1, which));

        /// <summary>Each tensor of the updates times a number, by parameter and update.</summary>
        private static Updates<T> EachScaled(
            Updates<T> updates, OptimizerContext<T> context, Func<Tensor<T>, Tensor<T>, double> factor, Func<ParameterSlot, bool>? which = null)
        {
            var materialized = updates.Materialize();
            var scaled = materialized.Values.Zip(context.Parameters.Values, (u, p) => (u, p)).Select((pair, i) =>
                which is null || which(materialized.Layout[i]) ? pair.u * T.CreateChecked(factor(pair.p, pair.u)) : pair.u);
            return Updates.Of(materialized.WithValues([.. scaled]));
        }
    }
}
