using System.Collections.Immutable;
using CsCheck;

namespace FunctionalNet.Tests.Data;

public sealed class DatasetOperationsTests
{
    // Sample i has the input (2i, 2i + 1) and the class i % 3.
    private static readonly Dataset<float> Nine = Counted(9);

    private static readonly Dataset<float> Regression = new(Tensor.Generate<float>([4, 1], i => i), Tensor.Generate<float>([4, 1], i => 10 * i));

    [Fact]
    public void A_sample_has_its_input_and_its_target()
    {
        Assert.Equal(new Sample<float>(Tensor.Vector<float>(10, 11), [2]), Nine[5]);
        Assert.Equal((Nine[8], 2), (Nine[^1], Nine[^1].Class));
        Assert.Equal("Sample: f32[2], class 2", $"{Nine[5]}");
        Assert.Equal("Sample: f32[1], 1 values f32[1]", $"{Regression[3]}");
        Failure.Says("there is no sample 9 in Dataset: 9 × f32[2] (Parameter 'sample')", () => Nine[9]);
        Failure.Says("a sample: expected one target, got 2", () => new Sample<float>(Tensor.Vector<float>(1), [1, 2]));
    }

    [Fact]
    public void Samples_are_collated_to_the_batch_that_they_are_of()
    {
        Assert.Equal(Nine.Batch(4, 0), Sample.Collate([Nine[4], Nine[0]]));
        Assert.Equal(Regression.Batch(1, 1), Sample.Collate([Regression[1], Regression[1]]));
        Failure.Says("expected samples to collate, got none (Parameter 'samples')", () => Sample.Collate<float>([]));
        Failure.Says("expected inputs [2] like that of sample 0, got [1] in sample 1", () => Sample.Collate([Nine[0], Regression[0]]));
        Failure.Says(
            "expected targets of one kind, got 1 class indices [0] and 1 values f32[1]",
            () => Sample.Collate([new Sample<float>(Tensor.Vector(1f), [0]), Regression[0]]));
    }

    [Fact]
    public void Taking_and_skipping_go_no_further_than_the_samples()
    {
        Assert.Equal((Nine[..4], Nine, Nine[..0]), (Nine.Take(4), Nine.Take(100), Nine.Take(0)));
        Assert.Equal((Nine[4..], Nine[9..], Nine), (Nine.Skip(4), Nine.Skip(100), Nine.Skip(0)));
        Failure.Says("expected count of 0 or more, got -1 (Parameter 'count')", () => Nine.Take(-1));
        Failure.Says("expected count of 0 or more, got -1 (Parameter 'count')", () => Nine.Skip(-1));
    }

    [Fact]
    public void Samples_are_selected_by_a_condition_or_by_class()
    {
        Assert.Equal(Nine.Rows(2, 5, 8), Nine.Where(sample => sample.Class == 2));
        Assert.Equal(Nine.Rows(0, 1, 3, 4, 6, 7), Nine.OfClasses(1, 0));
        Assert.Equal(Nine[..0], Nine.Where(_ => false));
        Assert.Equal(Nine[..0], Nine.OfClasses(7));
        Assert.Equal(Regression[2..], Regression.Where(sample => sample.Input[0] >= 2));
    }

    [Fact]
    public void Inputs_and_targets_are_mapped_on_their_own()
    {
        Assert.Equal(new Dataset<float>(Nine.Inputs * 2, Nine.Targets), Nine.MapInputs(inputs => inputs * 2));
        Assert.Equal(Regression.Inputs, Regression.MapTargets(_ => new[] { 1, 2, 3, 4 }).Inputs);
        Failure.Says(
            "a data set: expected a target for each row of the inputs [3, 2], got 9 targets", () => Nine.MapInputs(inputs => inputs[..3]));
    }

    [Fact]
    public void Two_data_sets_become_one()
    {
        var both = Nine.Zip(Nine, (x, y) => Tensor.Concatenate(1, x, y), (targets, _) => targets);
        Assert.Equal(Tensor.Vector<float>(2, 3, 2, 3), both[1].Input);
        Failure.Says(
            "expected two data sets of as many samples, got Dataset: 9 × f32[2] and Dataset: 4 × f32[1]",
            () => Nine.Zip(Regression, (x, _) => x, (x, _) => x));
    }

    [Fact]
    public void A_data_set_is_its_parts_one_after_the_other()
    {
        Assert.Equal(Nine, Nine[..2].Concat(Nine[2..3], Nine[3..]));
        Assert.Equal(Nine, Nine.Concat());
        Assert.Equal(Nine, Nine[..0].Concat(Nine, Nine[9..]));
        Assert.Equal(Regression, Regression[..1].Concat(Regression[1..]));
        Failure.Says("expected samples of equal shape, got Dataset: 9 × f32[2] and Dataset: 4 × f32[1]", () => Nine.Concat(Regression));
        Failure.Says(
            "expected targets of one kind, got 4 class indices [1, 2, 3, 4] and 4 values f32[1]",
            () => Regression.MapTargets(_ => new[] { 1, 2, 3, 4 }).Concat(Regression));
    }

    [Fact]
    public void A_data_set_is_a_batch() => Assert.Equal(new Batch<float>(Nine.Inputs, Nine.Targets), Nine.AsBatch());

    [Fact]
    public void Oversampling_makes_all_classes_as_frequent_as_the_most_frequent()
    {
        var data = new Dataset<float>(Tensor.Generate<float>([8, 1], i => i), [3, 0, 0, 0, 0, 1, 1, 3]);
        Assert.Equal<int>([4, 2, 0, 2], data.ClassCounts());
        var balanced = data.Oversample(Key.Seed(1));
        Assert.Equal<int>([4, 4, 0, 4], balanced.ClassCounts());
        Assert.All(Enumerable.Range(0, 8), i => Assert.Contains(i, balanced.Inputs.Data.Select(x => (int)x)));
        Assert.All(Enumerable.Range(0, 12), i => Assert.Equal(data[(int)balanced.Inputs.Data[i]], balanced[i]));
        Assert.Equal(balanced, data.Oversample(Key.Seed(1)));
        Assert.NotEqual(balanced, data.Oversample(Key.Seed(2)));
        Assert.Empty(data[..0].ClassCounts());
        Assert.Equal(data[..0], data[..0].Oversample(Key.Seed(1)));
        Failure.Says("expected classes of 0 or more, got -1 in row 1", () => new Dataset<float>(Tensor.Zeros<float>([2, 1]), [0, -1]).ClassCounts());
    }

    internal static Dataset<float> Counted(int count) =>
        new(Tensor.Generate<float>([count, 2], i => i), Enumerable.Range(0, count).Select(i => i % 3).ToImmutableArray());
}
