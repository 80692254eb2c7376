using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>AdaDelta: step sizes in the unit of the parameters.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// <c>h ← ρ h + (1 − ρ) g²</c>, <c>d = g √(s + ε)/√(h + ε)</c>, <c>s ← ρ s + (1 − ρ) d²</c>, <c>p ← p − η d</c>: the root of the mean square of the
        /// updates takes the place of a learning rate, so η may be 1. Both averages begin at 0.
        /// </summary>
        /// <remarks>Zeiler, "ADADELTA: an adaptive learning rate method", 2012. It is <c>ScaleByAdaDelta() >> Scale(−η)</c>.</remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="decay">The part of the mean squares that is kept, ρ.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε, and that the first updates grow from: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or ρ is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.AdaDelta(1));
        /// // AdaDelta(1)
        /// </code>
        /// </example>
        public static Optimizer<T> AdaDelta(RateSchedule rate, double decay = 0.9, double epsilon = 1e-6) =>
            (ScaleByAdaDelta(decay, epsilon) >> Descend(rate))
                .Named(Written(nameof(AdaDelta), [$"{rate}"], ("decay", decay, 0.9), ("epsilon", epsilon, 1e-6)));

        /// <inheritdoc cref="AdaDelta(RateSchedule, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="decay">The part of the mean squares that is kept, ρ.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε, and that the first updates grow from: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> AdaDelta(
            Func<long, double> rate, double decay = 0.9, double epsilon = 1e-6, [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            AdaDelta(Scheduled(rate, expression), decay, epsilon);

        /// <summary><c>u ← d</c>: what <see cref="AdaDelta(RateSchedule, double, double)"/> does before its learning rate.</summary>
        /// <param name="decay">The part of the mean squares that is kept, ρ.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε, and that the first updates grow from: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or ρ is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdaDelta(0.95) >> Optimizers.Sgd(1));
        /// // ScaleByAdaDelta(decay 0.95) >> Sgd(1)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByAdaDelta(double decay = 0.9, double epsilon = 1e-6)
        {
            RequireShare(decay, "a decay");
            var small = RequireNotNegative(epsilon, "an epsilon");
            return Optimizer.Define<T>(
                Written(nameof(ScaleByAdaDelta), [], ("decay", decay, 0.9), ("epsilon", epsilon, 1e-6)),
                parameters => TransformationState<T>.Empty.WithTensors(Square, ZerosOf(parameters)).WithTensors("updates", ZerosOf(parameters)),
                (updates, state, _) =>
                {
                    var g = updates.Materialize();
                    var h = AverageOfSquares(state.Tensor(Square), g, decay);
                    var ratio = state.Tensor("updates").Zip(h, (s, h) => (s + small).Sqrt() / (h + small).Sqrt());
                    var d = ratio.Zip(g, (ratio, g) => ratio * g);
                    return (
                        Updates.Of(d),
                        state.WithTensors(Square, h).WithTensors("updates", AverageOfSquares(state.Tensor("updates"), d, decay)));
                });
        }
    }
}
