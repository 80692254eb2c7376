using System.Diagnostics;
using FunctionalNet.Ranks;

namespace FunctionalNet.Tests;

/// <summary>Runs a program of ranks by the launcher of an MPI.</summary>
internal static class MpiRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The launchers of OpenMPI and of MPICH, those that are there.</summary>
    public static IReadOnlyList<string> Launchers { get; } =
        [.. new[] { "mpirun.openmpi", "mpirun.mpich" }.Where(name => Folders.Any(folder => File.Exists(Path.Combine(folder, name))))];

    private static IEnumerable<string> Folders => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    /// <summary>What all ranks print, without what a terminal is told, and the exit code of the launcher.</summary>
    public static Task<(string Printed, int ExitCode)> Run(string launcher, int ranks, params string[] arguments) => Run(launcher, ranks, processors: 1, arguments);

    /// <summary>The same with so many processors for each rank. With several, gradients are exchanged by another thread.</summary>
    public static async Task<(string Printed, int ExitCode)> Run(string launcher, int ranks, int processors, params string[] arguments)
    {
        using var process = Start(launcher, ranks, processors, arguments);
        using var patience = new CancellationTokenSource(Patience);
        // Ranks that wait for each other for ever would outlive the test.
        await using var end = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var streams = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (string.Concat(streams).ReplaceLineEndings("\n"), process.ExitCode);
    }

    /// <summary>A launcher that is running, its streams redirected.</summary>
    public static Process Start(string launcher, int ranks, int processors, params string[] arguments)
    {
        // There may be more ranks than cores, and the tests of CI are run by root.
        string[] oversubscribed = launcher == "mpirun.openmpi" ? ["--oversubscribe", "--allow-run-as-root"] : [];
        var start = new ProcessStartInfo(launcher, [.. oversubscribed, "-np", Invariant($"{ranks}"), Dotnet.Executable, typeof(RankedRun).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["TERM"], start.Environment["DOTNET_PROCESSOR_COUNT"]) = ("dumb", Invariant($"{processors}"));
        return Process.Start(start)!;
    }
}
