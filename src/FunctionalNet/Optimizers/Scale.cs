using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Updates times a number, which stays pending: it costs no pass over memory.</content>
    public static partial class Optimizers
    {
        /// <summary><c>u ← factor(t) u</c>, where t is the step of training. The factor may be negative: <c>Scale(-0.1)</c> is <c>Sgd(0.1)</c>.</summary>
        /// <param name="factor">A number or a schedule.</param>
        /// <exception cref="ArgumentOutOfRangeException">The factor is not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Adam(0.001) >> Optimizers.Scale(Schedules.Linear(1, 0, 1000)));
        /// // Adam(0.001) >> Scale(Linear(1, 0, 1000))
        /// </code>
        /// </example>
        public static Optimizer<T> Scale(RateSchedule factor)
        {
            RequireFinite(Value(Require.NotNull(factor), 0), nameof(factor), 0);
            return Optimizer.Define<T>($"Scale({factor})", (updates, context) =>
                updates * RequireFinite(Value(factor, context.Step), nameof(factor), context.Step));
        }

        /// <inheritdoc cref="Scale(RateSchedule)"/>
        /// <param name="factor">A function of the step.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        public static Optimizer<T> Scale(Func<long, double> factor, [CallerArgumentExpression(nameof(factor))] string? expression = null) =>
            Scale(Scheduled(Require.NotNull(factor), expression));

        /// <summary><c>u ← −rate(t) u</c>: down the gradient. Its name is Scale, as it is one.</summary>
        private static Optimizer<T> Descend(RateSchedule rate)
        {
            RequireRate(Value(Require.NotNull(rate), 0), 0);
            return Optimizer.Define<T>($"Scale(-{rate})", (updates, context) => updates * -RequireRate(Value(rate, context.Step), context.Step));
        }
    }
}
