using FunctionalNet.Bits;

namespace FunctionalNet.Tests.Training;

/// <summary>
/// The golden runs, each time in a process of its own: under settings of the runtime and of the C library that stand for other
/// machines. Where a machine does not know a setting, it ignores it.
/// </summary>
public sealed class BitsTests
{
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
    [InlineData("DOTNET_EnableAVX2=0", "odd lengths", "wide layers", "functions")]
    public async Task Training_gives_the_golden_bits_under(string setting, params string[] runs)
    {
        var printed = await Run(setting, runs);
        var golden = GoldenRun.Named(runs).Select(run => run.Report(run.Golden)).ToList();
        Assert.True(
            golden.All(printed.Split('\n').Contains), $"under '{setting}':\n{printed}\ninstead of\n{string.Join('\n', golden)}");
    }

    private static Task<string> Run(string setting, string[] runs) => Dotnet.Run(
        [typeof(GoldenRun).Assembly.Location, .. runs],
        setting.Split('=', 2) is [var name, var value] ? [(name, value)] : []);
}
