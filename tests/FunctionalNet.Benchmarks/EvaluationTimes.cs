using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using FunctionalNet.Numerics;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// What it takes to evaluate the chapter's network on as many images as MNIST has, beside reading their bytes from memory once, on all
/// threads both: medians of rounds in each of which one is measured right after the other.
/// </summary>
internal static class EvaluationTimes
{
    private const int Images = 70_000;
    private const int Pixels = 784;

    // The first rounds are slow: the runtime compiles what is hot again.
    private const int FirstRounds = 50;
    private const int Rounds = 31;

    /// <summary>Prints a line for each way to evaluate, and returns the exit code.</summary>
    public static int Print()
    {
        var pixels = Key.Seed(0).Uniform<float>([Images, Pixels]);
        var dataset = new Dataset<float>(pixels, Key.Seed(1).Integers(Images, 10));
        var network = Affine(Pixels, 50) >> Relu >> Affine(50, 10);
        var parameters = network.Initialize(Key.Seed(2));
        Console.WriteLine($"threads={Environment.ProcessorCount} avx512={Vector512.IsHardwareAccelerated}");
        Row("accuracy", () => network.Accuracy(parameters, dataset), pixels);
        Row("metric accuracy", () => network.Evaluate(Metrics.Accuracy, parameters, dataset), pixels);
        Row("confusion", () => network.Confusion(parameters, dataset), pixels);
        Row("mean loss", () => network.Evaluate(Metrics.MeanLoss(Losses.SoftmaxCrossEntropy), parameters, dataset), pixels);
        return 0;
    }

    private static void Row(string name, Func<object> evaluate, Tensor<float> pixels)
    {
        var times = Enumerable.Range(0, FirstRounds + Rounds)
            .Select(_ => (Ours: MillisecondsOf(evaluate), Read: MillisecondsOf(() => SumOf(pixels))))
            .Skip(FirstRounds).ToList();
        var (ours, read) = (Median([.. times.Select(time => time.Ours)]), Median([.. times.Select(time => time.Read)]));
        var ratio = Median([.. times.Select(time => time.Ours / time.Read)]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: ms={ours:F2} read_ms={read:F2} gigabytes_per_s={pixels.Shape.Size * 4e-6 / read:F1} ratio={ratio:F2}"));
    }

    private static object SumOf(Tensor<float> x)
    {
        var sum = 0f;
        Workers.Run(x.Shape.Size, Reductions.Block, (start, count) =>
        {
            var part = Reductions.Sum(x.Span.Slice((int)start, (int)count));
            lock (x)
                sum += part;
        });
        return sum;
    }

    private static double MillisecondsOf(Func<object> function)
    {
        var clock = Stopwatch.StartNew();
        _ = function();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
