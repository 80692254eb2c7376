using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class NormalQuantileTests
{
    // By Newton's method on the complementary error function, in 60 digits.
    [Theory]
    [InlineData(1e-300, -37.047096299361199)]
    [InlineData(1e-100, -21.273453560965324)]
    [InlineData(1e-20, -9.2623400897984076)]
    [InlineData(1e-10, -6.3613409024040562)]
    [InlineData(1e-5, -4.2648907939228246)]
    [InlineData(0.001, -3.0902323061678135)]
    [InlineData(0.025, -1.9599639845400542)]
    [InlineData(0.07, -1.4757910281791707)]
    [InlineData(0.075, -1.4395314709384559)]
    [InlineData(0.08, -1.4050715603096325)]
    [InlineData(0.1, -1.2815515655446004)]
    [InlineData(0.25, -0.67448975019608174)]
    [InlineData(0.4, -0.25334710313579974)]
    [InlineData(0.49, -0.025068908258711058)]
    [InlineData(0.499999, -2.5066282745665594e-6)]
    [InlineData(0.51, 0.025068908258711058)]
    [InlineData(0.75, 0.67448975019608174)]
    [InlineData(0.925, 1.4395314709384562)]
    [InlineData(0.975, 1.9599639845400539)]
    [InlineData(0.999, 3.0902323061678133)]
    [InlineData(0.9999999999, 6.3613408896974219)]
    public void Agrees_with_references_to_14_digits(double p, double z)
    {
        var error = Math.Abs((NormalQuantile.Of(p) - z) / z);
        Assert.True(error <= 1e-14, $"at {p} it is {NormalQuantile.Of(p):r} instead of {z:r}: off by {error:e1} of it");
    }

    [Fact]
    public void The_median_is_zero() => Assert.Equal(0, NormalQuantile.Of(0.5));

    [Fact]
    public void It_increases()
    {
        const int Steps = 10_000;
        var quantiles = Enumerable.Range(1, Steps - 1).Select(i => NormalQuantile.Of((double)i / Steps)).ToArray();
        for (var i = 1; i < quantiles.Length; i++)
            Assert.True(quantiles[i] > quantiles[i - 1], $"it does not increase from {i} to {i + 1} in {Steps}");
    }

    [Theory]
    [InlineData(0.075)]
    [InlineData(1.3887943864964021e-11)]
    public void The_approximations_meet_without_a_jump(double seam)
    {
        var (below, at, above) = (NormalQuantile.Of(seam * (1 - 1e-9)), NormalQuantile.Of(seam), NormalQuantile.Of(seam * (1 + 1e-9)));
        Assert.True(below < at && at < above, $"around {seam} it is {below:r}, {at:r}, {above:r}");
        Assert.Equal(1, (above - at) / (at - below), 1e-4);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1UL << 12)]
    [InlineData(0x123456789abcdef0)]
    [InlineData(0x7fffffffffffffff)]
    [InlineData(1UL << 60)]
    public void Complementary_bits_stand_for_opposite_quantiles(ulong bits) =>
        Exact.Equal(-NormalQuantile.OfBits(bits), NormalQuantile.OfBits(~bits), $"complement of {bits:x}", 0);

    [Fact]
    public void No_bits_stand_for_an_infinite_quantile()
    {
        Assert.Equal(-8.2095361516013869, NormalQuantile.OfBits(0), 1e-13);
        Assert.Equal(8.2095361516013869, NormalQuantile.OfBits(ulong.MaxValue), 1e-13);
    }

    [Theory]
    [InlineData(0.3, 0xbfe0c7e39582c5fa)]
    [InlineData(0.001, 0xc008b8cbb7204470)]
    [InlineData(1e-20, 0xc022865170b43a4b)]
    public void Its_bits_are_pinned(double p, ulong bits) =>
        Assert.Equal(bits, BitConverter.DoubleToUInt64Bits(NormalQuantile.Of(p)));

    // P(Z ≤ z) to 16 digits.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(-1, 0.15865525393145707)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-2, 0.022750131948179207)]
    [InlineData(-5, 2.8665157187919391e-07)]
    [InlineData(-10, 7.6198530241605261e-24)]
    public void The_inverse_is_the_distribution_function(double z, double probability) =>
        Assert.InRange(NormalQuantile.Inverse(z) / probability, 1 - 1e-14, 1 + 1e-14);

    [Fact]
    public void The_inverse_is_defined_at_the_ends() => Assert.Equal(
        (0.0, 1.0, 0.0), (NormalQuantile.Inverse(double.NegativeInfinity), NormalQuantile.Inverse(double.PositiveInfinity), NormalQuantile.Inverse(-40)));
}
