using System.Globalization;
using BenchmarkDotNet.Environments;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// A step on more ranks than there are here, by the α–β model: what a rank computes is measured for several numbers of rows, and fitted by a line; what
/// ranks exchange is <c>2 log₂p · α + 2 (p − 1)/p · bytes · β</c>, by halving and doubling, plus the sums of what was received, which are measured.
/// </summary>
internal static class ScalingTable
{
    // 2 µs a message, and 100 Gb/s.
    private const double Alpha = 2e-6;
    private const double Beta = 8 / 100e9;

    private const int StrongBatch = 8192;
    private const int RowsOfARank = 256;

    private static readonly Layer<float> Network =
        Affine(784, 512, Initializers.HeNormal) >> Relu >> Affine(512, 512, Initializers.HeNormal) >> Relu >> Affine(512, 10);

    /// <summary>Prints a Markdown table, and returns the exit code.</summary>
    public static int Print()
    {
        var digits = Digits.Generate<float>(Key.Seed(0), 10_000);
        int[] sizes = [32, 64, 128, 256, 512];
        double[] times = [.. sizes.Select(rows => SecondsOfAStep(digits, rows))];
        var (fixedTime, timeOfARow) = Line(sizes, times);
        var (numbers, sums) = (Network.Layout.Size, SecondsOfSums());
        Console.WriteLine(HostEnvironmentInfo.GetInformation());
        Console.WriteLine(Text($"{numbers} parameters; a step of n rows is measured as {fixedTime * 1e6:F0} + {timeOfARow * 1e6:F2} n µs, sums of all parameters as {sums * 1e6:F0} µs"));
        Console.WriteLine(Text($"| ranks | exchange, ms | {StrongBatch} rows in all: a step, ms | times as fast | {RowsOfARank} rows a rank: a step, ms | of the speed of one |"));
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        for (var ranks = 1; ranks <= 1024; ranks *= 2)
        {
            var share = (ranks - 1.0) / ranks;
            var exchange = (2 * double.Log2(ranks) * Alpha) + (2 * share * numbers * sizeof(float) * Beta) + (share * sums);
            var (strong, alone) = (Compute((double)StrongBatch / ranks) + exchange, Compute(StrongBatch));
            var weak = Compute(RowsOfARank) + exchange;
            Console.WriteLine(Text($"| {ranks} | {exchange * 1e3:F2} | {strong * 1e3:F2} | {alone / strong:F1} | {weak * 1e3:F2} | {Compute(RowsOfARank) / weak:F2} |"));
        }

        return 0;

        double Compute(double rows) => fixedTime + (timeOfARow * rows);
    }

    private static double SecondsOfAStep(Dataset<float> digits, int rows)
    {
        var objective = Network.Objective(Losses.SoftmaxCrossEntropy).Sharded(1);
        var run = Train.Run(objective, Optimizers.Sgd(0.1), Batches.WithReplacement(digits, rows, Key.Seed(1)), Network.Initialize(Key.Seed(2)), Key.Seed(3));
        using var states = run.GetEnumerator();
        return Median(() => states.MoveNext());
    }

    private static double SecondsOfSums()
    {
        var x = Key.Seed(4).Normal<float>([(int)Network.Layout.Size]);
        return Median(() => _ = x + x);
    }

    private static double Median(Action call)
    {
        for (var i = 0; i < 100; i++)
            call();
        return Enumerable.Range(0, 101).Select(_ => CallTime.SecondsOf(call)).Order().ElementAt(50);
    }

    /// <summary>The line with the least squares of relative distances.</summary>
    private static (double Start, double Slope) Line(int[] x, double[] y)
    {
        var points = x.Zip(y, (at, value) => (X: (double)at, Y: value, Weight: 1 / (value * value))).ToList();
        double weights = points.Sum(point => point.Weight), meanX = points.Sum(point => point.Weight * point.X) / weights, meanY = points.Sum(point => point.Weight * point.Y) / weights;
        var slope = points.Sum(point => point.Weight * (point.X - meanX) * (point.Y - meanY)) / points.Sum(point => point.Weight * (point.X - meanX) * (point.X - meanX));
        return (meanY - (slope * meanX), slope);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
