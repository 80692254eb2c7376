using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Environments;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// Layers that do little arithmetic, compared with a copy of their input: the fastest of many calls, one right after the other, so that what else the machine
/// does matters little. A layer makes a new tensor each time, and the copy goes to an array that is there already.
/// </summary>
internal static class LayerRatios
{
    private const int FewestCalls = 100;

    private static readonly TimeSpan ForEachPass = TimeSpan.FromSeconds(0.3);
    private static readonly TimeSpan Recompilation = TimeSpan.FromMilliseconds(300);
    private static readonly ImmutableArray<Shape> Shapes = [[100, 28, 28, 16], [100, 8, 8, 64], [128, 512]];

    /// <summary>Prints a Markdown table of times in copies, of layers whose kind has one of these texts or of all, and returns the exit code.</summary>
    public static int Print(ImmutableArray<string> kinds)
    {
        Console.WriteLine(HostEnvironmentInfo.GetInformation());
        Console.WriteLine("| copies of the input | shape | forwards in training | backwards to all | backwards to the input |");
        Console.WriteLine("|---|---|---:|---:|---:|");
        foreach (var (layer, shape) in from shape in Shapes from layer in LayersOf(shape) where kinds.IsEmpty || kinds.Any($"{layer}".Contains) select (layer, shape))
        {
            var (parameters, x, dy, copy) = (layer.Initialize(Key.Seed(0)), Key.Seed(1).Normal<float>(shape), Key.Seed(2).Normal<float>(shape), new float[shape.Size]);
            var backward = layer.Forward(parameters, x, Mode.Training(Key.Seed(3))).Backward;
            Action[] passes =
            [
                () => _ = layer.Forward(parameters, x, Mode.Training(Key.Seed(3))).Output,
                () => _ = backward(dy) is var gradients ? (gradients.Parameters, gradients.Input) : default,
                () => _ = backward(dy).Input,
            ];
            var ratios = passes.Select(pass => Ratio(pass, () => x.CopyTo(copy)).ToString("F1", CultureInfo.InvariantCulture));
            Console.WriteLine($"| {layer} | {shape} | {string.Join(" | ", ratios)} |");
        }

        return 0;
    }

    private static IEnumerable<Layer<float>> LayersOf(Shape shape) =>
    [
        Relu, BatchNormalization(shape[^1]), LayerNormalization([shape[^1]]), RmsNormalization([shape[^1]]), GroupNormalization(8, shape[^1]),
        .. shape.Rank > 2 ? [InstanceNormalization(shape[^1]), SpatialDropout(0.3)] : (Layer<float>[])[],
        Dropout(0.3), DropPath(0.3), GaussianNoise(0.1),
    ];

    private static double Ratio(Action ours, Action copy)
    {
        for (var warmUp = 0; warmUp < 3; warmUp++)
        {
            _ = Fastest(ours, copy);
            Thread.Sleep(Recompilation);
        }

        var (fastest, ofCopies) = Fastest(ours, copy);
        return fastest / ofCopies;
    }

    private static (double Ours, double Copy) Fastest(Action ours, Action copy)
    {
        var (clock, fastest, ofCopies) = (Stopwatch.StartNew(), double.PositiveInfinity, double.PositiveInfinity);
        for (var calls = 0; clock.Elapsed < ForEachPass || calls < FewestCalls; calls++)
        {
            ofCopies = double.Min(ofCopies, CallTime.SecondsOf(copy));
            fastest = double.Min(fastest, CallTime.SecondsOf(ours));
        }

        return (fastest, ofCopies);
    }
}
