using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Gradient descent with momentum.</content>
    public static partial class Optimizers
    {
        private const string Velocity = "velocity";
        private const string Steps = "steps";

        /// <summary>
        /// <c>v ← μ v − η g</c>, <c>p ← p + v</c>; the velocity v begins at 0. Nesterov's looks ahead: <c>p ← p + μ v − η g</c> with the
        /// new v.
        /// </summary>
        /// <remarks>
        /// Polyak, "Some methods of speeding up the convergence of iteration methods", 1964; Nesterov 1983, in the form of Sutskever et
        /// al., "On the importance of initialization and momentum in deep learning", 2013. It is <c>Scale(−η) >> Trace(μ)</c>.
        /// </remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <param name="momentum">The part of the velocity that is kept, μ: at least 0 and less than 1.</param>
        /// <param name="nesterov">Whether the gradient is taken as if after the next step of the velocity.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite, or the momentum is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Momentum(0.1, 0.9));
        /// // Momentum(0.1, 0.9)
        /// </code>
        /// </example>
        public static Optimizer<T> Momentum(RateSchedule rate, double momentum, bool nesterov = false) =>
            (Descend(rate) >> Trace(momentum, nesterov)).Named($"Momentum({rate}, {NumberFormat.Setting(momentum)}{(nesterov ? ", nesterov" : "")})");

        /// <inheritdoc cref="Momentum(RateSchedule, double, bool)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="momentum">The part of the velocity that is kept, μ: at least 0 and less than 1.</param>
        /// <param name="nesterov">Whether the gradient is taken as if after the next step of the velocity.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> Momentum(
            Func<long, double> rate, double momentum, bool nesterov = false, [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            Momentum(Scheduled(rate, expression), momentum, nesterov);

        /// <summary>
        /// <c>v ← μ v + (1 − τ) u</c>, <c>u ← v</c>: a trace of the updates that fades. In the first step the dampening τ is 0. Nesterov's
        /// is <c>u ← μ v + u</c> with the new v.
        /// </summary>
        /// <remarks>After <see cref="Scale(RateSchedule)"/> the velocity has the learning rate in it; before it, it has not.</remarks>
        /// <param name="momentum">The part of the velocity that is kept, μ: at least 0 and less than 1.</param>
        /// <param name="nesterov">Whether the update looks one step of the velocity ahead.</param>
        /// <param name="dampening">The part of an update that is not added to the velocity, τ: at least 0 and less than 1.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not in [0, 1).</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Trace(0.9) >> Optimizers.Sgd(0.1));
        /// // Trace(0.9) >> Sgd(0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> Trace(double momentum, bool nesterov = false, double dampening = 0)
        {
            var kept = RequireShare(momentum, "a momentum");
            RequireShare(dampening, "a dampening");
            string[] arguments = [NumberFormat.Setting(momentum), .. nesterov ? new[] { "nesterov" } : []];
            return Optimizer.Define<T>(
                Written(nameof(Trace), arguments, ("dampening", dampening, 0)),
                parameters => TransformationState<T>.Empty.WithTensors(Velocity, ZerosOf(parameters)).WithCount(Steps, 0),
                (updates, state, _) =>
                {
                    var steps = state.Count(Steps);
                    var added = steps == 0 ? T.One : T.CreateChecked(1 - dampening);
                    var velocity = Add(state.Tensor(Velocity), updates * added);
                    return (
                        Updates.Of(nesterov ? Add(velocity, updates) : velocity),
                        state.WithTensors(Velocity, velocity).WithCount(Steps, steps + 1));
                });

            Parameters<T> Add(Parameters<T> velocity, Updates<T> updates)
            {
                var sum = new WeightedSum<T>(kept, updates.Scale);
                return velocity.Zip(updates.Values, (v, u) => v.Zip(u, sum));
            }
        }
    }
}
