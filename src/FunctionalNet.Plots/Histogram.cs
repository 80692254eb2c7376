using System.Collections.Immutable;
using ScottPlot;

namespace FunctionalNet;

/// <summary>A histogram: the number of values in each of equal intervals.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Summary">Mean and standard deviation, and the values left out of them.</param>
/// <param name="Range">The range of all intervals together.</param>
/// <param name="Counts">The number of values in each interval; empty if no value is finite.</param>
internal sealed record Histogram(string Name, string Summary, Axis Range, ImmutableArray<int> Counts)
{
    private const int Bins = 41;

    // The number of letters that fit side by side in the labels of the axis.
    private const int MostLetters = 40;

    // The logarithm at which the bars begin, below that of a count of 1, so that a bar of 1 is visible.
    private const double BelowOne = 0.3;

    public static Histogram Of(string name, ImmutableArray<double> numbers)
    {
        ImmutableArray<double> finite = [.. numbers.Where(double.IsFinite)];
        if (finite.IsEmpty)
            return new(name, numbers.IsEmpty ? "no numbers" : Invariant($"no finite numbers among {numbers.Length}"), new(0, 1), []);
        var (mean, std) = Moments(finite);
        var range = Axis.Over(finite, margin: 0);
        var counts = new int[Bins];
        foreach (var number in finite)
            counts[int.Clamp((int)(Bins * range.ShareOf(number)), 0, Bins - 1)]++;
        var (zeros, strange) = (finite.Count(number => number == 0), numbers.Length - finite.Length);
        var summary = $"mean {Rounded(mean)}, std {Rounded(std)}"
            + (zeros > 0 ? $", {Numerals.Share((double)zeros / finite.Length, "0.0")} zero" : "")
            + (strange > 0 ? Invariant($", {strange} not finite") : "");
        return new(name, summary, range, [.. counts]);
    }

    /// <summary>Mean and standard deviation, computed in units of a power of two, so that neither sums nor squares overflow.</summary>
    private static (double Mean, double Std) Moments(ImmutableArray<double> numbers)
    {
        var largest = numbers.Max(double.Abs);
        var unit = largest > 0 ? double.ScaleB(1, double.ILogB(largest)) : 1;
        var mean = numbers.Average(number => number / unit);
        var std = double.Sqrt(numbers.Average(number => double.Pow((number / unit) - mean, 2)));
        return (mean * unit, std * unit);
    }

    public void Fill(Plot plot)
    {
        if (Counts.IsEmpty)
            return;
        var width = (Range.End - Range.Start) / Bins;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (Counts[bin] == 0)
                continue;
            var left = Range.Start + (bin * width);
            var bar = plot.Add.Rectangle(left, left + width, -BelowOne, double.Log10(Counts[bin]));
            (bar.FillColor, bar.LineColor, bar.LineWidth) = (Palette.Of(0).ForChart(), Colors.White, 0.5f);
        }

        var top = double.Max(1, double.Log10(Counts.Max()) * 1.08);
        plot.Axes.SetLimits(Range.Start - width, Range.End + width, -BelowOne, top);
        // At powers of ten only, for lack of room.
        plot.Axes.Left.TickGenerator = Ticks.Logarithms(0, top, fewDecades: 1.2);
        var few = Ticks.Numbers(Range);
        few.TargetTickCount = int.Clamp(MostLetters / few.LabelFormatter(Range.End).Length, 2, 5);
        plot.Axes.Bottom.TickGenerator = few;
    }

    private static string Rounded(double number) =>
        Numerals.Text(number, double.Abs(number) is 0 or (>= 0.001 and < 10_000) ? "0.####" : "0.0e-0");
}
