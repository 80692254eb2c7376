using System.Collections.Immutable;

namespace FunctionalNet.Tests.Data;

public sealed class DatasetTests
{
    private static readonly Dataset<double> Five = new(Tensor.Generate<double>([5, 2], i => i), ImmutableArray.Create(4, 3, 2, 1, 0));

    [Fact]
    public void A_batch_gathers_inputs_and_targets()
    {
        var batch = Five.Batch(3, 0, 3);
        Assert.Equal(Tensor.Matrix(new double[,] { { 6, 7 }, { 0, 1 }, { 6, 7 } }), batch.Inputs);
        Assert.Equal<int>([1, 4, 1], batch.Targets.ClassIndices);
        Assert.Equal("Batch: 3 × f64[2]", $"{batch}");
    }

    [Fact]
    public void A_range_is_a_data_set() =>
        Assert.Equal((new Dataset<double>(Tensor.Matrix(new double[,] { { 2, 3 }, { 4, 5 } }), ImmutableArray.Create(3, 2)), 2), (Five[1..3], Five[1..3].Count));

    [Fact]
    public void All_samples_come_in_order_in_batches()
    {
        var batches = Five.InBatchesOf(2).ToList();
        Assert.Equal([2, 2, 1], batches.Select(batch => batch.Count));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), batches.SelectMany(batch => batch.Inputs.Data));
        Assert.Equal(Five.Targets.ClassIndices.AsEnumerable(), batches.SelectMany(batch => batch.Targets.ClassIndices));
        Assert.Throws<ArgumentOutOfRangeException>(() => Five.InBatchesOf(0));
    }

    [Fact]
    public void Targets_are_classes_or_values()
    {
        Targets<double> classes = ImmutableArray.Create(2, 0);
        Targets<double> values = Tensor.OneHot<double>([2, 0], 3);
        Assert.Equal<int>(classes.ClassIndices, values.ClassIndices);
        Assert.Equal((2, 2), (classes.Count, values.Count));
        Assert.Equal("2 class indices [2, 0]", $"{classes}");
        Assert.Equal(ImmutableArray.Create(2, 0), classes);
        Assert.NotEqual(classes, values);
        Assert.Equal(Tensor.OneHot<double>([0], 3), values[1..]);
        Assert.Equal(Tensor.OneHot<double>([0, 2], 3), values.Rows(1, 0));
    }

    [Fact]
    public void Rows_that_targets_do_not_have_are_refused()
    {
        Targets<double> classes = ImmutableArray.Create(2, 0);
        Failure.Says("row 9 is not within 2 class indices [2, 0] (Parameter 'rows')", () => classes.Rows(0, 9));
        Failure.Says("row -1 is not within 2 class indices [2, 0] (Parameter 'rows')", () => classes.Rows(-1));
        Failure.Says("rows 0..9 are not within 2 class indices [2, 0] (Parameter 'rows')", () => classes[..9]);
        Failure.Says("rows 2..1 are not within 2 class indices [2, 0] (Parameter 'rows')", () => classes[2..1]);
        Assert.Equal(ImmutableArray<int>.Empty, classes[2..]);
    }

    [Fact]
    public void A_default_array_is_refused()
    {
        const string message = "expected an array of class indices, got none";
        Failure.Says($"{message} (Parameter 'Indices')", () => (Targets<double>)default(ImmutableArray<int>));
        Failure.Says($"{message} (Parameter 'indices')", () => Tensor.OneHot<double>(default, 3));
    }
}
