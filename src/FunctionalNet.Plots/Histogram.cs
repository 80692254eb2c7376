using System.Collections.Immutable;
using ScottPlot;

namespace FunctionalNet;

/// <summary>How numbers are spread: how many fall into each of equal intervals.</summary>
/// <param name="Name">Whose numbers they are.</param>
/// <param name="Summary">Mean and standard deviation, and what they are not made of.</param>
/// <param name="Low">Where the first interval begins.</param>
/// <param name="High">Where the last one ends.</param>
/// <param name="Counts">How many are in each; empty if no number is finite.</param>
internal sealed record Histogram(string Name, string Summary, double Low, double High, ImmutableArray<int> Counts)
{
    private const int Bins = 41;

    // How far below a count of 1, as a logarithm, the bars begin: so that a bar of 1 is seen.
    private const double BelowOne = 0.3;

    public static Histogram Of(string name, ImmutableArray<double> numbers)
    {
        ImmutableArray<double> finite = [.. numbers.Where(double.IsFinite)];
        if (finite.IsEmpty)
            return new(name, numbers.IsEmpty ? "no numbers" : $"no finite numbers among {numbers.Length}", 0, 1, []);
        var mean = finite.Average();
        var deviation = double.Sqrt(finite.Average(number => (number - mean) * (number - mean)));
        var (low, high) = Chart.Range(finite.Min(), finite.Max(), margin: 0);
        var counts = new int[Bins];
        foreach (var number in finite)
            counts[int.Clamp((int)(Bins * ((number - low) / (high - low))), 0, Bins - 1)]++;
        var (zeros, strange) = (finite.Count(number => number == 0), numbers.Length - finite.Length);
        var summary = $"mean {Rounded(mean)}, sd {Rounded(deviation)}"
            + (zeros > 0 ? $", {Numerals.Share((double)zeros / finite.Length, "0.0")} zero" : "")
            + (strange > 0 ? $", {strange} not finite" : "");
        return new(name, summary, low, high, [.. counts]);
    }

    public void Fill(Plot plot)
    {
        if (Counts.IsEmpty)
            return;
        var width = (High - Low) / Bins;
        for (var bin = 0; bin < Bins; bin++)
        {
            if (Counts[bin] == 0)
                continue;
            var left = Low + (bin * width);
            var bar = plot.Add.Rectangle(left, left + width, -BelowOne, double.Log10(Counts[bin]));
            (bar.FillColor, bar.LineColor, bar.LineWidth) = (Palette.Of(0).ForChart(), Colors.White, 0.5f);
        }

        var top = double.Max(1, double.Log10(Counts.Max()) * 1.08);
        plot.Axes.SetLimits(Low - width, High + width, -BelowOne, top);
        // In so little room not at 2 and 5.
        plot.Axes.Left.TickGenerator = Ticks.Logarithms(0, top, fewDecades: 1.2);
        var few = Ticks.Numbers(Low, High);
        few.TargetTickCount = 5;
        plot.Axes.Bottom.TickGenerator = few;
    }

    private static string Rounded(double number) =>
        Numerals.Text(number, double.Abs(number) is 0 or (>= 0.001 and < 10_000) ? "0.####" : "0.0e-0");
}
