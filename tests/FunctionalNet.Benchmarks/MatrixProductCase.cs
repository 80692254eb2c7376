using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// A matrix product for both libraries. Ours makes a new tensor each time, as for a user; OpenBLAS writes to the same array every
/// time, as its users do.
/// </summary>
internal sealed class MatrixProductCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Tensor<T> left;
    private readonly Tensor<T> right;
    private readonly T[] result;

    public MatrixProductCase(ProductShape shape)
    {
        Shape = shape;
        left = Key.Seed(0).Normal<T>(shape.Left);
        right = Key.Seed(1).Normal<T>(shape.Right);
        result = new T[shape.M * shape.N];
        if (OpenBlas.Obstacle is null)
            RequireAgreement();
    }

    public ProductShape Shape { get; }

    public Tensor<T> Ours() => Shape.Transposed switch
    {
        Transposed.Left => left.TransposedMatMul(right),
        Transposed.Right => left.MatMulTransposed(right),
        _ => left.MatMul(right),
    };

    /// <summary>Our kernel, into an array that is there already.</summary>
    public T[] InPlace()
    {
        var a = new MatrixView<T>(left.Span, left.Shape[0], left.Shape[1]);
        var b = new MatrixView<T>(right.Span, right.Shape[0], right.Shape[1]);
        MatrixProduct.Multiply(Shape.Transposed == Transposed.Left ? a.Transposed : a, Shape.Transposed == Transposed.Right ? b.Transposed : b, result);
        return result;
    }

    /// <summary>The product of OpenBLAS.</summary>
    public T[] Theirs()
    {
        OpenBlas.Multiply<T>(Shape, left.Data.AsSpan(), right.Data.AsSpan(), result);
        return result;
    }

    /// <summary>Throws unless both compute the same.</summary>
    private void RequireAgreement()
    {
        var rounding = T.BitIncrement(T.One) - T.One;
        var difference = Ours().Data.Zip(Theirs(), (x, y) => T.Abs(x - y)).Max();
        if (!(difference <= rounding * T.CreateChecked(8 * Shape.K)))
            throw new InvalidOperationException($"{Shape}: the two products differ by {difference}");
    }
}
