using System.Collections.Immutable;

namespace FunctionalNet;

/// <content>
/// Reductions over axes, under the names that <see cref="Tensor{T}"/> has for them. Axes are counted from the innermost if negative; an empty list
/// means all. They are dropped, or kept with length 1.
/// </content>
public static partial class TensorNodes<T>
{
    /// <summary><c>y = Σ x</c> over axes; <c>dx = dy</c>, repeated.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> SumOver(ImmutableArray<int> axes, bool keepAxes = false) => x =>
        (x.SumOver(axes.AsSpan(), keepAxes), dy => dy.Reshape(Kept(x, axes)).BroadcastTo(x.Shape));

    /// <summary><c>y = Σ x/n</c> over axes; <c>dx = dy/n</c>, repeated.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> MeanOver(ImmutableArray<int> axes, bool keepAxes = false) => x =>
        (x.MeanOver(axes.AsSpan(), keepAxes), dy => (dy / Count(x, axes)).Reshape(Kept(x, axes)).BroadcastTo(x.Shape));

    /// <summary>The largest over axes. Of equals, each has the same share of the gradient.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> MaxOver(ImmutableArray<int> axes, bool keepAxes = false) => x =>
        Extreme(x, x.MaxOver(axes.AsSpan(), keepAxes: true), axes, keepAxes);

    /// <summary>The smallest over axes. Of equals, each has the same share of the gradient.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> MinOver(ImmutableArray<int> axes, bool keepAxes = false) => x =>
        Extreme(x, x.MinOver(axes.AsSpan(), keepAxes: true), axes, keepAxes);

    /// <summary><c>y = Σ (x − mean x)²/(n − correction)</c> over axes; <c>dx = 2 (x − mean x)/(n − correction) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> VarianceOver(ImmutableArray<int> axes, bool keepAxes = false, int correction = 0) => x =>
    {
        var centred = x - x.MeanOver(axes.AsSpan(), keepAxes: true);
        var scale = T.CreateChecked(2) / (Count(x, axes) - T.CreateChecked(correction));
        return (x.VarianceOver(axes.AsSpan(), keepAxes, correction), dy => centred * (dy.Reshape(Kept(x, axes)) * scale));
    };

    /// <summary>The standard deviation y over axes; <c>dx = (x − mean x)/((n − correction) y) dy</c>, NaN where y is 0.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> StdOver(ImmutableArray<int> axes, bool keepAxes = false, int correction = 0) =>
        VarianceOver(axes, keepAxes, correction).Then(Sqrt);

    /// <summary><c>y = ln Σ eˣ</c> over axes; <c>dx = e^(x − y) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> LogSumExpOver(ImmutableArray<int> axes, bool keepAxes = false) => x =>
    {
        var y = x.LogSumExpOver(axes.AsSpan(), keepAxes);
        return (y, dy => (x - y.Reshape(Kept(x, axes))).Exp() * dy.Reshape(Kept(x, axes)));
    };

    /// <summary><c>y = √Σ x²</c> over axes; <c>dx = x/y dy</c>, 0 where y is 0.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> NormOver(ImmutableArray<int> axes, bool keepAxes = false) => x =>
    {
        var y = x.NormOver(axes.AsSpan(), keepAxes);
        return (y, dy => y.EqualTo(T.Zero).Where(y, dy / y).Reshape(Kept(x, axes)) * x);
    };

    /// <summary>The sums of all up to and including each, along an axis; dx is that of dy from the other end.</summary>
    /// <inheritdoc cref="Tensor{T}.CumulativeSum(int, bool, bool)"/>
    public static Differentiable<Tensor<T>, Tensor<T>> CumulativeSum(int axis, bool isExclusive = false, bool isReverse = false) => x =>
        (x.CumulativeSum(axis, isExclusive, isReverse), dy => dy.CumulativeSum(axis, isExclusive, !isReverse));

    private static (Tensor<T> Value, Func<Tensor<T>, Tensor<T>> Pullback) Extreme(Tensor<T> x, Tensor<T> kept, ImmutableArray<int> axes, bool keepAxes)
    {
        var reduced = x.Shape.RequireAxes(axes.AsSpan());
        var value = keepAxes ? kept : kept.Reshape([.. x.Shape.Where((_, axis) => !reduced.Contains(axis))]);
        return (value, dy =>
        {
            var isExtreme = x.EqualTo(kept);
            return isExtreme * (dy.Reshape(kept.Shape) / isExtreme.SumOver(axes.AsSpan(), keepAxes: true));
        }
        );
    }

    /// <summary>The shape of a tensor whose axes were reduced to length 1.</summary>
    private static Shape Kept(Tensor<T> x, ImmutableArray<int> axes)
    {
        var reduced = x.Shape.RequireAxes(axes.AsSpan());
        return [.. x.Shape.Select((length, axis) => reduced.Contains(axis) ? 1 : length)];
    }

    private static T Count(Tensor<T> x, ImmutableArray<int> axes) => T.CreateChecked(x.CountOver(axes.AsSpan()));
}
