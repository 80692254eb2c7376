using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using BenchmarkDotNet.Environments;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// Matrix products compared with OpenBLAS on a machine that is not idle: the medians of many short rounds, in each of which one is
/// measured right after the other. Takes about a minute.
/// </summary>
internal static class Ratios
{
    private static readonly TimeSpan ForEachShape = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan WorkersSpin = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Recompilation = TimeSpan.FromMilliseconds(200);

    /// <summary>Prints a Markdown table, and returns the exit code.</summary>
    public static int Print<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (OpenBlas.Obstacle is { } obstacle)
        {
            Console.Error.WriteLine($"OpenBLAS cannot be compared with: {obstacle}");
            return 1;
        }

        Console.WriteLine(Setting);
        Console.WriteLine($"| {typeof(T).Name} | OpenBLAS, GFLOP/s | FunctionalNet, GFLOP/s | ratio | in place, GFLOP/s | ratio |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        ImmutableArray<MatrixProductCase<T>> products = [.. ProductShape.All.Select(shape => new MatrixProductCase<T>(shape))];
        LetCompile(products);
        foreach (var product in products)
            Console.WriteLine(Row(product.Shape, Measure(product)));
        return 0;
    }

    private static string Setting =>
        $"""
        {HostEnvironmentInfo.GetInformation()}
        {OpenBlas.Description}, threads: {OpenBlas.Threads}
        FunctionalNet, threads: {Environment.ProcessorCount}

        """;

    private static string Row(ProductShape shape, List<Round> rounds)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {shape} | {Speed(round => round.Theirs):F1} | {Speed(round => round.Ours):F1} | {Median(round => round.Theirs / round.Ours):F2} | {Speed(round => round.InPlace):F1} | {Median(round => round.Theirs / round.InPlace):F2} |");

        // 10⁹ operations a second.
        double Speed(Func<Round, double> of) => shape.Operations / Median(of) / 1e9;

        double Median(Func<Round, double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);
    }

    private static List<Round> Measure<T>(MatrixProductCase<T> product)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rounds = new List<Round>();
        var clock = Stopwatch.StartNew();
        do
        {
            var theirs = SecondsOf(product.Theirs);
            if (OpenBlas.Threads > 1)
                Thread.Sleep(WorkersSpin);
            rounds.Add(new(theirs, SecondsOf(product.Ours), SecondsOf(product.InPlace)));
        }
        while (clock.Elapsed < ForEachShape);

        return rounds;
    }

    /// <summary>The seconds that a call takes, measured over some milliseconds, after a warm-up of the same length.</summary>
    private static double SecondsOf<TResult>(Func<TResult> call)
    {
        var (calls, clock) = (0, Stopwatch.StartNew());
        for (; clock.Elapsed < Settling; calls++)
            call();
        clock.Restart();
        for (var i = 0; i < 2 * calls; i++)
            call();
        return clock.Elapsed.TotalSeconds / (2 * calls);
    }

    /// <summary>Waits until the runtime has recompiled hot methods in the background, so that this is not measured.</summary>
    private static void LetCompile<T>(ImmutableArray<MatrixProductCase<T>> products)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var round = 0; round < 3; round++)
        {
            foreach (var product in products)
                _ = (SecondsOf(product.Ours), SecondsOf(product.InPlace));
            Thread.Sleep(Recompilation);
        }
    }

    /// <summary>The seconds that a product takes with OpenBLAS, with ours, and with ours without a new tensor for the result.</summary>
    private readonly record struct Round(double Theirs, double Ours, double InPlace);
}
