using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests;

/// <summary>Targets that fit the outputs of a classifier, and those that do not: the loss, accuracy and all pictures agree.</summary>
public sealed class ClassTargetsTests
{
    private static readonly Layer<double> Outputs = Layer<double>.Identity;

    private static readonly Parameters<double> None = Parameters<double>.Empty;

    public static TheoryData<string, int[], Targets<double>> Misfits => new()
    {
        { "expected class indices, or probabilities of the outputs' shape [4, 3], got values [4]: classes are whole numbers, such as an int[]", [4, 3], Tensor.Vector(0.0, 1, 2, 0) },
        { "expected class indices, or probabilities of the outputs' shape [4, 3], got values [4, 1]: classes are whole numbers, such as an int[]", [4, 3], Tensor.Create([4, 1], 0.0, 1, 2, 0) },
        { "expected class indices, or probabilities of the outputs' shape [4, 3], got values [4, 2]", [4, 3], Tensor.OneHot<double>([0, 1, 1, 0], 2) },
        { "expected outputs [..., classes] of two classes or more, got [4, 1]", [4, 1], Tensor.Zeros<double>([4, 1]) },
        { "expected outputs [..., classes] of two classes or more, got [4, 1]", [4, 1], [0, 1, 1, 0] },
        { "expected 1 class indices, one for each row of outputs [4], got 4", [4], [0, 1, 1, 0] },
        { "expected 28 class indices, one for each row of outputs [4, 7, 3], got 4", [4, 7, 3], [0, 1, 1, 0] },
        { "expected classes from 0 to 2, got 3 in row 1", [4, 3], [0, 3, 1, 0] },
        { "expected classes from 0 to 2, got -1 in row 3", [4, 3], [0, 2, 1, -1] },
        { "expected probabilities that sum to 1, got 0 in row 0", [4, 3], Tensor.Zeros<double>([4, 3]) },
        { "expected probabilities that sum to 1, got nan in row 0", [4, 3], Tensor.Full([4, 3], double.NaN) },
        { "expected probabilities of 0 or more, got a negative one in row 0", [4, 2], Tensor.Create([4, 2], 2.0, -1, 1, 0, 1, 0, 1, 0) },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Targets_that_do_not_fit_are_refused_by_all_alike(string message, int[] outputs, Targets<double> targets)
    {
        var dataset = new Dataset<double>(Tensor.Zeros<double>(Shape.Create(outputs)), targets);
        Failure.Says($"accuracy: {message}", () => Outputs.Accuracy(None, dataset));
        Failure.Says($"a confusion matrix: {message}", () => Pictures.ConfusionMatrix(Outputs, None, dataset));
        Failure.Says($"mistakes: {message}", () => Pictures.Mistakes(Outputs, None, dataset));
        Failure.Says($"a classifier: {message}", () => targets.ClassesFor(Shape.Create(outputs)));
        if (outputs.Length == 2)
            Failure.Says($"SoftmaxCrossEntropy: {message}", () => Losses.SoftmaxCrossEntropy.Against(targets)(dataset.Inputs).Value);
    }

    [Fact]
    public void Probabilities_have_the_very_shape_of_the_logits() => Failure.Says(
        "SoftmaxCrossEntropy: expected class indices, or probabilities of the outputs' shape [4, 3], got values [2, 2, 3]",
        () => Losses.SoftmaxCrossEntropy.Against(Tensor.OneHot<double>([0, 1, 2, 0], 3).Reshape([2, 2, 3]))(Tensor.Zeros<double>([4, 3])).Value);

    [Fact]
    public void A_decision_boundary_refuses_classes_that_the_network_does_not_have()
    {
        var network = Affine(2, 2);
        Failure.Says(
            "a decision boundary: expected classes from 0 to 1, got -1 in row 1",
            () => Pictures.Boundary("", network, network.Initialize(Key.Seed(0)), new(Tensor.Zeros<double>([2, 2]), [0, -1])));
    }

    [Fact]
    public void The_class_of_a_row_is_its_index_or_its_likeliest()
    {
        Targets<double> indices = [2, 0];
        Assert.Equal<int>([2, 0], indices.ClassesFor([2, 3]));
        Assert.Equal<int>([2, 0], indices.ClassesFor([2, 1, 3]));
        Targets<double> probabilities = Tensor.Matrix(new[,] { { 0.2, 0.3, 0.5 }, { 0.5, 0.5, 0 } });
        Assert.Equal<int>([2, 0], probabilities.ClassesFor([2, 3]));
        Assert.Equal<int>([2, 0], probabilities.ClassIndices);
    }

    [Fact]
    public void Arrays_lists_and_collection_expressions_are_targets()
    {
        Targets<double> wanted = ImmutableArray.Create(0, 1, 1, 0);
        var indices = new[] { 0, 1, 1, 0 };
        Targets<double> ofArray = indices;
        indices[0] = 7;
        Assert.Equal(wanted, ofArray);
        Assert.Equal(wanted, new List<int> { 0, 1, 1, 0 });
        Assert.Equal(wanted, new Batch<double>(Tensor.Zeros<double>([4, 2]), [0, 1, 1, 0]).Targets);
        Assert.Equal(wanted, new Dataset<double>(Tensor.Zeros<double>([4, 2]), [.. Enumerable.Range(0, 4).Select(i => i % 3 == 0 ? 0 : 1)]).Targets);
        Assert.Equal(double.Log(2), Losses.SoftmaxCrossEntropy.Against([0, 1])(Tensor.Zeros<double>([2, 2])).Value, 1e-15);
    }

    [Fact]
    public void A_batch_has_a_target_for_each_row()
    {
        Failure.Says(
            "a batch: expected a target for each row of the inputs [6], got 2 targets", () => new Batch<double>(Tensor.Zeros<double>([6]), [0, 1]));
        Failure.Says(
            "a batch: expected a target for each row of the inputs [6, 2], got 1 targets",
            () => new Batch<double>(Tensor.Zeros<double>([6, 2]), Tensor.Vector(1.0)));
    }
}
