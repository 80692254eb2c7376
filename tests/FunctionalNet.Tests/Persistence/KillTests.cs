using System.Globalization;
using FunctionalNet.Resumption;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>A process that trains, and is killed at random moments: nothing is lost but the steps since the last file.</summary>
public sealed class KillTests : IDisposable
{
    private const int Steps = 1500;
    private const int Every = 1;

    // The longest life of a process, in milliseconds. A file is written after every step, so most are killed while they write one.
    private const int LongestLife = 150;

    private readonly TemporaryFolder folder = new();

    // 100 and more by KILLS=100 dotnet test --filter KillTests.
    private static int Kills => int.Parse(Environment.GetEnvironmentVariable("KILLS") ?? "20", CultureInfo.InvariantCulture);

    public void Dispose() => folder.Dispose();

    [UnixFact]
    [Trait(Suite.Name, Suite.Long)]
    public async Task A_run_that_is_killed_at_any_moment_ends_in_the_bits_of_one_that_is_not()
    {
        var run = ResumedRuns<float>.By(Optimizers.Adam(0.01));
        var expected = ResumedCase.Fingerprint(run, run.ElementAt(Steps));
        foreach (var life in Key.Seed(0).Integers(Kills, LongestLife))
            await Kill(life);

        var printed = await Dotnet.Run([typeof(ResumedCase).Assembly.Location, "run", folder.Path, $"{Steps}", $"{Every}"]);
        Assert.Equal($"going\n{expected}\n", printed);
        Assert.DoesNotContain(folder.Entries, name => name.EndsWith(".part", StringComparison.Ordinal));
    }

    /// <summary>Goes on with the run in a process, and kills it after this many milliseconds, unless it has ended before.</summary>
    private async Task Kill(int life)
    {
        using var process = Dotnet.Start([typeof(ResumedCase).Assembly.Location, "run", folder.Path, $"{Steps}", $"{Every}"]);
        Assert.Equal("going", await process.StandardOutput.ReadLineAsync());
        await Task.Delay(life);
        process.Kill();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode is 0 or 137, Invariant($"expected the exit code 137 of a killed process, or 0, got {process.ExitCode}"));
    }
}
