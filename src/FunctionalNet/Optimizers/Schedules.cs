using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Learning rates that depend on the step t, counted from 0. All are computed in double precision.</content>
    public static partial class Schedules
    {
        /// <summary><c>value</c> at every step; it has no end. A number alone is the same schedule.</summary>
        /// <param name="value">The value.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number is not finite.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Schedules.Constant(0.1).For(100) >> Schedules.Linear(0.1, 0, 50));
        /// // 0.1.For(100) >> Linear(0.1, 0, 50)
        /// </code>
        /// </example>
        public static RateSchedule Constant(double value) => Finite(value, nameof(value));

        /// <summary><c>rate · factor^⌊t/every⌋</c>; it has no end.</summary>
        /// <param name="rate">The first value.</param>
        /// <param name="factor">The factor of each stair: 0 or more.</param>
        /// <param name="every">The number of steps of a stair.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the factor negative, or <paramref name="every"/> not positive.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.Step(0.8, 0.5, every: 100);
        /// Console.WriteLine($"{rate.At(99)}, {rate.At(100)}, {rate.At(250)}");
        /// // 0.8, 0.4, 0.2
        /// </code>
        /// </example>
        public static RateSchedule Step(double rate, double factor, long every)
        {
            var (from, ratio) = (Finite(rate, nameof(rate)), Factor(factor));
            Require.Positive(every);
            return RateSchedule.Define(Written(nameof(Step), every, from, ratio), t => from * Functions.Power(ratio, t / every));
        }

        /// <summary><c>rate · factor^(t/every)</c>: <see cref="Step"/> without stairs. It has no end.</summary>
        /// <param name="rate">The first value.</param>
        /// <param name="factor">The factor of <paramref name="every"/> steps: more than 0.</param>
        /// <param name="every">The number of steps to a factor.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite, the factor not positive, or <paramref name="every"/> not positive.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.Exponential(0.8, 0.25, every: 100);
        /// Console.WriteLine($"{rate.At(0)}, {rate.At(50):F4}, {rate.At(100)}");
        /// // 0.8, 0.4000, 0.2
        /// </code>
        /// </example>
        public static RateSchedule Exponential(double rate, double factor, long every = 1)
        {
            var (from, ratio) = (Finite(rate, nameof(rate)), Factor(factor));
            Require.Positive(every);
            if (ratio == 0)
                throw new ArgumentOutOfRangeException(nameof(factor), "expected a factor of more than 0, got 0");
            var logarithm = Functions.Log(ratio);
            return RateSchedule.Define(
                Written(nameof(Exponential), every, from, ratio),
                t => from * Functions.Power(ratio, t / every) * Functions.Exp(t % every / (double)every * logarithm));
        }

        /// <summary><c>from + (to − from) t/steps</c>, and <c>to</c> from its end on.</summary>
        /// <param name="from">The first value.</param>
        /// <param name="to">The value at the end.</param>
        /// <param name="steps">The number of steps.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or <paramref name="steps"/> not positive.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.Linear(0.1, 0, steps: 10);
        /// Console.WriteLine($"{rate.At(0)}, {rate.At(5)}, {rate.At(10)}, {rate.At(11)}");
        /// // 0.1, 0.05, 0, 0
        /// </code>
        /// </example>
        public static RateSchedule Linear(double from, double to, long steps) =>
            Between(nameof(Linear), from, to, steps, t => t / (double)steps);

        /// <summary><c>to + (from − to) (1 + cos(π t/steps))/2</c>, and <c>to</c> from its end on.</summary>
        /// <remarks>Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017. With the restarts it is <see cref="CosineWithRestarts"/>.</remarks>
        /// <param name="from">The first value.</param>
        /// <param name="to">The value at the end.</param>
        /// <param name="steps">The number of steps.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or <paramref name="steps"/> not positive.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.Cosine(0.1, 0, steps: 10);
        /// Console.WriteLine($"{rate.At(0)}, {rate.At(5):F4}, {rate.At(10)}");
        /// // 0.1, 0.0500, 0
        /// </code>
        /// </example>
        public static RateSchedule Cosine(double from, double to, long steps) =>
            Between(nameof(Cosine), from, to, steps, t => FallingShare(t, steps));

        /// <summary><c>to (t + 1)/steps</c>, and <c>to</c> from its last step on: the first step is not one of rate 0.</summary>
        /// <remarks>Goyal et al., "Accurate, large minibatch SGD", 2017.</remarks>
        /// <param name="to">The value of the last step.</param>
        /// <param name="steps">The number of steps.</param>
        /// <exception cref="ArgumentOutOfRangeException">The number is not finite, or <paramref name="steps"/> not positive.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.WarmUp(0.1, steps: 4) >> 0.1;
        /// Console.WriteLine($"{rate}: {rate.At(0)}, {rate.At(1)}, {rate.At(3)}, {rate.At(4)}");
        /// // WarmUp(0.1, 4) >> 0.1: 0.025, 0.05, 0.1, 0.1
        /// </code>
        /// </example>
        public static RateSchedule WarmUp(double to, long steps)
        {
            Finite(to, nameof(to));
            Require.Positive(steps);
            return RateSchedule.Define(Written(nameof(WarmUp), steps, to), t => t + 1 < steps ? to * ((t + 1) / (double)steps) : to, steps);
        }

        /// <summary>From one value to the other by a share that goes from 0 to 1: exact at both ends.</summary>
        private static RateSchedule Between(string name, double from, double to, long steps, Func<long, double> share)
        {
            Finite(from, nameof(from));
            Finite(to, nameof(to));
            Require.Positive(steps);
            return RateSchedule.Define(Written(name, steps, from, to), t => Mixed(from, to, share(t)), steps);
        }

        private static double Mixed(double from, double to, double share) => (from * (1 - share)) + (to * share);

        private static string Written(string name, long steps, params ReadOnlySpan<double> numbers)
        {
            var text = name + "(";
            foreach (var number in numbers)
                text += $"{NumberFormat.Setting(number)}, ";
            return Invariant($"{text}{steps})");
        }

        private static double Finite(double value, string name) => double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(name, $"expected a finite number, got {NumberFormat.Setting(value)}");

        private static double Factor(double factor) => Finite(factor, nameof(factor)) >= 0
            ? factor
            : throw new ArgumentOutOfRangeException(nameof(factor), $"expected a factor of 0 or more, got {NumberFormat.Setting(factor)}");
    }
}
