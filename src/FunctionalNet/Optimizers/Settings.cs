using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>The settings of optimizers: how they are checked, taken to the precision T, and written.</content>
    public static partial class Optimizers
    {
        /// <summary>A function of the step as a schedule that is written as the function is.</summary>
        private static RateSchedule Scheduled(Func<long, double> rate, string? expression) => RateSchedule.Define(
            expression is null ? "function" : string.Join(' ', expression.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), Require.NotNull(rate));

        private static T Value(RateSchedule schedule, long step) => T.CreateChecked(schedule.At(step));

        private static T RequireRate(T rate, long step) => rate >= T.Zero && T.IsFinite(rate)
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), $"expected a learning rate of 0 or more, got {NumberFormat.Shortest(rate)}{AtStep(step)}");

        private static T RequireFinite(T number, string name, long step) => T.IsFinite(number)
            ? number
            : throw new ArgumentOutOfRangeException(name, $"expected a finite {name}, got {NumberFormat.Shortest(number)}{AtStep(step)}");

        private static string AtStep(long step) => step == 0 ? "" : Invariant($" at step {step}");

        /// <summary>A number of at least 0 and less than 1, in the precision that it is used in.</summary>
        private static T RequireShare(double share, string what, [CallerArgumentExpression(nameof(share))] string name = "") =>
            T.CreateChecked(share) is var number && number >= T.Zero && number < T.One
                ? number
                : throw new ArgumentOutOfRangeException(name, $"expected {what} of at least 0 and less than 1, got {NumberFormat.Setting(share)}");

        private static T RequirePositive(double number, string what, [CallerArgumentExpression(nameof(number))] string name = "") =>
            T.CreateChecked(number) is var positive && positive > T.Zero && T.IsFinite(positive)
                ? positive
                : throw new ArgumentOutOfRangeException(name, $"expected {what} of more than 0, got {NumberFormat.Setting(number)}");

        private static T RequireNotNegative(double number, string what, [CallerArgumentExpression(nameof(number))] string name = "") =>
            T.CreateChecked(number) is var value && value >= T.Zero && T.IsFinite(value)
                ? value
                : throw new ArgumentOutOfRangeException(name, $"expected {what} of 0 or more, got {NumberFormat.Setting(number)}");

        /// <summary>A name and its arguments: those without a default, and by name those that differ from their default.</summary>
        private static string Written(string name, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, double Value, double Default)> options)
        {
            List<string> written = [.. arguments];
            foreach (var option in options)
            {
                if (option.Value != option.Default)
                    written.Add($"{option.Name} {NumberFormat.Setting(option.Value)}");
            }

            return $"{name}({string.Join(", ", written)})";
        }

        private static Parameters<T> ZerosOf(Parameters<T> parameters) => parameters.Map(p => Tensor.Zeros<T>(p.Shape));
    }
}
