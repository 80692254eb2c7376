using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// The lengths of the axes of an array in a file. The outermost axis stands apart: the rows of a file together may have more numbers than a
/// tensor.
/// </summary>
/// <param name="Outermost">The outermost length, <c>[rows]</c>; <c>[]</c> for a single number.</param>
/// <param name="Row">The lengths within it: the shape of a row.</param>
internal sealed record StoredShape(Shape Outermost, Shape Row)
{
    /// <summary>The number of numbers.</summary>
    public Int128 Size => (Int128)Outermost.Size * Row.Size;

    /// <summary>The shape for lengths in a file.</summary>
    public static Fin<StoredShape> Of(ImmutableArray<long> lengths)
    {
        if (lengths.FirstOrDefault(length => length is < 0 or > int.MaxValue) is not 0 and var wrong)
            return Error.New(Invariant($"expected lengths of axes from 0 to {int.MaxValue}, found {wrong}"));
        int[] axes = [.. lengths.Select(length => (int)length)];
        var outer = int.Min(axes.Length, 1);
        return from outermost in ShapeOf(axes.AsSpan(0, outer))
               from row in ShapeOf(axes.AsSpan(outer))
               select new StoredShape(outermost, row);
    }

    /// <summary>The shape of all numbers as one tensor.</summary>
    public Fin<Shape> ToShape() => ShapeOf([.. Outermost, .. Row]);

    /// <summary>The lengths in brackets: <c>[100, 784]</c>.</summary>
    public override string ToString() => Shape.Describe([.. Outermost, .. Row]);

    private static Fin<Shape> ShapeOf(ReadOnlySpan<int> lengths)
    {
        try
        {
            return Shape.Create(lengths);
        }
        catch (ArgumentException refused)
        {
            return Error.New(refused.Message);
        }
    }
}
