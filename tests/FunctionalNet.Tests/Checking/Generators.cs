using System.Numerics;
using CsCheck;

namespace FunctionalNet.Tests;

/// <summary>Shapes of rank 0 to 4, with axes of length 0 and 1 among them.</summary>
internal static class Shapes
{
    private static readonly Gen<int> Length = Gen.Frequency((1, Gen.Const(0)), (3, Gen.Const(1)), (9, Gen.Int[2, 5]));

    public static Gen<Shape> Any { get; } = OfRank(0, 4);

    public static Gen<Shape> WithAxes { get; } = OfRank(1, 4);

    public static Gen<Shape> OfRank(int lowest, int highest) =>
        Length.Array[lowest, highest].Select(lengths => Shape.Create(lengths));

    /// <summary>A shape, and another that broadcasts to it: outer axes are missing, and some of the others are of length 1.</summary>
    public static Gen<(Shape Whole, Shape Part)> Broadcastable { get; } =
        Any.SelectMany(whole => PartOf(whole).Select(part => (whole, part)));

    /// <summary>Two shapes that broadcast with each other.</summary>
    public static Gen<(Shape Left, Shape Right)> Compatible { get; } =
        Any.SelectMany(whole => Gen.Select(PartOf(whole), PartOf(whole)));

    private static Gen<Shape> PartOf(Shape whole) =>
        Gen.Select(Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[0, whole.Rank])), Gen.Frequency((2, true), (1, false)).Array[whole.Rank])
            .Select((missing, kept) => Shape.Create([.. whole.Select((length, axis) => kept[axis] ? length : 1).Skip(missing)]));
}

/// <summary>Numbers and tensors of them.</summary>
internal static class Numbers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers of a size for which sums and products stay accurate.</summary>
    public static Gen<T> Ordinary { get; } = Gen.Double[-100, 100].Select(T.CreateTruncating);

    /// <summary>Small whole numbers: their sums are exact in any order.</summary>
    public static Gen<T> Whole { get; } = Gen.Int[-9, 9].Select(T.CreateTruncating);

    /// <summary>Zeros, infinities, NaN, subnormal, tiny and huge numbers, of both signs.</summary>
    public static Gen<T> Special { get; } = Gen.OneOf(
        T.Zero, T.NegativeZero, T.PositiveInfinity, T.NegativeInfinity, T.NaN, T.Epsilon, -T.Epsilon, Largest, -Largest, LargestSubnormal);

    /// <summary>All numbers: exponents of every size, and some special numbers.</summary>
    public static Gen<T> Any { get; } = Gen.Frequency((6, Ordinary), (3, Scaled), (1, Special));

    public static Gen<Tensor<T>> Tensors(Shape shape, Gen<T> numbers) =>
        numbers.Array[shape.Size].Select(values => Tensor.Create(shape, values));

    public static Gen<Tensor<T>> Tensors(Gen<Shape> shapes, Gen<T> numbers) => shapes.SelectMany(shape => Tensors(shape, numbers));

    private static Gen<T> Scaled => Gen.Select(Gen.Double[-2, 2], Gen.Int[-140, 120])
        .Select((significand, exponent) => T.ScaleB(T.CreateTruncating(significand), exponent));

    private static T Largest => T.BitDecrement(T.PositiveInfinity);

    private static T LargestSubnormal => T.BitDecrement(SmallestNormal);

    private static T SmallestNormal => T.ScaleB(T.One, typeof(T) == typeof(float) ? -126 : -1022);
}
