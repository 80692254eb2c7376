using FunctionalNet.Bits;

namespace FunctionalNet.Tests.Training;

/// <summary>
/// The golden runs, each time in a process of its own: under settings of the runtime and of the C library that stand for other
/// machines, several at a time. Where a machine does not know a setting, it ignores it.
/// </summary>
public sealed class BitsTests
{
    [Fact]
    public Task Training_gives_the_golden_bits() => Training_gives_the_golden_bits_under("");

    [Theory]
    [Trait(Suite.Name, Suite.Long)]
    [InlineData("DOTNET_EnableAVX512=0 DOTNET_PROCESSOR_COUNT=1")]
    [InlineData("DOTNET_PreferredVectorBitWidth=128 DOTNET_PROCESSOR_COUNT=7")]
    [InlineData("DOTNET_PreferredVectorBitWidth=256 DOTNET_TieredPGO=0 DOTNET_PROCESSOR_COUNT=16")]
    [InlineData("DOTNET_MaxVectorTBitWidth=512 DOTNET_TieredCompilation=0")]
    [InlineData("GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA DOTNET_PROCESSOR_COUNT=3")]
    // Takes fused multiply-add away too: in software it takes ten times as long, so the longest runs are left out.
    [InlineData("DOTNET_EnableAVX2=0 DOTNET_PROCESSOR_COUNT=2", "odd lengths", "wide layers", "shards", "images", "functions", "initializers")]
    public async Task Training_gives_the_golden_bits_under(string settings, params string[] runs)
    {
        var printed = await Run(settings, runs);
        var golden = GoldenRun.Named(runs).Select(run => run.Report(run.Golden)).ToList();
        Assert.True(
            golden.All(printed.Split('\n').Contains), $"under '{settings}':\n{printed}\ninstead of\n{string.Join('\n', golden)}");
    }

    [Fact]
    public Task Every_member_gives_the_golden_bits() => Every_member_gives_the_golden_bits_under("");

    [Theory]
    [Trait(Suite.Name, Suite.Long)]
    [InlineData("DOTNET_EnableAVX512=0 DOTNET_PROCESSOR_COUNT=1")]
    [InlineData("DOTNET_PreferredVectorBitWidth=128 DOTNET_PROCESSOR_COUNT=7")]
    [InlineData("DOTNET_MaxVectorTBitWidth=512 DOTNET_TieredCompilation=0")]
    [InlineData("GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA")]
    [InlineData("DOTNET_EnableAVX2=0")]
    public async Task Every_member_gives_the_golden_bits_under(string settings)
    {
        var printed = (await Run(settings, ["members"])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (unexpected, missing) = (printed.Except(Members.Golden).ToList(), Members.Golden.Except(printed).ToList());
        Assert.True(
            unexpected.Count == 0 && missing.Count == 0,
            $"under '{settings}':\n{string.Join('\n', unexpected)}\ninstead of, in tests/FunctionalNet.Bits/members.txt:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void The_members_are_found_by_reflection() => Assert.Superset(
        new HashSet<string>(
        [
            "f32 Tensor.SumOver", "f64 TensorNodes.Exp", "f32 Nodes.Multiply", "f64 Layers.Relu", "f32 Layers.Affine", "f64 Losses.SoftmaxCrossEntropy",
            "f32 Losses.Triplet", "f64 Metrics.RocAuc",
        ]),
        Members.Golden.Select(line => line[..line.LastIndexOf(' ')]).ToHashSet());

    private static Task<string> Run(string settings, IEnumerable<string> runs) => Dotnet.Run(
        [typeof(GoldenRun).Assembly.Location, .. runs],
        settings.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(setting => setting.Split('=', 2)).Select(parts => (parts[0], parts[1])));
}
