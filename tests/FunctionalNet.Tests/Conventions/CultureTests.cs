using System.Collections.Immutable;
using System.Globalization;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Conventions;

/// <summary>In a culture with another minus sign and decimal separator, everything reads as elsewhere.</summary>
public sealed class CultureTests
{
    private static readonly Dataset<float> Data = new(Tensor.Zeros<float>([2, 2]), ImmutableArray.Create(0, 1));

    private static readonly Tensor<float> Numbers = Tensor.Vector<float>(-1.5f, 2);

    public static TheoryData<string, Func<object?>> Said => new()
    {
        { "expected inputs of 1 or more, got -1 (Parameter 'inputs')", () => Affine(-1, 2) },
        { "expected size of 1 or more, got 0 (Parameter 'size')", () => Data.InBatchesOf(0) },
        { "expected step of 0 or more, got -3 (Parameter 'step')", () => Batches.ShuffledEpochs(Data, 1, Key.Seed(0))[-3] },
        { "expected count of 0 or more, got -2 (Parameter 'count')", () => Key.Seed(0).Split(-2) },
        { "expected window of 1 or more, got -5 (Parameter 'window')", () => new Curve("c", []).Smoothed(-5) },
        { "index -1 is not within axis 0 of [2] (Parameter 'indices')", () => Numbers[-1] },
        { "row -1 is not within [2] (Parameter 'indices')", () => Numbers.Rows(-1) },
        { "[2] has no axis -7 (Parameter 'axis')", () => Numbers.Shape[-7] },
        { "expected a position from 0 to 1, got -1 (Parameter 'index')", () => Affine(2, 2).Initialize(Key.Seed(0))[-1] },
        { "-1, in row 0, is not one of 3 classes (Parameter 'indices')", () => Tensor.OneHot<float>([-1], 3) },
        { "expected a learning rate of 0 or more, got -0.5 (Parameter 'rate')", () => Optimizers.Sgd(-0.5f) },
        { "expected a part of axis 0 of [2], got ^3", () => Numbers[(Slice)(-3)] },
        { "expected indices from -2 to 1 along axis 0 of [2], got -3", () => Numbers.Gather(0, [-3]) },
        { "expected an axis of [2] from -1 to 0, got -2 (Parameter 'axis')", () => Numbers.SumOver(-2) },
        { "expected a finite slope, got -inf (Parameter 'slope')", () => LeakyRelu(double.NegativeInfinity) },
        { "expected an alpha above 0, got -0.5 (Parameter 'alpha')", () => Celu(-0.5) },
        { "expected axes of length 0 or more, got -1 in [-1, 2]", () => Shape.Create(-1, 2) },
        { "expected a scale of values, got -3 (Parameter 'scale')", () => Pictures.Curves("t", "x", "y", [new("c", [])], (ValueScale)(-3)) },
        { "expected a scale from 0.1 to 10, got -1.5 (Parameter 'scale')", () => Pictures.Curves("t", "x", "y", [new("c", [])]).ToPng(-1.5f) },
        { "expected a size of 1 or more and at least one sample, got size -1 and Dataset: 2 × f32[2]", () => Batches.WithReplacement(Data, -1, Key.Seed(0)) },
    };

    public static TheoryData<string, object> Printed => new()
    {
        { "f32[2] [-1.5,  2.0]", Numbers },
        { "LeakyRelu(-0.5)", LeakyRelu(-0.5) },
        { "SoftmaxOver(-1)", SoftmaxOver(-1) },
        { "2 indices [2]: -1, 0", Indices.Of(-1, 0) },
        { ".. by -2", Slice.Every(-2) },
        { "Constant(-0.5)", Initializers.Constant(-0.5f) },
        { "Uniform(-1, 0.5)", Initializers.Uniform(-1, 0.5f) },
        { "Sgd(0.25)", Optimizers.Sgd(0.25f) },
        { "3 class indices [0, -1, 2]", new Targets<float>.Classes([0, -1, 2]) },
        { "x = -2.5", Graph.Input("x", -2.5) },
        { "W[1]: analytic -2.5, numerical 1, relative error 1.0e00", new GradientComparison("W[1]", -2.5, 1, 1) },
        { "the loss is -inf, in step -1", new NonFinite(-1, NonFinitePlace.Loss, "", double.NegativeInfinity, [], 1, []) },
        { "step -1, loss -0.5, 6 parameters", Train.Start(Affine(2, 2), Optimizers.Sgd(1), Key.Seed(0)) with { Step = -1, Loss = -0.5f } },
        { "Sgd(WarmUp(0.25, 10) >> 0.5.For(10) >> Cosine(0.25, 0.5, 10))", Optimizers.Sgd(Schedules.WarmUp(0.25, 10) >> Schedules.Constant(0.5).For(10) >> Schedules.Cosine(0.25, 0.5, 10)) },
        { "ReduceOnPlateau(factor 0.5, patience 10)", Optimizers.ReduceOnPlateau(1, 0.5) },
        { "Plateau(steps -1, rate -0.5)", new TransformationState<float>("Plateau").WithScalar("rate", -0.5).WithCount("steps", -1) },
        { "-0.5 × 2 numbers", new Updates<float>(Affine(1, 1).Initialize(Key.Seed(0)), -0.5f) },
        { "step -1, loss -0.5, 2 numbers to train", OptimizerContext<float>.Of(Affine(1, 1).Initialize(Key.Seed(0)), -0.5f, -1) },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void A_message_is_the_same(string message, Func<object?> mistake) =>
        Assert.Equal(message, InAnotherCulture(() => Assert.ThrowsAny<ArgumentException>(mistake).Message));

    [Theory]
    [MemberData(nameof(Printed))]
    public void Printing_is_the_same(string text, object value) => Assert.Equal(text, InAnotherCulture(value.ToString));

    [Fact]
    public void The_culture_writes_numbers_otherwise() => Assert.Equal("−1,5", InAnotherCulture(() => $"{-1.5}"));

    private static string? InAnotherCulture(Func<string?> text)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberDecimalSeparator) = ("−", ",");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            return text();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
