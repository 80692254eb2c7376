using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Theirs = System.Numerics.Tensors.Tensor;

namespace FunctionalNet.Tests.Tensors;

/// <summary>Tensors from and to those of System.Numerics.Tensors.</summary>
public sealed class NumericsTensorsTests
{
    private static readonly float[] Twelve = [.. Enumerable.Range(0, 12).Select(i => (float)i)];

    public static TheoryData<int[]> Shapes => [[1], [5], [3, 4], [1, 1], [2, 3, 2], [1, 2, 1, 3], [0], [0, 3], [3, 0], [2, 0, 2]];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_tensor_of_any_shape_goes_out_and_comes_back_the_same(int[] lengths)
    {
        var x = FunctionalNet.Tensor.Generate<double>(Shape.Create(lengths), i => i + 0.5);
        Assert.Equal([.. lengths.Select(length => (nint)length)], x.AsTensorSpan().Lengths.ToArray());
        Assert.Equal(x, x.AsTensorSpan().ToTensor());
        Assert.Equal(x, x.ToNumericsTensor().ToTensor());
        Assert.Equal(x, x.ToNumericsTensor().AsTensorSpan().ToTensor());
    }

    [Fact]
    public void A_scalar_which_they_do_not_have_is_a_vector_of_one()
    {
        var scalar = FunctionalNet.Tensor.Scalar(2.5f);
        Assert.Equal(FunctionalNet.Tensor.Vector(2.5f), scalar.AsTensorSpan().ToTensor());
        Assert.Equal(FunctionalNet.Tensor.Vector(2.5f), scalar.ToNumericsTensor().ToTensor());
    }

    [Fact]
    public void Theirs_without_axes_is_an_empty_vector()
    {
        Assert.Equal([0], System.Numerics.Tensors.Tensor<float>.Empty.ToTensor().Shape);
        Assert.Equal([0], default(ReadOnlyTensorSpan<float>).ToTensor().Shape);
        Assert.Equal([0], default(TensorSpan<float>).ToTensor().Shape);
    }

    [Fact]
    public void The_view_is_of_the_same_memory_and_the_copies_are_not()
    {
        var x = FunctionalNet.Tensor.Create([3, 4], Twelve);
        ref readonly var first = ref MemoryMarshal.GetReference(x.Data.AsSpan());
        Assert.True(Unsafe.AreSame(in first, in x.AsTensorSpan().GetPinnableReference()), "expected a view of the elements, got a copy");

        var theirs = x.ToNumericsTensor();
        theirs[0, 0] = 100;
        Assert.Equal(0, x[0, 0]);
        var back = theirs.ToTensor();
        theirs[0, 0] = 200;
        Assert.Equal(100, back[0, 0]);
    }

    [Fact]
    public void Strides_are_followed()
    {
        var dense = Theirs.Create(Twelve, [3, 4]);
        var x = FunctionalNet.Tensor.Create([3, 4], Twelve);
        Assert.Equal(x.Transpose(), Theirs.Transpose<float>(dense).ToTensor());
        Assert.Equal(x.Transpose(), new ReadOnlyTensorSpan<float>(Twelve, [4, 3], [1, 4]).ToTensor());
        Assert.Equal(FunctionalNet.Tensor.Create([2, 2], 5f, 6, 9, 10), dense.Slice([1..3, 1..3]).ToTensor());
        Assert.Equal(FunctionalNet.Tensor.Create([2, 2], 0f, 2, 6, 8), new ReadOnlyTensorSpan<float>(Twelve, [2, 2], [6, 2]).ToTensor());
        Assert.Equal(FunctionalNet.Tensor.Create([1, 4], 4f, 5, 6, 7), dense.AsTensorSpan([1..2, 0..4]).ToTensor());
        var cube = FunctionalNet.Tensor.Create([2, 3, 2], Twelve);
        Assert.Equal(cube.Permute(2, 0, 1), Theirs.PermuteDimensions<float>(cube.ToNumericsTensor(), [2, 0, 1]).ToTensor());
    }

    [Fact]
    public void What_is_repeated_by_a_stride_of_0_is_copied_out()
    {
        Assert.Equal(FunctionalNet.Tensor.Create([3, 2], 1f, 2, 1, 2, 1, 2), new ReadOnlyTensorSpan<float>([1, 2], [3, 2], [0, 1]).ToTensor());
        Assert.Equal(FunctionalNet.Tensor.Full([1000, 1000], 3f), new ReadOnlyTensorSpan<float>([3], [1000, 1000], [0, 0]).ToTensor());
    }

    // By a stride of 0, so that nothing is allocated.
    [Fact]
    public void What_no_array_holds_is_refused_before_anything_is_allocated()
    {
        Failure.Says(
            $"[1048576, 1048576] is too large: a tensor has at most {Array.MaxLength} elements",
            () => new ReadOnlyTensorSpan<float>([1], [1 << 20, 1 << 20], [0, 0]).ToTensor());
        Failure.Says(
            $"expected axes of at most {Array.MaxLength}, got 8589934592 in axis 1",
            () => new ReadOnlyTensorSpan<float>([1], [1, (nint)1 << 33], [0, 0]).ToTensor());
        Failure.Says(
            "expected at most 64 axes, got 65",
            () => new ReadOnlyTensorSpan<float>([1], [.. Enumerable.Repeat((nint)1, 65)]).ToTensor());
    }
}
