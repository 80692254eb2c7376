using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class ThreefryTests
{
    // The known-answer vectors of Random123 for threefry2x64 with 20 rounds: counter, key, result.
    [Theory]
    [InlineData(0, 0, 0, 0, 0xc2b6e3a8c2c69865, 0x6f81ed42f350084d)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0xe02cb7c4d95d277a, 0xd06633d0893b8b68)]
    [InlineData(0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89, 0x263c7d30bb0f0af1, 0x56be8361d3311526)]
    public void Agrees_with_the_published_vectors(ulong counter0, ulong counter1, ulong key0, ulong key1, ulong first, ulong second) =>
        Assert.Equal((first, second), Threefry.Scramble((key0, key1), (counter0, counter1)));
}
