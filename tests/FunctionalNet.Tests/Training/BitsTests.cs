using System.Diagnostics;
using System.Runtime.InteropServices;
using FunctionalNet.Bits;

namespace FunctionalNet.Tests.Training;

/// <summary>
/// The golden runs, each time in a process of its own: under settings of the runtime and of the C library that stand for other
/// machines. Where a machine does not know a setting, it ignores it.
/// </summary>
public sealed class BitsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // That of the runtime that this process runs on, so that nothing has to be found on a path.
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    [Theory]
    [InlineData("")]
    [InlineData("DOTNET_EnableAVX512=0")]
    [InlineData("DOTNET_PreferredVectorBitWidth=128")]
    [InlineData("DOTNET_PreferredVectorBitWidth=256")]
    [InlineData("DOTNET_MaxVectorTBitWidth=512")]
    [InlineData("DOTNET_TieredCompilation=0")]
    [InlineData("DOTNET_TieredPGO=0")]
    [InlineData("DOTNET_PROCESSOR_COUNT=1")]
    [InlineData("DOTNET_PROCESSOR_COUNT=2")]
    [InlineData("DOTNET_PROCESSOR_COUNT=3")]
    [InlineData("DOTNET_PROCESSOR_COUNT=7")]
    [InlineData("GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA")]
    // Takes fused multiply-add away too: in software it takes ten times as long, so the longest runs are left out.
    [InlineData("DOTNET_EnableAVX2=0", "odd lengths", "wide layers")]
    public async Task Training_gives_the_golden_bits_under(string setting, params string[] runs)
    {
        var printed = await Run(setting, runs);
        var golden = GoldenRun.Named(runs).Select(run => run.Report(run.Golden)).ToList();
        Assert.True(
            golden.All(printed.Split('\n').Contains), $"under '{setting}':\n{printed}\ninstead of\n{string.Join('\n', golden)}");
    }

    private static async Task<string> Run(string setting, string[] runs)
    {
        var start = new ProcessStartInfo(Dotnet, [typeof(GoldenRun).Assembly.Location, .. runs])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (setting.Split('=', 2) is [var name, var value])
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var streams = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return string.Concat(streams).ReplaceLineEndings("\n");
    }
}
