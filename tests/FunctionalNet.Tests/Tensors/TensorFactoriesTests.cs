namespace FunctionalNet.Tests.Tensors;

public sealed class TensorFactoriesTests
{
    [Fact]
    public void Each_factory_gives_its_shape_and_elements()
    {
        Exact.Equal(new Tensor<float>([], [7]), Tensor.Scalar(7f), "Scalar");
        Exact.Equal(new Tensor<float>([3], [1, 2, 3]), Tensor.Vector(1f, 2, 3), "Vector");
        Exact.Equal(new Tensor<float>([2, 3], [1, 2, 3, 4, 5, 6]), Tensor.Matrix(new[,] { { 1f, 2, 3 }, { 4, 5, 6 } }), "Matrix");
        Exact.Equal(new Tensor<float>([0, 3], []), Tensor.Matrix(new float[0, 3]), "Matrix without rows");
        Exact.Equal(new Tensor<float>([2, 2], [1, 2, 3, 4]), Tensor.Create([2, 2], 1f, 2, 3, 4), "Create");
        Exact.Equal(new Tensor<float>([2, 2], [0, 1, 4, 9]), Tensor.Generate([2, 2], i => (float)(i * i)), "Generate");
        Exact.Equal(new Tensor<float>([2], [5, 5]), Tensor.Full([2], 5f), "Full");
        Exact.Equal(new Tensor<float>([1, 2], [0, 0]), Tensor.Zeros<float>([1, 2]), "Zeros");
        Exact.Equal(new Tensor<float>([2, 1], [1, 1]), Tensor.Ones<float>([2, 1]), "Ones");
        Exact.Equal(new Tensor<float>([2, 3], [0, 0, 1, 1, 0, 0]), Tensor.OneHot<float>([2, 0], 3), "OneHot");
    }

    [Fact]
    public void Elements_are_copied_so_that_a_later_change_of_the_source_is_not_seen()
    {
        var source = new[] { 1f, 2 };
        var tensor = Tensor.Create([2], source);
        source[0] = 9;
        Assert.Equal<float>([1, 2], tensor.Data);
    }

    [Fact]
    public void An_index_that_is_no_class_is_reported_with_its_row()
    {
        Failure.Says("3, in row 1, is not one of 3 classes (Parameter 'indices')", () => Tensor.OneHot<float>([0, 3], 3));
        Failure.Says("-1, in row 0, is not one of 3 classes (Parameter 'indices')", () => Tensor.OneHot<float>([-1], 3));
        Failure.Says("expected axes of length 0 or more, got -1 in [1, -1]", () => Tensor.OneHot<float>([0], -1));
    }
}
