using System.Diagnostics;
using System.Globalization;
using FunctionalNet.Ranks;

namespace FunctionalNet.Tests.Mpi;

/// <summary>Runs of several processes, by each MPI that is installed.</summary>
public sealed class RanksTests : IDisposable
{
    private const int Steps = 60;

    private readonly TemporaryFolder folder = new();

    // Ten, as the guide says, by KILLED_RANKS=10 dotnet test --filter RanksTests.
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("KILLED_RANKS") ?? "2", CultureInfo.InvariantCulture);

    private static string AloneAt(int step) => RankedRun.Summary(RankedRun.Of(Collective<float>.Alone).ElementAt(step), Collective<float>.Alone);

    public void Dispose() => folder.Dispose();

    [MpiFact]
    [Trait(Suite.Name, Suite.Long)]
    public async Task Any_number_of_ranks_ends_in_the_bits_of_one_process()
    {
        var alone = AloneAt(Steps);
        (int Ranks, int Processors)[] machines = [(1, 1), (2, 1), (3, 1), (4, 1), (2, 2), (3, 2)];
        foreach (var (launcher, (ranks, processors)) in MpiRun.Launchers.SelectMany(launcher => machines.Select(machine => (launcher, machine))))
        {
            var (printed, exitCode) = await MpiRun.Run(launcher, ranks, processors, "run", folder.At($"{launcher}-{ranks}-{processors}"), $"{Steps}");
            Assert.True(exitCode == 0 && printed.Contains(alone, StringComparison.Ordinal), $"{launcher} -np {ranks} with {processors} processors: expected {alone}, got {exitCode}: {printed}");
        }
    }

    [MpiFact]
    [Trait(Suite.Name, Suite.Long)]
    public async Task A_run_that_loses_a_rank_at_any_moment_goes_on_with_fewer_to_the_same_bits()
    {
        var launcher = MpiRun.Launchers[0];
        foreach (var (i, life) in Key.Seed(0).Integers(Kills, 400).Index())
        {
            var states = folder.At($"{i}");
            await KillOne(launcher, life, states);

            var reached = Directory.EnumerateFiles(states, "step-*").Select(file => int.Parse(Path.GetFileName(file)[5..17], CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
            var end = reached + 20;
            var (printed, _) = await MpiRun.Run(launcher, 2, "run", states, $"{end}");
            var expected = AloneAt(end);
            Assert.True(printed.Contains(expected, StringComparison.Ordinal), $"killed after {life} ms, gone on with from step {reached}: expected {expected}, got {printed}");
        }
    }

    [MpiFact]
    public async Task Tensors_are_gathered_and_broadcast_and_ranks_are_split()
    {
        foreach (var launcher in MpiRun.Launchers)
            Assert.Contains("[1, 2] [2, 2] [3, 2], half of 2, 7", (await MpiRun.Run(launcher, 3, "gather")).Printed, StringComparison.Ordinal);
    }

    [MpiFact]
    public async Task A_rank_that_fails_ends_the_others()
    {
        foreach (var launcher in MpiRun.Launchers)
        {
            var (printed, exitCode) = await MpiRun.Run(launcher, 2, "throw");
            Assert.Contains("rank 1: System.InvalidOperationException: this rank fails", printed, StringComparison.Ordinal);
            Assert.NotEqual(0, exitCode);
            Assert.Equal(3, (await MpiRun.Run(launcher, 2, "exit")).ExitCode);
        }
    }

    [Fact]
    public void A_library_that_is_not_there_is_an_error_of_one_line() => Assert.Equal(
        "no MPI library is found, looked for libnone.so.1, libnone.so.2: install one, on Debian by apt-get install openmpi-bin",
        MpiLibrary.Load(["libnone.so.1", "libnone.so.2"]).Match(Succ: _ => "found", Fail: error => error.Message));

    /// <summary>Starts four ranks, which go on for ever, and kills one of them after so many milliseconds. The others end then.</summary>
    private static async Task KillOne(string launcher, int life, string states)
    {
        using var process = MpiRun.Start(launcher, 4, processors: 1, "run", states, "1000000");
        try
        {
            // The launcher may print before the ranks do.
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("going", StringComparison.Ordinal))
            {
            }

            await Task.Delay(life);
            RanksOf(process)[life % 4].Kill();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.NotEqual(0, process.ExitCode);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The processes of the ranks: those of .NET below the launcher.</summary>
    private static List<Process> RanksOf(Process launcher) => [.. Process.GetProcessesByName("dotnet").Where(process => IsBelow(process.Id, launcher.Id))];

    private static bool IsBelow(int process, int ancestor)
    {
        // In Linux's words: pid (name) state parent ...
        try
        {
            for (var at = process; at > 1; at = int.Parse(File.ReadAllText(Invariant($"/proc/{at}/stat")).Split(") ")[^1].Split(' ')[1], CultureInfo.InvariantCulture))
            {
                if (at == ancestor)
                    return true;
            }
        }
        catch (IOException)
        {
            // A process of another test, which has ended.
        }

        return false;
    }
}
