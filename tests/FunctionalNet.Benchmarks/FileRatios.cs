using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Environments;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// Parameters of 100 MB written and read, beside <c>cp</c> and <c>cat</c> of the same bytes, and what saving a run every 1000 steps costs it:
/// medians of rounds in each of which one is measured right after the other.
/// </summary>
internal static class FileRatios
{
    // The first rounds are slow: the runtime compiles what is hot again.
    private const int FirstRounds = 5;
    private const int Rounds = 25;
    private const int RoundsOfRuns = 7;
    private const int Steps = 20_000;
    private const int Every = 1000;

    /// <summary>Prints a Markdown table, and returns the exit code.</summary>
    public static int Print()
    {
        Console.WriteLine(HostEnvironmentInfo.GetInformation());
        var folder = Directory.CreateTempSubdirectory("FunctionalNet.Benchmarks");
        try
        {
            Console.WriteLine("| | ms | beside | ms | times as fast |\n|---|---:|---|---:|---:|");
            Files(folder.FullName);
            Runs(Path.Combine(folder.FullName, "run"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static void Files(string folder)
    {
        // 25 matrices of 4 MB, as a network of some depth has.
        var parameters = Parameters<float>.Create(
            [.. Enumerable.Range(0, 25).Select(i => new Parameter<float>(FormattableString.Invariant($"{i}/W"), ParameterRole.Weight, Key.Seed(i).Uniform<float>([1000, 1000])))]);
        var (ours, copy) = (Path.Combine(folder, "ours.safetensors"), Path.Combine(folder, "copy"));
        _ = parameters.Save(ours).ThrowIfFail();
        Row("write", () => parameters.Save(ours).ThrowIfFail(), "cp", () => Shell($"cp {ours} {copy}"));
        Row("write", () => parameters.Save(ours).ThrowIfFail(), "cp; sync", () => Shell($"cp {ours} {copy}; sync {copy}"));
        Row("read", () => Parameters.Load<float>(ours).ThrowIfFail(), "cat", () => Shell($"cat {ours} >/dev/null"));
        Row("read .npz", ReadArchive(parameters, Path.Combine(folder, "ours.npz")), "cat", () => Shell($"cat {ours} >/dev/null"));
    }

    private static Func<object> ReadArchive(Parameters<float> parameters, string archive)
    {
        _ = parameters.Save(archive).ThrowIfFail();
        return () => Npz.Read<float>(archive).ThrowIfFail();
    }

    // The chapter's network, on drawn digits.
    private static void Runs(string folder)
    {
        var dataset = Digits.Generate<float>(Key.Seed(0), 1000);
        var network = Layers<float>.Affine(784, 50) >> Layers<float>.Relu >> Layers<float>.Affine(50, 10);
        var run = Train.Run(network, Layers<float>.Losses.SoftmaxCrossEntropy, Layers<float>.Optimizers.Adam(0.001), Batches.WithReplacement(dataset, 100, Key.Seed(1)), Key.Seed(2));
        Row(
            $"{Steps} steps, saved every {Every}", () => run.Take(Steps + 1).SavedTo(folder, run, Every).Last(), "not saved", () => run.Take(Steps + 1).Last(), RoundsOfRuns);
    }

    private static void Row(string ours, Func<object> run, string other, Func<object> runOther, int rounds = Rounds)
    {
        var times = Enumerable.Range(0, rounds + FirstRounds).Select(_ => (Ours: MillisecondsOf(run), Other: MillisecondsOf(runOther)))
            .Skip(FirstRounds).ToList();
        var (mine, theirs) = (Median([.. times.Select(time => time.Ours)]), Median([.. times.Select(time => time.Other)]));
        var ratio = Median([.. times.Select(time => time.Other / time.Ours)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {ours} | {mine:0.0} | {other} | {theirs:0.0} | {ratio:0.00} |"));
    }

    private static double MillisecondsOf(Func<object> function)
    {
        var clock = Stopwatch.StartNew();
        _ = function();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static object Shell(string command)
    {
        using var process = Process.Start("sh", ["-c", command]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command}: exit code {process.ExitCode}");
        return command;
    }
}
