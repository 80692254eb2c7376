using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>RMSProp and AdaGrad: each number has a step size of its own, by the squares of its gradients.</content>
    public static partial class Optimizers
    {
        /// <summary>
        /// <c>h ← ρ h + (1 − ρ) g²</c>, <c>p ← p − η g/(√h + ε)</c>; h begins at 0. Centred, it is <c>√(h − m²)</c>, with the mean
        /// <c>m ← ρ m + (1 − ρ) g</c>: the deviation of the gradients in place of their size.
        /// </summary>
        /// <remarks>
        /// Tieleman and Hinton, "Lecture 6.5: RMSProp", 2012; centred, Graves, "Generating sequences with recurrent neural networks", 2013. It is
        /// <c>ScaleByRms() >> Scale(−η)</c>; with momentum, <c>RmsProp(0.001) >> Trace(0.9)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="decay">The part of the mean square that is kept, ρ.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="centered">Whether the square of the mean gradient is subtracted.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate or ε is negative or not finite, or ρ is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.RmsProp(0.001) >> Optimizers.Trace(0.9));
        /// // RmsProp(0.001) >> Trace(0.9)
        /// </code>
        /// </example>
        public static Optimizer<T> RmsProp(RateSchedule rate, double decay = 0.9, double epsilon = 1e-8, bool centered = false) =>
            (ScaleByRms(decay, epsilon, centered) >> Descend(rate)).Named(WrittenRms(nameof(RmsProp), [$"{rate}"], decay, epsilon, centered));

        /// <inheritdoc cref="RmsProp(RateSchedule, double, double, bool)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="decay">The part of the mean square that is kept, ρ.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="centered">Whether the square of the mean gradient is subtracted.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> RmsProp(
            Func<long, double> rate, double decay = 0.9, double epsilon = 1e-8, bool centered = false,
            [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            RmsProp(Scheduled(rate, expression), decay, epsilon, centered);

        /// <summary><c>h ← h + g²</c>, <c>p ← p − η g/(√h + ε)</c>.</summary>
        /// <remarks>
        /// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011. It is
        /// <c>ScaleByAdaGrad() >> Scale(−η)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="initial">The number that h begins at: 0 or more.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.AdaGrad(0.1));
        /// // AdaGrad(0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> AdaGrad(RateSchedule rate, double initial = 0, double epsilon = 1e-8) =>
            (ScaleByAdaGrad(initial, epsilon) >> Descend(rate))
                .Named(Written(nameof(AdaGrad), [$"{rate}"], ("initial", initial, 0), ("epsilon", epsilon, 1e-8)));

        /// <inheritdoc cref="AdaGrad(RateSchedule, double, double)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="initial">The number that h begins at: 0 or more.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> AdaGrad(
            Func<long, double> rate, double initial = 0, double epsilon = 1e-8, [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            AdaGrad(Scheduled(rate, expression), initial, epsilon);

        /// <summary>
        /// <c>h ← ρ h + (1 − ρ) u²</c>, <c>u ← u/(√h + ε)</c>: RMSProp before its learning rate. Centred, it is <c>√(h − m²)</c> with the mean
        /// <c>m ← ρ m + (1 − ρ) u</c>.
        /// </summary>
        /// <param name="decay">The part of the mean square that is kept, ρ.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <param name="centered">Whether the square of the mean gradient is subtracted.</param>
        /// <exception cref="ArgumentOutOfRangeException">ε is negative or not finite, or ρ is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByRms(0.99) >> Optimizers.Sgd(0.001));
        /// // ScaleByRms(decay 0.99) >> Sgd(0.001)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByRms(double decay = 0.9, double epsilon = 1e-8, bool centered = false)
        {
            var (kept, small) = (RequireShare(decay, "a decay"), RequireNotNegative(epsilon, "an epsilon"));
            var description = WrittenRms(nameof(ScaleByRms), [], decay, epsilon, centered);
            return centered
                ? ScaleByDeviation(description, decay, small)
                : ScaleByRoot(description, (kept, T.CreateChecked(1 - decay)), T.Zero, small);
        }

        /// <summary><c>h ← h + u²</c>, <c>u ← u/(√h + ε)</c>: AdaGrad before its learning rate.</summary>
        /// <param name="initial">The number that h begins at: 0 or more.</param>
        /// <param name="epsilon">The term that keeps the quotient finite, ε: 0 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.ScaleByAdaGrad(initial: 0.1) >> Optimizers.Sgd(0.1));
        /// // ScaleByAdaGrad(initial 0.1) >> Sgd(0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> ScaleByAdaGrad(double initial = 0, double epsilon = 1e-8) => ScaleByRoot(
            Written(nameof(ScaleByAdaGrad), [], ("initial", initial, 0), ("epsilon", epsilon, 1e-8)),
            (T.One, T.One), RequireNotNegative(initial, "a sum of squares"), RequireNotNegative(epsilon, "an epsilon"));

        private static Optimizer<T> ScaleByRoot(string description, (T Kept, T Added) weights, T initial, T epsilon) => Optimizer.Define<T>(
            description,
            parameters => TransformationState<T>.Empty.WithTensors(Square, parameters.Map(p => Tensor.Full(p.Shape, initial))),
            (updates, state, _) =>
            {
                var (h, u) = Run(new RootStep<T>(updates.Scale, weights, epsilon), updates.Values, state.Tensor(Square));
                return (Updates.Of(u), state.WithTensors(Square, h));
            });

        private static Optimizer<T> ScaleByDeviation(string description, double decay, T epsilon) => Optimizer.Define<T>(
            description,
            parameters => TransformationState<T>.Empty.WithTensors(Mean, ZerosOf(parameters)).WithTensors(Square, ZerosOf(parameters)),
            (updates, state, _) =>
            {
                var g = updates.Materialize();
                var (m, h) = (Average(state.Tensor(Mean), g, decay), AverageOfSquares(state.Tensor(Square), g, decay));
                // The difference is 0 or more but for rounding.
                var variance = h.Zip(m, (h, m) => (h - m.Square()).Maximum(T.Zero));
                return (Updates.Of(OverRoot(g, variance, correction: 1, epsilon)), state.WithTensors(Mean, m).WithTensors(Square, h));
            });

        private static string WrittenRms(string name, IEnumerable<string> arguments, double decay, double epsilon, bool centered) =>
            Written(name, centered ? arguments.Append("centered") : arguments, ("decay", decay, 0.9), ("epsilon", epsilon, 1e-8));

        private static (Parameters<T> Square, Parameters<T> Updates) Run(RootStep<T> step, Parameters<T> gradient, Parameters<T> square)
        {
            var (squares, updates) = (new Tensor<T>[gradient.Count], new Tensor<T>[gradient.Count]);
            for (var i = 0; i < updates.Length; i++)
            {
                var x = gradient.Values[i];
                var (h, u) = (Tensor<T>.Allocate(x.Shape.Size), Tensor<T>.Allocate(x.Shape.Size));
                step.Run(x.Span, square.Values[i].Span, h, u);
                (squares[i], updates[i]) = (Tensor<T>.Freeze(x.Shape, h), Tensor<T>.Freeze(x.Shape, u));
            }

            return (
                gradient.WithValues(ImmutableCollectionsMarshal.AsImmutableArray(squares)),
                gradient.WithValues(ImmutableCollectionsMarshal.AsImmutableArray(updates)));
        }
    }
}
