namespace FunctionalNet.Tests.Tensors;

/// <summary>Tensors from .NET's arrays and rows, and back.</summary>
public sealed class ArraysTests
{
    [Fact]
    public void An_array_of_any_rank_is_a_tensor_of_its_shape()
    {
        Assert.Equal(Tensor.Vector(1f, 2), Tensor.FromArray<float>(new float[] { 1, 2 }));
        Assert.Equal(Tensor.Create([1, 2, 2], 1.0, 2, 3, 4), Tensor.FromArray<double>(new double[,,] { { { 1, 2 }, { 3, 4 } } }));
        Assert.Equal([0, 3], Tensor.FromArray<float>(new float[0, 3]).Shape);
        Failure.Says("expected an array of Single, got Double[]", () => Tensor.FromArray<float>(new double[1]));
        Failure.Says("expected an array of Single, got Single[][]", () => Tensor.FromArray<float>(new float[][] { [1] }));
    }

    [Fact]
    public void Rows_are_stacked()
    {
        Assert.Equal(Tensor.Create([3, 2], 0f, 0, 1, 1, 2, 2), Tensor.Stack(Enumerable.Range(0, 3).Select(i => new float[] { i, i })));
        Failure.Says("expected rows of length 2, got length 1 in row 1", () => Tensor.Stack<float>([[1, 2], [3]]));
        Failure.Says("expected rows to stack, got none (Parameter 'rows')", () => Tensor.Stack(Enumerable.Empty<float[]>()));
    }

    [Fact]
    public void Elements_are_copied_out()
    {
        var (tensor, target) = (Tensor.Create([2, 2], 1f, 2, 3, 4), new float[5]);
        Assert.Equal([1, 2, 3, 4], tensor.ToArray());
        tensor.CopyTo(target);
        Assert.Equal([1, 2, 3, 4, 0], target);
        Assert.Throws<ArgumentException>(() => tensor.CopyTo(new float[3]));
    }

    [Fact]
    public void Parameters_are_cast_with_their_paths_and_roles()
    {
        var network = Layers<float>.Affine(2, 3) >> Layers<float>.PRelu(3);
        var parameters = network.Initialize(Key.Seed(1));
        var cast = parameters.Cast<double>();
        Assert.Equal(parameters.Layout.Select(slot => $"{slot}"), cast.Layout.Select(slot => $"{slot}"));
        Assert.Equal(parameters["Affine1/W"].Cast<double>(), cast["Affine1/W"]);
        Assert.Equal(parameters, cast.Cast<float>());
    }
}
