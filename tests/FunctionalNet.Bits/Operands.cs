using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Bits;

/// <summary>What members are run on. No length is a multiple of a vector's.</summary>
internal static class Operands<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Rows = 203;
    private const int Columns = 37;

    /// <summary>Numbers of both signs: <c>[203, 37]</c>.</summary>
    public static Tensor<T> Clean { get; } = Key.Seed(1).Normal<T>([Rows, Columns]) * T.CreateChecked(4);

    /// <summary>A row of numbers: <c>[37]</c>.</summary>
    public static Tensor<T> Vector { get; } = Key.Seed(2).Normal<T>([Columns]);

    /// <summary>Numbers at which functions have their limits: <c>[37]</c>.</summary>
    public static Tensor<T> Edges { get; } = Tensor.Generate([Columns], i => T.CreateTruncating(EdgeNumbers[i % EdgeNumbers.Length]));

    /// <summary>The clean numbers, and the same with the edges as their first row and their last.</summary>
    public static ImmutableArray<Tensor<T>> Both { get; } =
        [Clean, Tensor.Concatenate(0, Edges.InsertAxis(0), Clean[1..^1], Edges.Flip(0).InsertAxis(0))];

    /// <summary>Targets of the clean numbers, or of the first of each row: classes, answers, distributions, values.</summary>
    public static ImmutableArray<Targets<T>> Targets { get; } = TargetsOf(Rows);

    /// <summary>More rows than an evaluation takes at once.</summary>
    public static Tensor<T> Many { get; } = Key.Seed(5).Normal<T>([2503, Columns]);

    /// <summary>Targets of these.</summary>
    public static ImmutableArray<Targets<T>> ManyTargets { get; } = TargetsOf(2503);

    /// <summary>Images that are worth several threads, with three channels: <c>[61, 23, 19, 3]</c>.</summary>
    public static Batch<T> Images { get; } = new(Key.Seed(14).Uniform<T>([61, 23, 19, 3]), Key.Seed(15).Integers(61, 5));

    private static ReadOnlySpan<double> EdgeNumbers =>
    [
        0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1, -1, 0.5, -0.5, 1e-40, -1e-310, double.Epsilon, 1e30, -1e30,
        1e300, -1e300, 88.7, -103.9, 709.7, -745.1, 3, -3, 2.5, 1e-8, -1e-8, 0.1, 1e4, -1e4,
    ];

    private static ImmutableArray<Targets<T>> TargetsOf(int rows)
    {
        var values = Key.Seed(6).Normal<T>([rows, Columns]);
        return
        [
            Key.Seed(7).Integers(rows, Columns), Key.Seed(8).Integers(rows, 2), TensorNodes<T>.SoftmaxOver(-1)(values).Value, values, values[.., ..1],
        ];
    }
}
