using System.Numerics;
using CsCheck;

namespace FunctionalNet.Tests.Tensors;

public sealed class TensorArithmeticTestsInSinglePrecision : TensorArithmeticTests<float>;

public sealed class TensorArithmeticTestsInDoublePrecision : TensorArithmeticTests<double>;

public abstract class TensorArithmeticTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Gen<(Tensor<T> Left, Tensor<T> Right)> Operands =>
        from shapes in Shapes.Compatible
        from left in Numbers<T>.Tensors(shapes.Left, Numbers<T>.Any)
        from right in Numbers<T>.Tensors(shapes.Right, Numbers<T>.Any)
        select (left, right);

    /// <summary>A tensor, and a shape that broadcasts to its shape.</summary>
    private static Gen<(Tensor<T> Tensor, Shape Part)> WithPart(Gen<T> numbers) =>
        Shapes.Broadcastable.SelectMany(shapes => Numbers<T>.Tensors(shapes.Whole, numbers).Select(tensor => (tensor, shapes.Part)));

    [Fact]
    public void Operators_are_those_of_the_elements_and_broadcast() =>
        Operands.ForAll(
            operands =>
            {
                var (x, y) = operands;
                var shapes = $"{x.Shape} and {y.Shape}";
                Exact.Equal(Naive.Zip(x, y, (a, b) => a + b), x + y, $"sum of {shapes}");
                Exact.Equal(Naive.Zip(x, y, (a, b) => a - b), x - y, $"difference of {shapes}");
                Exact.Equal(Naive.Zip(x, y, (a, b) => a * b), x * y, $"product of {shapes}");
                Exact.Equal(Naive.Zip(x, y, (a, b) => a / b), x / y, $"quotient of {shapes}");
                Exact.Equal(x.Map(a => -a), -x, $"negation of {x.Shape}");
            },
            iter: 500);

    [Fact]
    public void Operators_are_those_of_the_elements_in_rows_longer_than_a_vector() =>
        (from length in Gen.Int[1, 70]
         from matrix in Numbers<T>.Tensors([3, length], Numbers<T>.Any)
         from row in Numbers<T>.Tensors([length], Numbers<T>.Any)
         from column in Numbers<T>.Tensors([3, 1], Numbers<T>.Any)
         select (matrix, row, column)).ForAll(drawn =>
        {
            var (matrix, row, column) = drawn;
            foreach (var other in (Tensor<T>[])[matrix, row, column, row.Data[0]])
            {
                Exact.Equal(Naive.Zip(matrix, other, (a, b) => a / b), matrix / other, $"{matrix.Shape} / {other.Shape}");
                Exact.Equal(Naive.Zip(other, matrix, (a, b) => a / b), other / matrix, $"{other.Shape} / {matrix.Shape}");
            }
        });

    [Fact]
    public void A_number_stands_for_a_tensor_on_either_side()
    {
        var tensor = Tensor.Vector(T.One, T.CreateChecked(3));
        var two = T.CreateChecked(2);
        Assert.Equal(Tensor.Vector(two, T.CreateChecked(6)), two * tensor);
        Assert.Equal(two * tensor, tensor * two);
    }

    [Fact]
    public void Broadcasting_repeats_every_element_bit_for_bit() =>
        (from shapes in Shapes.Broadcastable
         from tensor in Numbers<T>.Tensors(shapes.Part, Numbers<T>.Any)
         select (tensor, shapes.Whole)).ForAll(drawn =>
        {
            var (tensor, whole) = drawn;
            var expected = Tensor.Create(whole, [.. Naive.Indices(whole).Select(index => tensor[Naive.Source(tensor.Shape, index)])]);
            Exact.Equal(expected, tensor.BroadcastTo(whole), $"{tensor.Shape} to {whole}");
        });

    [Fact]
    public void Summing_to_a_shape_adds_whatever_would_be_repeated() =>
        WithPart(Numbers<T>.Whole).ForAll(
            drawn =>
            {
                var (tensor, part) = drawn;
                var sums = Naive.Indices(tensor.Shape)
                    .ToLookup(index => Naive.Offset(part, Naive.Source(part, index)), index => tensor[index]);
                var expected = Tensor.Generate(part, position => sums[position].Aggregate(T.Zero, (sum, x) => sum + x));
                Assert.True(expected == tensor.SumTo(part), $"{tensor.Shape} to {part}: {tensor.SumTo(part)} instead of {expected}");
            },
            iter: 500);

    [Fact]
    public void Summing_to_a_shape_is_the_adjoint_of_broadcasting_from_it() =>
        (from drawn in WithPart(Numbers<T>.Ordinary)
         from x in Numbers<T>.Tensors(drawn.Part, Numbers<T>.Ordinary)
         select (x, y: drawn.Tensor)).ForAll(drawn =>
        {
            var (x, y) = drawn;
            var products = x.BroadcastTo(y.Shape) * y;
            var tolerance = ((Rounding * products.Map(T.Abs).Sum()) + T.Epsilon) * T.CreateChecked(y.Shape.Size);
            var difference = T.Abs(products.Sum() - (x * y.SumTo(x.Shape)).Sum());
            Assert.True(difference <= tolerance, $"{x.Shape} and {y.Shape}: the products differ by {difference}, more than {tolerance}");
        });

    [Fact]
    public void Axes_beside_each_other_are_summed_as_one_and_others_from_the_innermost_outwards()
    {
        var x = Key.Seed(5).Normal<T>([20, 30, 2, 50]);
        Exact.Equal(x.Reshape([600, 100]).SumTo([100]), x.SumTo([2, 50]).Reshape([100]), "over the first two axes");
        Exact.Equal(x.Reshape([20, 30, 100]).SumTo([30, 1]), x.SumTo([30, 1, 1]).Reshape([30, 1]), "over the first and the last two");
        Exact.Equal(x.SumTo([20, 30, 1, 1]).SumTo([30, 1, 1]), x.SumTo([30, 1, 1]), "over the last two, then over the first");
    }

    [Fact]
    public void A_sum_to_its_own_shape_is_the_tensor_itself()
    {
        var tensor = Tensor.Vector(T.NegativeZero, T.NaN);
        Assert.Same(tensor, tensor.SumTo([2]));
    }

    [Fact]
    public void Sums_means_and_maxima_are_over_all_elements()
    {
        var tensor = Tensor.Matrix(new[,] { { 1.0, 2, 3 }, { 4, 5, 9 } }).Map(x => x);
        Assert.Equal((24, 4, 9), (tensor.Sum(), tensor.Mean(), tensor.Max()));
    }

    [Fact]
    public void Of_no_elements_the_sum_is_zero_the_mean_NaN_and_the_maximum_the_lowest()
    {
        var empty = Tensor.Zeros<T>([0, 3]);
        Assert.Equal((T.Zero, T.NaN, T.NegativeInfinity), (empty.Sum(), empty.Mean(), empty.Max()));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_reported()
    {
        var (left, right) = (Tensor.Zeros<T>([2, 3]), Tensor.Zeros<T>([2]));
        Failure.Says("[2, 3] and [2] do not broadcast: 3 against 2 in axis 1", () => left + right);
        Failure.Says("[2, 3] and [2] do not broadcast: 3 against 2 in axis 1", () => left.SumTo([2]));
        Failure.Says("[2] and [2, 3] do not broadcast: 2 against 3 in axis 1", () => right.BroadcastTo([2, 3]));
        Failure.Says("[2, 3] does not broadcast to [3]", () => left.BroadcastTo([3]));
        Failure.Says(
            "cannot sum [2, 3] to [5, 1, 3], which does not broadcast to it", () => left.SumTo([5, 1, 3]));
    }

    [Fact]
    public void No_operation_changes_its_operands() =>
        (from length in Gen.Int[1, 20]
         from left in Numbers<T>.Tensors([length, length], Numbers<T>.Any)
         from right in Numbers<T>.Tensors([length, length], Numbers<T>.Any)
         select (left, right)).ForAll(
            operands =>
            {
                var (x, y) = operands;
                var (xBefore, yBefore) = (x.Data.ToArray(), y.Data.ToArray());
                object[] results =
                [
                    x + y, x - y, x * y, x / y, -x, x.Map(a => a * a),
                    x.MatMul(y), x.TransposedMatMul(y), x.MatMulTransposed(y), x.Transpose(),
                    x.Row(0), x[..1], x.Rows(0, 0), x.Reshape([x.Shape.Size]), x.SumTo([1, x.Shape[1]]), x.BroadcastTo(x.Shape),
                    x.ArgMaxOfRows(), x.Sum(), x.Mean(), x.Max(), x.ToString(), x.GetHashCode(),
                ];
                Assert.All(results, Assert.NotNull);
                Exact.Equal(xBefore, x.Data.AsSpan(), "left operand");
                Exact.Equal(yBefore, y.Data.AsSpan(), "right operand");
            },
            iter: 50);

    private static T Rounding => T.BitIncrement(T.One) - T.One;
}
