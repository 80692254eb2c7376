using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Stochastic gradient descent.</content>
    public static partial class Optimizers
    {
        /// <summary><c>p ← p − η g</c>, in one pass over each parameter.</summary>
        /// <remarks>Robbins and Monro, "A stochastic approximation method", 1951; the chapter's update rule.</remarks>
        /// <param name="rate">The learning rate η: a number or a schedule.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is negative or not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Sgd(0.1));
        /// // Sgd(0.1)
        /// </code>
        /// </example>
        public static Optimizer<T> Sgd(RateSchedule rate) => Descend(rate).Named($"Sgd({rate})");

        /// <inheritdoc cref="Sgd(RateSchedule)"/>
        /// <param name="rate">The learning rate η, a function of the step.</param>
        /// <param name="expression">The source of the function; the compiler fills it in.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Sgd(step => 0.1 / (1 + step)));
        /// // Sgd(step => 0.1 / (1 + step))
        /// </code>
        /// </example>
        public static Optimizer<T> Sgd(Func<long, double> rate, [CallerArgumentExpression(nameof(rate))] string? expression = null) =>
            Sgd(Scheduled(rate, expression));
    }
}
