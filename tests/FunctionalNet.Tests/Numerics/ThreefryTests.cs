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

    [Fact]
    public void Numbers_at_once_are_those_that_are_drawn_one_by_one()
    {
        // Lengths around whole vectors, and one that several threads share.
        foreach (var length in (int[])[0, 1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 64, 100, 40_001])
        {
            foreach (var (key, purpose) in (((ulong, ulong), ulong)[])[((0, 0), 0), ((ulong.MaxValue, 42), 0), ((1, ulong.MaxValue), 7)])
            {
                ulong[] words = [.. Enumerable.Range(0, length).Select(i => Word(key, purpose, i))];
                Assert.Equal(words, Filled<RandomWord, ulong>(key, purpose, length));
                Assert.Equal(words.Select(UniformSingle.Of), Filled<UniformSingle, float>(key, purpose, length));
                Assert.Equal(words.Select(UniformDouble.Of), Filled<UniformDouble, double>(key, purpose, length));
                Assert.Equal(words.Select(NormalNumber<float>.Of), Filled<NormalNumber<float>, float>(key, purpose, length));
            }
        }
    }

    private static ulong Word((ulong, ulong) key, ulong purpose, int i) =>
        Threefry.Scramble(key, ((ulong)i / 2, purpose)) is var (first, second) && i % 2 == 0 ? first : second;

    private static T[] Filled<TNumber, T>((ulong, ulong) key, ulong purpose, int length)
        where TNumber : IRandomNumber<T>
        where T : unmanaged
    {
        var numbers = new T[length];
        RandomNumbers.Fill<TNumber, T>(key, purpose, numbers);
        return numbers;
    }
}
