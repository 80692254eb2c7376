using System.Collections.Immutable;
using System.Numerics;
using CsCheck;

namespace FunctionalNet.Tests.Tensors;

public sealed class TensorTestsInSinglePrecision : TensorTests<float>;

public sealed class TensorTestsInDoublePrecision : TensorTests<double>;

public abstract class TensorTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static Gen<Tensor<T>> AnyTensor => Numbers<T>.Tensors(Shapes.Any, Numbers<T>.Any);

    [Fact]
    public void An_element_is_at_its_row_major_offset() =>
        AnyTensor.ForAll(tensor =>
        {
            foreach (var index in Naive.Indices(tensor.Shape))
                Exact.Equal(tensor.Data[Naive.Offset(tensor.Shape, index)], tensor[index], $"index [{string.Join(", ", index)}]", 0);
        });

    [Fact]
    public void It_is_made_of_a_shape_and_as_many_elements_which_are_not_copied()
    {
        ImmutableArray<T> data = [T.Zero, T.One];
        var tensor = new Tensor<T>([2, 1], data);
        Assert.True(data == tensor.Data, "the elements were copied");
        Assert.True(data == tensor.Reshape([2]).Data, "reshaping copied the elements");
    }

    [Fact]
    public void It_takes_apart_into_shape_and_elements()
    {
        var (shape, data) = Tensor.Create<T>([1, 2], T.One, T.Zero);
        Assert.Equal([1, 2], shape);
        Assert.Equal<T>([T.One, T.Zero], data);
    }

    [Fact]
    public void A_copy_is_equal_and_has_the_same_hash() =>
        AnyTensor.ForAll(tensor =>
        {
            var copy = Tensor.Create([.. tensor.Shape], tensor.Data.AsSpan());
            Assert.True(tensor == copy, "a tensor is not equal to its copy");
            Assert.True(tensor.GetHashCode() == copy.GetHashCode(), "a copy has another hash");
        });

    [Fact]
    public void A_change_of_any_element_or_of_the_shape_makes_a_difference() =>
        Numbers<T>.Tensors(Shapes.WithAxes, Numbers<T>.Ordinary).ForAll(tensor =>
        {
            for (var i = 0; i < tensor.Shape.Size; i++)
            {
                var changed = new Tensor<T>(tensor.Shape, tensor.Data.SetItem(i, tensor.Data[i] + T.One));
                Assert.True(tensor != changed, $"element {i} is not compared");
            }

            Assert.True(tensor != tensor.Reshape([.. tensor.Shape, 1]), "the shape is not compared");
            Assert.False(tensor.Equals(null));
        });

    [Fact]
    public void NaN_equals_NaN_and_minus_zero_equals_zero_and_so_do_their_hashes()
    {
        var (left, right) = (Tensor.Vector(T.NaN, T.Zero), Tensor.Vector(-T.NaN, T.NegativeZero));
        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }

    [Fact]
    public void Reshaping_keeps_the_elements_in_order() =>
        AnyTensor.ForAll(tensor =>
        {
            var flat = tensor.Reshape([tensor.Shape.Size]);
            Exact.Equal(tensor.Data.AsSpan(), flat.Data.AsSpan(), "flattened");
            Exact.Equal(tensor, flat.Reshape(tensor.Shape), "flattened and back");
        });

    [Fact]
    public void A_tensor_of_one_element_is_a_number_whatever_its_rank() =>
        Gen.Int[0, 4].ForAll(
            rank => Assert.Equal(T.One, Tensor.Ones<T>(Shape.Create([.. Enumerable.Repeat(1, rank)])).ToScalar()), iter: 10);

    [Fact]
    public void It_is_finite_when_every_element_is() =>
        AnyTensor.ForAll(tensor => Assert.Equal(tensor.Data.All(T.IsFinite), tensor.IsFinite));

    [Fact]
    public void Mapping_applies_the_function_to_every_element() =>
        AnyTensor.ForAll(tensor => Exact.Equal(
            Tensor.Create(tensor.Shape, [.. tensor.Data.Select(x => x * x)]), tensor.Map(x => x * x), "squares"));

    [Fact]
    public void Wrong_indices_are_reported_with_the_shape()
    {
        var matrix = Tensor.Zeros<T>([2, 3]);
        Failure.Says("expected 2 indices into a tensor of shape [2, 3], got 1", () => matrix[1]);
        Failure.Says("expected 2 indices into a tensor of shape [2, 3], got 0", () => matrix[[]]);
        Failure.Says("index 3 is not within axis 1 of [2, 3] (Parameter 'indices')", () => matrix[1, 3]);
        Failure.Says("index -1 is not within axis 0 of [2, 3] (Parameter 'indices')", () => matrix[-1, 0]);
    }

    [Fact]
    public void Elements_that_do_not_fill_the_shape_are_refused()
    {
        Failure.Says("a tensor of shape [2, 3] has 6 elements, got 1", () => Tensor.Create<T>([2, 3], T.One));
        Failure.Says("a tensor of shape [] has 1 elements, got 0", () => new Tensor<T>([], []));
        Failure.Says("a tensor of shape [0] has 0 elements, got none", () => new Tensor<T>([0], default));
    }

    [Fact]
    public void A_shape_of_another_size_is_refused() =>
        Failure.Says("cannot reshape [2, 3], which has 6 elements, to [4], which has 4", () => Tensor.Zeros<T>([2, 3]).Reshape([4]));

    [Fact]
    public void A_tensor_of_more_or_fewer_elements_than_one_is_no_number()
    {
        Failure.Says("expected a tensor of one element, got [2]", () => Tensor.Zeros<T>([2]).ToScalar());
        Failure.Says("expected a tensor of one element, got [1, 0]", () => Tensor.Zeros<T>([1, 0]).ToScalar());
    }
}
