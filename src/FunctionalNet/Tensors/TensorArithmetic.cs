using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Elementwise arithmetic with broadcasting, and reductions.</content>
public sealed partial record Tensor<T> :
    IAdditionOperators<Tensor<T>, Tensor<T>, Tensor<T>>,
    ISubtractionOperators<Tensor<T>, Tensor<T>, Tensor<T>>,
    IMultiplyOperators<Tensor<T>, Tensor<T>, Tensor<T>>,
    IDivisionOperators<Tensor<T>, Tensor<T>, Tensor<T>>,
    IUnaryNegationOperators<Tensor<T>, Tensor<T>>
{
    /// <summary>A number as a tensor of shape <c>[]</c>, so that <c>2 * tensor</c> compiles.</summary>
    public static implicit operator Tensor<T>(T value) => Tensor.Scalar(value);

    /// <summary>The elementwise sum; the shapes broadcast.</summary>
    public static Tensor<T> operator +(Tensor<T> left, Tensor<T> right) => Broadcasting.Zip(left, right, default(Add<T>));

    /// <summary>The elementwise difference; the shapes broadcast.</summary>
    public static Tensor<T> operator -(Tensor<T> left, Tensor<T> right) => Broadcasting.Zip(left, right, default(Subtract<T>));

    /// <summary>The elementwise product; the shapes broadcast. The matrix product is <see cref="MatMul"/>.</summary>
    public static Tensor<T> operator *(Tensor<T> left, Tensor<T> right) => Broadcasting.Zip(left, right, default(Multiply<T>));

    /// <summary>The elementwise quotient; the shapes broadcast.</summary>
    public static Tensor<T> operator /(Tensor<T> left, Tensor<T> right) => Broadcasting.Zip(left, right, default(Divide<T>));

    /// <summary>The elementwise negation.</summary>
    public static Tensor<T> operator -(Tensor<T> value) => Require.NotNull(value).Map(default(Negate<T>));

    /// <summary>The sum of all elements, pairwise in a fixed order, so that the rounding error of long sums stays small.</summary>
    public T Sum() => Reductions.Sum(Span);

    /// <summary>The mean of all elements; NaN if there are none.</summary>
    public T Mean() => Sum() / T.CreateChecked(Shape.Size);

    /// <summary>The largest element; NaN if one is NaN, −∞ if there are no elements.</summary>
    public T Max() => Reductions.Max(Span);

    /// <summary>
    /// The sum over the axes along which <paramref name="shape"/> would be repeated to broadcast to this tensor's shape: the
    /// gradient of a broadcast operand.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="shape"/> does not broadcast to this tensor's.</exception>
    public Tensor<T> SumTo(Shape shape) => Broadcasting.SumTo(this, shape);

    /// <summary>This tensor, repeated along axes so that it has <paramref name="shape"/>.</summary>
    /// <exception cref="ArgumentException">It does not broadcast to that shape.</exception>
    public Tensor<T> BroadcastTo(Shape shape) =>
        Shape.Broadcast(Shape, Require.NotNull(shape)) == shape
            ? Broadcasting.Zip(this, Tensor.Full(shape, T.NegativeZero), default(Add<T>)) // +0 would make +0 of −0
            : throw new ArgumentException($"{Shape} does not broadcast to {shape}");

    /// <summary>
    /// The position of the largest element in each row, or of a NaN if there is one: <c>[batch, classes] -> batch</c> indices.
    /// Of several equal elements it is the first.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is a scalar, or its rows are empty.</exception>
    public ImmutableArray<int> ArgMaxOfRows()
    {
        RequireAxis("the largest element");
        if (Shape[^1] == 0)
            throw new ArgumentException($"the rows of a tensor of shape {Shape} are empty: they have no largest element");
        var indices = new int[Shape.Size / Shape[^1]];
        Positions.OfRows(Span, indices, T.NegativeInfinity, default(Larger<T>));
        return ImmutableCollectionsMarshal.AsImmutableArray(indices);
    }

    /// <summary>Applies a function to every element. The operators are faster: they are vectorised.</summary>
    public Tensor<T> Map(Func<T, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var x = Span;
        var result = Allocate(Shape.Size);
        for (var i = 0; i < result.Length; i++)
            result[i] = function(x[i]);
        return Freeze(Shape, result);
    }

    internal Tensor<T> Map<TOperation>(TOperation operation)
        where TOperation : struct, IUnaryOperation<T>
    {
        var result = Allocate(Shape.Size);
        Elementwise.Map(Span, result, operation);
        return Freeze(Shape, result);
    }

    internal Tensor<T> Zip<TOperation>(Tensor<T> other, TOperation operation)
        where TOperation : struct, IBinaryOperation<T> => Broadcasting.Zip(this, other, operation);
}
