using CsCheck;

namespace FunctionalNet.Tests.Tensors;

public sealed class ShapeTests
{
    [Fact]
    public void There_are_at_most_64_axes()
    {
        Assert.Equal(64, Shape.Create([.. Enumerable.Repeat(1, 64)]).Rank);
        Failure.Says("expected at most 64 axes, got 65", () => Shape.Create([.. Enumerable.Repeat(1, 65)]));
    }

    [Fact]
    public void An_offset_is_unravelled_to_the_index_that_it_is_counted_from() =>
        Shapes.Any.ForAll(shape => Assert.Equal(Naive.Indices(shape), Enumerable.Range(0, shape.Size).Select(offset => shape.Unravel(offset).ToArray())));

    [Fact]
    public void A_shape_is_written_as_a_collection_and_read_as_a_list()
    {
        Shape shape = [100, 784];
        Assert.Equal((2, 78400, 100, 784, 784), (shape.Rank, shape.Size, shape[0], shape[1], shape[^1]));
        Assert.Equal([100, 784], shape.AsEnumerable());
        Assert.Equal([2, .. shape], Shape.Create(2, 100, 784));
    }

    [Fact]
    public void The_shape_of_a_scalar_has_no_axes_and_one_element()
    {
        Shape scalar = [];
        Assert.Equal(Shape.Scalar, scalar);
        Assert.Equal((0, 1, "[]"), (scalar.Rank, scalar.Size, scalar.ToString()));
    }

    [Fact]
    public void The_size_is_the_product_of_the_lengths() =>
        Shapes.Any.ForAll(shape => Assert.Equal(Naive.Indices(shape).Count(), shape.Size));

    [Fact]
    public void It_prints_its_lengths_in_brackets()
    {
        Assert.Equal("[7]", Shape.Create(7).ToString());
        Assert.Equal("[100, 1, 784]", Shape.Create(100, 1, 784).ToString());
    }

    [Fact]
    public void Shapes_are_equal_when_their_lengths_are() =>
        Gen.Select(Shapes.Any, Shapes.Any).ForAll(pair =>
        {
            var (left, right) = pair;
            var copy = Shape.Create([.. left]);
            Assert.True(left == copy && left.GetHashCode() == copy.GetHashCode(), $"{left} is not equal to its copy");
            Assert.True((left == right) == left.SequenceEqual(right), $"{left} == {right} is {left == right}");
        });

    [Fact]
    public void A_shape_is_not_equal_to_another_of_the_same_size()
    {
        Assert.NotEqual(Shape.Create(2, 3), Shape.Create(3, 2));
        Assert.NotEqual(Shape.Create(1), Shape.Scalar);
        Assert.False(Shape.Scalar.Equals(null));
    }

    [Fact]
    public void A_slice_has_the_lengths_of_its_axes() =>
        (from shape in Shapes.Any
         from start in Gen.Int[0, shape.Rank]
         from end in Gen.Int[start, shape.Rank]
         select (shape, start, end)).ForAll(slice =>
            Assert.Equal(slice.shape.Take(slice.end).Skip(slice.start), slice.shape[slice.start..slice.end]));

    [Fact]
    public void Broadcasting_is_that_of_the_naive_definition() =>
        Gen.Select(Shapes.Any, Shapes.Any).ForAll(
            pair =>
            {
                var (left, right) = pair;
                var expected = Naive.Broadcast([.. left], [.. right]);
                if (expected is null)
                    Assert.Throws<ArgumentException>(() => Shape.Broadcast(left, right));
                else
                    Assert.Equal(expected, Shape.Broadcast(left, right));
            },
            iter: 1000);

    [Fact]
    public void Compatible_shapes_broadcast_in_either_order() =>
        Shapes.Compatible.ForAll(pair =>
            Assert.Equal(Naive.Broadcast([.. pair.Left], [.. pair.Right]), Shape.Broadcast(pair.Right, pair.Left)));

    [Fact]
    public void Shapes_that_do_not_broadcast_are_refused_with_the_axis_in_which_they_differ()
    {
        Failure.Says("[2, 3] and [4, 3] do not broadcast: 2 against 4 in axis 0", () => Shape.Broadcast([2, 3], [4, 3]));
        Failure.Says("[5, 2, 3] and [4] do not broadcast: 3 against 4 in axis 2", () => Shape.Broadcast([5, 2, 3], [4]));
        Failure.Says("[0] and [2] do not broadcast: 0 against 2 in axis 0", () => Shape.Broadcast([0], [2]));
    }

    [Fact]
    public void A_negative_length_is_refused() =>
        Failure.Says("expected axes of length 0 or more, got -1 in [3, -1]", () => Shape.Create(3, -1));

    [Fact]
    public void A_shape_of_more_elements_than_an_array_can_have_is_refused() =>
        Failure.Says("[65536, 65536] is too large: a tensor has at most 2147483591 elements", () => Shape.Create(65536, 65536));

    [Fact]
    public void The_order_of_the_axes_does_not_decide_whether_a_shape_is_too_large()
    {
        Failure.Says("[0, 65536, 65536] is too large: a tensor has at most 2147483591 elements", () => Shape.Create(0, 65536, 65536));
        Failure.Says("[65536, 65536, 0] is too large: a tensor has at most 2147483591 elements", () => Shape.Create(65536, 65536, 0));
        Assert.Equal(0, Shape.Create(int.MaxValue / 2, 0).Size);
    }

    [Fact]
    public void A_missing_axis_is_reported_with_the_shape()
    {
        Failure.Says("[2, 3] has no axis 2 (Parameter 'axis')", () => Shape.Create(2, 3)[2]);
        Failure.Says("[] has no axis -1 (Parameter 'axis')", () => Shape.Scalar[^1]);
    }
}
