using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Chapter;

public sealed class SoftmaxWithLossTests
{
    [Fact]
    public void An_unsure_and_wrong_prediction_gets_a_large_gradient() =>
        AssertGradient(probabilities: [0.3, 0.2, 0.5], expected: [0.3, -0.8, 0.5]);

    [Fact]
    public void A_good_prediction_gets_a_small_gradient() =>
        AssertGradient(probabilities: [0.01, 0.99, 0], expected: [0.01, -0.01, 0]);

    [Fact]
    public void The_mean_is_taken_over_the_batch()
    {
        var (loss, pullback) = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0, 0))(Tensor.Zeros<double>([2, 2]));
        Assert.Equal(double.Log(2), loss, 1e-15);
        Assert.Equal(Tensor.Matrix(new[,] { { -0.25, 0.25 }, { -0.25, 0.25 } }), pullback(1));
    }

    [Fact]
    public void Classes_one_hot_rows_and_implicit_tensors_agree_to_the_bit()
    {
        var logits = Draw.Normal(Key.Seed(3), [4, 5]);
        var classes = ImmutableArray.Create(4, 0, 2, 2);
        var (byClass, byRow) = (Losses.SoftmaxCrossEntropy.Against(classes)(logits), Losses.SoftmaxCrossEntropy.Against(Tensor.OneHot<double>(classes, 5))(logits));
        Assert.Equal(byClass.Value, byRow.Value);
        Assert.Equal(byClass.Pullback(1), byRow.Pullback(1));
    }

    [Fact]
    public void It_is_exact_where_a_probability_vanishes()
    {
        // The chapter's −ln(y + 1e-7) would say 16.1.
        var (loss, pullback) = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(1))(Tensor.Vector(1000.0, 0));
        Assert.Equal(1000, loss);
        Assert.Equal(Tensor.Vector(1.0, -1), pullback(1));
    }

    [Fact]
    public void Huge_logits_do_not_overflow()
    {
        var (loss, _) = Losses.SoftmaxCrossEntropy.Against(ImmutableArray.Create(0))(Tensor.Vector(1e300, 1e300));
        Assert.Equal(double.Log(2), loss, 1e-15);
        Assert.Equal(Tensor.Vector(0.5, 0.5), TensorNodes<double>.Softmax(Tensor.Vector(1e300, 1e300)).Value);
    }

    [Fact]
    public void An_impossible_class_may_have_a_logit_of_minus_infinity() =>
        Assert.Equal(-double.Log(0.75), Losses.SoftmaxCrossEntropy.Against(Tensor.Vector(1.0, 0, 0))(
            Tensor.Vector(double.Log(3), 0, double.NegativeInfinity)).Value, 1e-15);

    [Fact]
    public void Soft_targets_have_the_entropy_as_the_least_loss()
    {
        var targets = Tensor.Vector(0.7, 0.2, 0.1);
        var (loss, pullback) = Losses.SoftmaxCrossEntropy.Against(targets)(targets.Map(double.Log));
        Assert.Equal(-targets.Data.Sum(p => p * double.Log(p)), loss, 1e-15);
        Assert.All(pullback(1).Data, gradient => Assert.Equal(0, gradient, 1e-15));
    }

    [Theory]
    [InlineData(0.3342)]
    [InlineData(0.3324)]
    public void Targets_that_are_rounded_have_the_gradient_of_their_loss(double third)
    {
        var (targets, at) = (Tensor.Vector(1.0 / 3, 1.0 / 3, third), Tensor.Vector(-1.0, 0, 3));
        Assert.True(GradientCheck.Of(Losses.SoftmaxCrossEntropy.Against(targets), at, Key.Seed(0)).IsWithin(1e-9));
        var logarithms = TensorNodes<double>.Softmax(at).Value.Map(double.Log);
        Assert.Equal(-(targets * logarithms).Sum(), Losses.SoftmaxCrossEntropy.Against(targets)(at).Value, 1e-14);
    }

    [Theory]
    [InlineData(1.0011)]
    [InlineData(0.9989)]
    [InlineData(double.NaN)]
    public void Targets_that_do_not_sum_to_about_one_are_refused(double total) =>
        Assert.Throws<ArgumentException>(() => Losses.SoftmaxCrossEntropy.Against(Tensor.Vector(0.5, total - 0.5))(Tensor.Zeros<double>([2])));

    [Fact]
    public void The_layer_and_the_node_give_probabilities()
    {
        var y = Softmax.Forward(Parameters<double>.Empty, Tensor.Matrix(new[,] { { 0.3, 2.9, 4.0 } }), Mode.Inference).Output;
        Assert.Equal([0.01821127, 0.24519181, 0.73659691], y.Data.Select(p => double.Round(p, 8)));
    }

    [Fact]
    public void A_scalar_has_no_softmax() =>
        Failure.Says("Softmax: expected [..., classes], got []", () => TensorNodes<double>.Softmax(Tensor.Scalar(1.0)).Value);

    [Theory]
    [InlineData("SoftmaxCrossEntropy: expected 2 class indices, one for each row of outputs [2, 3], got 1", 0)]
    [InlineData("SoftmaxCrossEntropy: expected classes from 0 to 2, got 3 in row 1", 0, 3)]
    [InlineData("SoftmaxCrossEntropy: expected classes from 0 to 2, got -1 in row 0", -1, 0)]
    public void Classes_that_do_not_fit_are_refused(string message, params int[] classes) =>
        AssertRefused(message, classes.ToImmutableArray(), Tensor.Zeros<double>([2, 3]));

    [Fact]
    public void Targets_that_are_no_distributions_are_refused()
    {
        var logits = Tensor.Zeros<double>([2, 2]);
        AssertRefused(
            "SoftmaxCrossEntropy: expected class indices, or probabilities of the outputs' shape [2, 2], got values [2, 3]", Tensor.Zeros<double>([2, 3]), logits);
        AssertRefused(
            "SoftmaxCrossEntropy: expected outputs [..., classes] of two classes or more, got [1]", Tensor.Vector(1.0), Tensor.Vector(3.0));
        AssertRefused(
            "SoftmaxCrossEntropy: expected probabilities that sum to 1, got 3 in row 1",
            Tensor.Matrix(new double[,] { { 1, 0 }, { 1, 2 } }),
            logits);
        AssertRefused(
            "SoftmaxCrossEntropy: expected probabilities of 0 or more, got a negative one in row 0",
            Tensor.Matrix(new double[,] { { 2, -1 }, { 1, 0 } }),
            logits);
        AssertRefused(
            "SoftmaxCrossEntropy: expected logits [batch, ..., classes] or [classes], at least one, got [0, 3]",
            ImmutableArray<int>.Empty,
            Tensor.Zeros<double>([0, 3]));
    }

    private static void AssertRefused(string message, Targets<double> targets, Tensor<double> logits) =>
        Failure.Says(message, () => Losses.SoftmaxCrossEntropy.Against(targets)(logits).Value);

    // Logits whose softmax are these probabilities, and the second class as the right one.
    private static void AssertGradient(double[] probabilities, double[] expected)
    {
        var logits = Tensor.Vector<double>(probabilities).Map(double.Log);
        var (loss, pullback) = Losses.SoftmaxCrossEntropy.Against(Tensor.Vector(0.0, 1, 0))(logits);
        Assert.Equal(-double.Log(probabilities[1]), loss, 1e-15);
        Assert.All(expected.Zip(pullback(1).Data), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-15));
    }
}
