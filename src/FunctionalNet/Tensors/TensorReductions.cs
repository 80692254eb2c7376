using System.Runtime.InteropServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>
/// What a tensor has along axes. Axes are counted from the innermost if negative; without any, all are meant. They are dropped, or kept with
/// length 1, so that the result broadcasts to the tensor.
/// </content>
public sealed partial record Tensor<T>
{
    /// <summary>The sum over axes: <c>x.SumOver([0, 2])</c> of <c>[a, b, c]</c> is <c>[b]</c>; 0 over none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">An axis is named twice.</exception>
    public Tensor<T> SumOver(ReadOnlySpan<int> axes, bool keepAxes = false) => Reduce(axes, keepAxes, T.Zero, default(Add<T>));

    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> SumOver(int axis, bool keepAxes = false) => SumOver([axis], keepAxes);

    /// <summary>The product over axes; 1 over none.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> ProductOver(ReadOnlySpan<int> axes, bool keepAxes = false) =>
        Reduce(axes, keepAxes, T.One, default(Multiply<T>));

    /// <summary>The mean over axes; NaN over none.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> MeanOver(ReadOnlySpan<int> axes, bool keepAxes = false) => SumOver(axes, keepAxes) / T.CreateChecked(CountOver(axes));

    /// <inheritdoc cref="MeanOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> MeanOver(int axis, bool keepAxes = false) => MeanOver([axis], keepAxes);

    /// <summary>The largest over axes; NaN if one is, −∞ over none.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> MaxOver(ReadOnlySpan<int> axes, bool keepAxes = false) => Reduce(axes, keepAxes, T.NegativeInfinity, default(Larger<T>));

    /// <inheritdoc cref="MaxOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> MaxOver(int axis, bool keepAxes = false) => MaxOver([axis], keepAxes);

    /// <summary>The smallest over axes; NaN if one is, ∞ over none.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> MinOver(ReadOnlySpan<int> axes, bool keepAxes = false) =>
        Reduce(axes, keepAxes, T.PositiveInfinity, default(Smaller<T>));

    /// <inheritdoc cref="MinOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> MinOver(int axis, bool keepAxes = false) => MinOver([axis], keepAxes);

    /// <summary>The smallest element; NaN if one is, ∞ if there are none.</summary>
    public T Min() => MinOver([]).ToScalar();

    /// <summary>
    /// The variance over axes, <c>Σ (x − mean x)²/(n − correction)</c>, in two passes: that of the numbers themselves, or with a correction of 1 the
    /// estimate of what they are a sample of.
    /// </summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> VarianceOver(ReadOnlySpan<int> axes, bool keepAxes = false, int correction = 0) =>
        (this - MeanOver(axes, keepAxes: true)).Square().SumOver(axes, keepAxes) / T.CreateChecked(CountOver(axes) - correction);

    /// <summary>The standard deviation over axes: the square root of the <see cref="VarianceOver"/>.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> StdOver(ReadOnlySpan<int> axes, bool keepAxes = false, int correction = 0) => VarianceOver(axes, keepAxes, correction).Sqrt();

    /// <summary><c>ln Σ eˣ</c> over axes, without overflow: <c>m + ln Σ e^(x − m)</c> with m the largest.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> LogSumExpOver(ReadOnlySpan<int> axes, bool keepAxes = false)
    {
        // An infinite shift would make NaN of ∞ − ∞.
        var shift = MaxOver(axes, keepAxes: true).Map(max => T.IsInfinity(max) ? T.Zero : max);
        var sums = (this - shift).Exp().SumOver(axes, keepAxes).Log();
        return sums + shift.Reshape(sums.Shape);
    }

    /// <summary>The Euclidean norm over axes, <c>√Σ x²</c>.</summary>
    /// <inheritdoc cref="SumOver(ReadOnlySpan{int}, bool)"/>
    public Tensor<T> NormOver(ReadOnlySpan<int> axes, bool keepAxes = false) => Square().SumOver(axes, keepAxes).Sqrt();

    /// <summary>The position of the largest along an axis, or of a NaN if there is one; the first of equals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    /// <exception cref="ArgumentException">The axis has no entries.</exception>
    public Indices ArgMax(int axis, bool keepAxis = false) => PositionOf(axis, keepAxis, T.NegativeInfinity, default(Larger<T>));

    /// <summary>The position of the smallest along an axis, or of a NaN if there is one; the first of equals.</summary>
    /// <inheritdoc cref="ArgMax(int, bool)"/>
    public Indices ArgMin(int axis, bool keepAxis = false) => PositionOf(axis, keepAxis, T.PositiveInfinity, default(Smaller<T>));

    /// <summary>The sums of all up to and including each, along an axis, added up one after the other.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="isExclusive">Whether an element is left out of its own sum, which then begins at 0.</param>
    /// <param name="isReverse">Whether it is the sum of an element and all after it.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public Tensor<T> CumulativeSum(int axis, bool isExclusive = false, bool isReverse = false)
    {
        axis = Shape.RequireAxis(axis);
        var (_, count, inner) = Around(axis);
        var x = Span;
        var sums = Allocate(Shape.Size);
        for (var start = 0; start < sums.Length; start += count * inner)
        {
            for (var i = 0; i < inner; i++)
            {
                var sum = T.Zero;
                for (var step = 0; step < count; step++)
                {
                    var place = start + ((isReverse ? count - 1 - step : step) * inner) + i;
                    var next = sum + x[place];
                    sums[place] = isExclusive ? sum : next;
                    sum = next;
                }
            }
        }

        return Freeze(Shape, sums);
    }

    /// <summary>The sizes before, along and after an axis.</summary>
    internal (int Outer, int Count, int Inner) Around(int axis) => (Shape[..axis].Size, Shape[axis], Shape[(axis + 1)..].Size);

    /// <summary>How many numbers a reduction over axes takes for each of its results.</summary>
    internal int CountOver(ReadOnlySpan<int> axes) => Shape.RequireAxes(axes).Aggregate(1, (count, axis) => count * Shape[axis]);

    private Indices PositionOf<TBetter>(int axis, bool keepAxis, T worst, TBetter better)
        where TBetter : struct, IBinaryOperation<T>
    {
        axis = Shape.RequireAxis(axis);
        var (outer, count, inner) = Around(axis);
        if (count == 0)
            throw new ArgumentException(Invariant($"expected an axis with entries, got axis {axis} of {Shape}"));
        var positions = new int[outer * inner];
        if (inner == 1)
            Positions.OfRows(Span, positions, worst, better);
        for (var i = 0; i < outer && inner > 1; i++)
            Positions.OfColumns(Span.Slice(i * count * inner, count * inner), positions.AsSpan(i * inner, inner), better);

        Shape shape = keepAxis ? [.. Shape[..axis], 1, .. Shape[(axis + 1)..]] : [.. Shape[..axis], .. Shape[(axis + 1)..]];
        return new(shape, ImmutableCollectionsMarshal.AsImmutableArray(positions));
    }
}
