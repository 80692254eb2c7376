using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Chapter;

public sealed class AffineTests
{
    private static readonly Tensor<double> W = Tensor.Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
    private static readonly Tensor<double> B = Tensor.Vector(10.0, 20, 30);
    private static readonly Layer<double> Layer = Affine(2, 3);
    private static readonly Parameters<double> Parameters = Layer.Initialize(Key.Seed(0)).With("Affine1/W", W).With("Affine1/b", B);

    [Fact]
    public void A_batch_goes_forwards_and_backwards_as_in_the_chapter()
    {
        var x = Tensor.Matrix(new double[,] { { 1, 2 }, { 3, 4 } });
        var (y, backward) = Layer.Forward(Parameters, x, Mode.Inference);
        Assert.Equal(x.MatMul(W) + B, y);

        var dy = Tensor.Matrix(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        var gradients = backward(dy);
        Assert.Equal(dy.MatMul(W.Transpose()), gradients.Input);
        Assert.Equal(x.Transpose().MatMul(dy), gradients.Parameters["Affine1/W"]);
        Assert.Equal(Tensor.Vector(5.0, 7, 9), gradients.Parameters["Affine1/b"]);
    }

    [Fact]
    public void A_single_sample_is_a_vector_forwards_and_backwards()
    {
        var (y, backward) = Layer.Forward(Parameters, Tensor.Vector(1.0, 2), Mode.Inference);
        Assert.Equal(Tensor.Vector(19.0, 32, 45), y);
        Assert.Equal(Tensor.Vector(6.0, 15), backward(Tensor.Vector(1.0, 1, 1)).Input);
    }

    [Fact]
    public void Further_leading_axes_are_kept() =>
        Assert.Equal([4, 5, 3], Layer.Forward(Parameters, Tensor.Ones<double>([4, 5, 2]), Mode.Inference).Output.Shape);
}
