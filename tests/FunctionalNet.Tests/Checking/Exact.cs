using System.Numerics;

namespace FunctionalNet.Tests;

/// <summary>Comparison bit for bit: 0 is not −0; but all NaNs are equal.</summary>
internal static class Exact
{
    public static bool Same<T>(T expected, T actual)
        where T : IFloatingPointIeee754<T> =>
        T.IsNaN(expected) ? T.IsNaN(actual) : expected == actual && T.IsNegative(expected) == T.IsNegative(actual);

    public static void Equal<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string what)
        where T : IFloatingPointIeee754<T>
    {
        Assert.True(expected.Length == actual.Length, $"{what}: {actual.Length} elements instead of {expected.Length}");
        for (var i = 0; i < expected.Length; i++)
            Equal(expected[i], actual[i], what, i);
    }

    public static void Equal<T>(Tensor<T> expected, Tensor<T> actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.True(expected.Shape == actual.Shape, $"{what}: shape {actual.Shape} instead of {expected.Shape}");
        Equal(expected.Data.AsSpan(), actual.Data.AsSpan(), what);
    }

    public static void Equal<T>(T expected, T actual, string what, int position)
        where T : IFloatingPointIeee754<T>
    {
        if (!Same(expected, actual))
            Assert.Fail($"{what}: element {position} is {actual:g17} instead of {expected:g17}");
    }
}
