using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Environments;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// Layers of images beside copies of as many bytes as they read and write, called in turns. A forward pass reads its input and writes its output. A backward pass reads the gradient and writes that of the input; of the largest it reads input
/// and output too.
/// </summary>
internal static class SpatialRatios
{
    private const int Calls = 200;
    private const int WarmUps = 4;
    private static readonly TimeSpan Recompilation = TimeSpan.FromMilliseconds(200);

    private static readonly ImmutableArray<(Layer<float> Layer, Shape Input)> Cases =
    [
        (MaxPool([2, 2]), [100, 28, 28, 16]),
        (MaxPool([2, 2]), [100, 24, 24, 30]),
        (MaxPool([3, 3], stride: [2, 2]), [100, 28, 28, 16]),
        (MaxPool([2, 2]), [100, 28, 28, 1]),
        (AveragePool([2, 2]), [100, 28, 28, 16]),
        (AveragePool([2, 2]), [100, 24, 24, 30]),
        (AdaptiveAveragePool([5, 5]), [100, 28, 28, 16]),
        (GlobalAveragePool, [100, 7, 7, 512]),
        (GlobalMaxPool, [100, 7, 7, 512]),
        (ZeroPad([2, 2]), [100, 28, 28, 16]),
        (ZeroPad([2, 2]), [100, 24, 24, 30]),
        (ZeroPad([2, 2]), [100, 28, 28, 1]),
        (ReflectPad([2, 2]), [100, 28, 28, 16]),
        (UpsampleNearest([2, 2]), [100, 14, 14, 16]),
        (UpsampleLinear([2, 2]), [100, 14, 14, 16]),
        (Permute(1, 2, 0), [100, 3, 32, 32]),
    ];

    /// <summary>Prints a Markdown table of times as multiples of a copy's, of layers with one of these names or of all, and returns the exit code.</summary>
    public static int Print(ImmutableArray<string> names)
    {
        Console.WriteLine(HostEnvironmentInfo.GetInformation());
        Console.WriteLine("| layer | input | forward | backward |");
        Console.WriteLine("|---|---|---:|---:|");
        foreach (var (layer, shape) in Cases.Where(@case => names.IsEmpty || names.Any(name => $"{@case.Layer}".Contains(name, StringComparison.Ordinal))))
        {
            var input = Key.Seed(1).Normal<float>(shape);
            var (output, backward) = layer.Forward(Parameters<float>.Empty, input, Mode.Inference);
            var gradient = Key.Seed(2).Normal<float>(output.Shape);
            var isMax = layer.ToString().Contains("Max", StringComparison.Ordinal);
            var (read, written) = (shape.Size, output.Shape.Size);
            var forwards = Ratio(Copy(read, written), () => _ = layer.Forward(Parameters<float>.Empty, input, Mode.Inference).Output);
            var backwards = Ratio(Copy(isMax ? (2 * written) + read : written, read), () => _ = backward(gradient).Input);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {layer} | {shape} | {forwards:F2} | {backwards:F2} |"));
        }

        return 0;
    }

    /// <summary>A copy, on all threads, of half as many numbers as are read and written together.</summary>
    private static Action Copy(int read, int written)
    {
        var numbers = Key.Seed(3).Normal<float>([(read + written) / 2]);
        return () => _ = numbers * 1;
    }

    /// <summary>The ratio of the lower quartiles of single calls, one after the other: of other programs, most calls are not interrupted.</summary>
    private static double Ratio(Action copy, Action ours)
    {
        var calls = new List<(double Copy, double Ours)>();
        for (var warm = 0; warm < WarmUps; warm++)
        {
            for (var call = 0; call < Calls; call++)
                calls.Add((CallTime.SecondsOf(copy), CallTime.SecondsOf(ours)));
            Thread.Sleep(Recompilation);
            if (warm < WarmUps - 1)
                calls.Clear();
        }

        return LowerQuartile(calls.Select(call => call.Ours)) / LowerQuartile(calls.Select(call => call.Copy));
    }

    private static double LowerQuartile(IEnumerable<double> seconds) => seconds.Order().ElementAt(Calls / 4);
}
