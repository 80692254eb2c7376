using ScottPlot;
using ScottPlot.TickGenerators;

namespace FunctionalNet;

/// <summary>The ticks of the axes of charts, and their labels.</summary>
internal static class Ticks
{
    // With more decades, ticks are at powers of ten only.
    private const double FewDecades = 3.5;

    // Fewer labels do not show a scale, more would overlap.
    private const int Fewest = 3;
    private const int Most = 8;

    /// <summary>No ticks, for an axis without numbers.</summary>
    public static ITickGenerator None => new NumericManual();

    /// <summary>Ticks at round numbers, or only at integers.</summary>
    public static NumericAutomatic Numbers(Axis axis, bool whole = false) => new()
    {
        IntegerTicksOnly = whole && axis.Exponent == 0,
        LabelFormatter = Numerals.Between(axis.Start, axis.End, axis.Exponent),
    };

    /// <summary>Ticks of shares of 1, in per cent.</summary>
    public static NumericAutomatic Percentages(Axis axis)
    {
        var percentage = Numerals.Between(100 * axis.Start, 100 * axis.End, axis.Exponent);
        return new() { LabelFormatter = share => $"{percentage(100 * share)} %" };
    }

    /// <summary>
    /// Ticks of a logarithmic axis: at 1, 2 and 5 times each power of ten. Where the range is too narrow for that, they are at every
    /// digit or at round numbers; where it is too wide, at some powers of ten.
    /// </summary>
    public static ITickGenerator Logarithms(double lowest, double highest, double fewDecades = FewDecades)
    {
        var every = (int)double.Ceiling((highest - lowest) / Most);
        var (all, few) = (Digits(1, 2, 3, 4, 5, 6, 7, 8, 9), Digits(1, 2, 5));
        var (labelled, between) = highest - lowest > fewDecades ? (Powers(lowest, highest, every), every == 1 ? all : [])
            : few.Length >= Fewest ? (few, all)
            : all.Length >= Fewest ? (all, [])
            : (Round(double.Exp10(lowest), double.Min(double.Exp10(highest), double.MaxValue)), []);
        var name = Numerals.OfAxis(labelled[0], labelled[^1], double.Min(labelled[0], labelled[^1] - labelled[^2]));
        var ticks = new NumericManual();
        foreach (var value in labelled)
            ticks.AddMajor(double.Log10(value), name(value));
        foreach (var value in between.Except(labelled))
            ticks.AddMinor(double.Log10(value));
        return ticks;

        double[] Digits(params int[] digits) => [.. Powers(double.Floor(lowest), highest, every: 1)
            .SelectMany(power => digits.Select(digit => digit * power))
            .Where(value => double.Log10(value) >= lowest && double.Log10(value) <= highest)];
    }

    private static double[] Powers(double lowest, double highest, int every)
    {
        var first = (int)(every * double.Ceiling(lowest / every));
        return [.. Enumerable.Range(0, (((int)double.Floor(highest) - first) / every) + 1)
            .Select(i => double.Pow(10, first + (i * every)))
            .Where(power => power > 0 && double.IsFinite(power))];
    }

    /// <summary>Multiples of 1, 2 or 5 times a power of ten; only the ends, where that power would underflow.</summary>
    private static double[] Round(double low, double high)
    {
        var power = double.Exp10(double.Floor(double.Log10((high - low) / Most)));
        if (power == 0)
            return [low, high];
        var step = Enumerable.Range(1, 10).Where(digit => 10 % digit == 0).Select(digit => digit * power)
            .First(step => (high - low) / step <= Most);
        var first = double.Ceiling(low / step);
        return [.. Enumerable.Range(0, (int)(double.Floor(high / step) - first) + 1).Select(i => (first + i) * step)];
    }
}
