using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Learning rates that rise again, or rise before they fall.</content>
    public static partial class Schedules
    {
        /// <summary>
        /// <see cref="Cosine"/> again and again, each time <paramref name="growth"/> times as long: <c>to + (from − to) (1 + cos(π t/n))/2</c> in step t
        /// of a cycle of n steps. It has no end.
        /// </summary>
        /// <remarks>
        /// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017; PyTorch's <c>CosineAnnealingWarmRestarts</c>.
        /// </remarks>
        /// <param name="from">The first value of each cycle.</param>
        /// <param name="to">The value that each cycle falls to.</param>
        /// <param name="steps">The number of steps of the first cycle.</param>
        /// <param name="growth">The length of a cycle in lengths of the one before.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is not finite, or <paramref name="steps"/> or <paramref name="growth"/> not positive.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.CosineWithRestarts(0.1, 0, steps: 10, growth: 2);
        /// Console.WriteLine($"{rate}: {rate.At(0)}, {rate.At(5):F4}, {rate.At(10)}, {rate.At(20):F4}, {rate.At(30)}");
        /// // CosineWithRestarts(0.1, 0, 10, 2): 0.1, 0.0500, 0.1, 0.0500, 0.1
        /// </code>
        /// </example>
        public static RateSchedule CosineWithRestarts(double from, double to, long steps, int growth = 1)
        {
            Finite(from, nameof(from));
            Finite(to, nameof(to));
            Require.Positive(steps);
            Require.Positive(growth);
            return RateSchedule.Define(Invariant($"{Written(nameof(CosineWithRestarts), steps, from, to)[..^1]}, {growth})"), t =>
            {
                var (step, length) = growth == 1 ? (t % steps, steps) : WithinCycle(t, steps, growth);
                return Mixed(from, to, FallingShare(step, length));
            });
        }

        /// <summary>
        /// One cycle: from <c>peak/start</c> up to the peak in the first share of the steps, and down to <c>peak/(start · end)</c> in the others, both
        /// as half a wave of a cosine.
        /// </summary>
        /// <remarks>
        /// Smith, "A disciplined approach to neural network hyper-parameters", 2018; with the numbers of PyTorch's <c>OneCycleLR</c>, whose peak is at
        /// step <c>share · steps − 1</c>, and which ends at step <c>steps − 1</c>. It does not change a momentum.
        /// </remarks>
        /// <param name="peak">The largest value.</param>
        /// <param name="steps">The number of steps: at least 2.</param>
        /// <param name="share">The share of the steps in which the value rises: more than 0 and less than 1.</param>
        /// <param name="start">The peak in units of the first value: more than 0.</param>
        /// <param name="end">The first value in units of the last: more than 0.</param>
        /// <exception cref="ArgumentOutOfRangeException">A number is out of its range or not finite.</exception>
        /// <example>
        /// <code>
        /// var rate = Schedules.OneCycle(0.1, steps: 100);
        /// Console.WriteLine($"{rate}: {rate.At(0):F4}, {rate.At(29):F4}, {rate.At(64):F4}, {rate.At(99):F4}");
        /// // OneCycle(0.1, 100): 0.0040, 0.1000, 0.0500, 0.0000
        /// </code>
        /// </example>
        public static RateSchedule OneCycle(double peak, long steps, double share = 0.3, double start = 25, double end = 1e4)
        {
            Finite(peak, nameof(peak));
            if (steps < 2)
                throw new ArgumentOutOfRangeException(nameof(steps), Invariant($"expected steps of 2 or more, got {steps}"));
            if (share is not (> 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(share), $"expected a share of more than 0 and less than 1, got {NumberFormat.Setting(share)}");
            var (first, last, top) = (peak / Divisor(start, nameof(start)), peak / start / Divisor(end, nameof(end)), (share * steps) - 1);
            return RateSchedule.Define(WrittenOneCycle(peak, steps, share, start, end), step =>
            {
                double t = long.Min(step, steps - 1);
                return t < top ? Mixed(first, peak, FallingShare(t, top)) : Mixed(peak, last, FallingShare(t - double.Max(top, 0), steps - 1 - double.Max(top, 0)));
            }, steps);
        }

        /// <summary>The step within a cycle, and the length of the cycle.</summary>
        private static (long Step, long Length) WithinCycle(long step, long length, int growth)
        {
            while (step >= length)
                (step, length) = (step - length, length > long.MaxValue / growth ? long.MaxValue : length * growth);
            return (step, length);
        }

        /// <summary>From 0 to 1 as the first half of a wave of a cosine falls.</summary>
        private static double FallingShare(double step, double length) => (1 - Functions.Cos(double.Pi * (step / length))) / 2;

        private static double Divisor(double divisor, string name) => divisor > 0 && double.IsFinite(divisor)
            ? divisor
            : throw new ArgumentOutOfRangeException(name, $"expected a divisor of more than 0, got {NumberFormat.Setting(divisor)}");

        private static string WrittenOneCycle(double peak, long steps, double share, double start, double end)
        {
            var text = Written(nameof(OneCycle), steps, peak);
            return (share, start, end) == (0.3, 25, 1e4)
                ? text
                : $"{text[..^1]}, {NumberFormat.Setting(share)}, {NumberFormat.Setting(start)}, {NumberFormat.Setting(end)})";
        }
    }
}
