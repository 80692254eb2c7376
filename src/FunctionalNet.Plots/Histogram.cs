using System.Collections.Immutable;
using ScottPlot;

namespace FunctionalNet;

/// <summary>How numbers are spread: how many fall into each of equal intervals.</summary>
/// <param name="Name">Whose numbers they are.</param>
/// <param name="Summary">Mean and standard deviation, and what they are not made of.</param>
/// <param name="Range">From where the first interval begins to where the last one ends.</param>
/// <param name="Counts">How many are in each; empty if no number is finite.</param>
internal sealed record Histogram(string Name, string Summary, Axis Range, ImmutableArray<int> Counts)
{
    private const int Bins = 41;

    // So many letters of all labels below it have room side by side.
    private const int MostLetters = 40;

    // How far below a count of 1, as a logarithm, the bars begin: so that a bar of 1 is seen.
    private const double BelowOne = 0.3;

    public static Histogram Of(string name, ImmutableArray<double> numbers)
    {
        ImmutableArray<double> finite = [.. numbers.Where(double.IsFinite)];
        if (finite.IsEmpty)
            return new(name, numbers.IsEmpty ? "no numbers" : Invariant($"no finite numbers among {numbers.Length}"), new(0, 1), []);
        var (mean, deviation) = Moments(finite);
        var range = Axis.Over(finite, margin: 0);
        var counts = new int[Bins];
        foreach (var number in finite)
            counts[int.Clamp((int)(Bins * range.ShareOf(number)), 0, Bins - 1)]++;
        var (zeros, strange) = (finite.Count(number => number == 0), numbers.Length - finite.Length);
        var summary = $"mean {Rounded(mean)}, sd {Rounded(deviation)}"
            + (zeros > 0 ? $", {Numerals.Share((double)zeros / finite.Length, "0.0")} zero" : "")
            + (strange > 0 ? Invariant($", {strange} not finite") : "");
        return new(name, summary, range, [.. counts]);
    }

    /// <summary>Mean and standard deviation, in units of a power of two, so that neither sums nor squares leave the range of numbers.</summary>
    private static (double Mean, double Deviation) Moments(ImmutableArray<double> numbers)
    {
        var largest = numbers.Max(double.Abs);
        var unit = largest > 0 ? double.ScaleB(1, double.ILogB(largest)) : 1;
        var mean = numbers.Average(number => number / unit);
        var deviation = double.Sqrt(numbers.Average(number => double.Pow((number / unit) - mean, 2)));
        return (mean * unit, deviation * unit);
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
        // In so little room not at 2 and 5.
        plot.Axes.Left.TickGenerator = Ticks.Logarithms(0, top, fewDecades: 1.2);
        var few = Ticks.Numbers(Range);
        few.TargetTickCount = int.Clamp(MostLetters / few.LabelFormatter(Range.End).Length, 2, 5);
        plot.Axes.Bottom.TickGenerator = few;
    }

    private static string Rounded(double number) =>
        Numerals.Text(number, double.Abs(number) is 0 or (>= 0.001 and < 10_000) ? "0.####" : "0.0e-0");
}
