using CsCheck;

namespace FunctionalNet.Tests.Tensors;

public sealed class TensorRowsTests
{
    private static Gen<Tensor<double>> WithRows => Numbers<double>.Tensors(Shapes.WithAxes, Numbers<double>.Any);

    [Fact]
    public void A_row_is_the_slice_at_its_index() =>
        WithRows.ForAll(tensor =>
        {
            for (var row = 0; row < tensor.Shape[0]; row++)
                Exact.Equal(Slice(tensor, row), tensor.Row(row), $"row {row}");
        });

    [Fact]
    public void A_range_is_its_rows_in_order() =>
        (from tensor in WithRows
         from start in Gen.Int[0, tensor.Shape[0]]
         from end in Gen.Int[start, tensor.Shape[0]]
         select (tensor, start, end)).ForAll(drawn =>
        {
            var (tensor, start, end) = drawn;
            var expected = Gathered(tensor, [.. Enumerable.Range(start, end - start)]);
            Exact.Equal(expected, tensor[start..end], $"rows {start}..{end}");
            Exact.Equal(expected, tensor[^(tensor.Shape[0] - start)..^(tensor.Shape[0] - end)], $"rows {start}..{end} from the end");
        });

    [Fact]
    public void Rows_are_gathered_in_any_order_and_as_often_as_asked_for() =>
        (from tensor in WithRows
         from rows in tensor.Shape[0] == 0 ? Gen.Const(Array.Empty<int>()) : Gen.Int[0, tensor.Shape[0] - 1].Array[0, 6]
         select (tensor, rows)).ForAll(drawn =>
            Exact.Equal(Gathered(drawn.tensor, drawn.rows), drawn.tensor.Rows(drawn.rows), $"rows {string.Join(", ", drawn.rows)}"));

    [Fact]
    public void A_missing_row_is_reported_with_the_shape()
    {
        var matrix = Tensor.Zeros<float>([2, 3]);
        Failure.Says("row 2 is not within [2, 3] (Parameter 'indices')", () => matrix.Row(2));
        Failure.Says("row -1 is not within [2, 3] (Parameter 'indices')", () => matrix.Row(-1));
        Failure.Says("row 7 is not within [2, 3] (Parameter 'indices')", () => matrix.Rows(0, 7));
        Failure.Says("rows 1..3 are not within [2, 3] (Parameter 'rows')", () => matrix[1..3]);
        Failure.Says("rows 2..1 are not within [2, 3] (Parameter 'rows')", () => matrix[2..1]);
        Failure.Says("rows ^3..^0 are not within [2, 3] (Parameter 'rows')", () => matrix[^3..]);
    }

    [Fact]
    public void Indices_that_change_under_way_are_refused_or_not_seen()
    {
        var (ones, expected, indices) = (Tensor.Ones<float>([64, 4]), Tensor.Ones<float>([4096, 4]), new int[4096]);
        using var isOver = new CancellationTokenSource();
        var changing = new Thread(() =>
        {
            for (; !isOver.IsCancellationRequested; indices[4000] = 64 - indices[4000])
                Thread.SpinWait(50);
        });
        changing.Start();
        for (var i = 0; i < 1000; i++)
        {
            if (Record.Exception(() => Assert.Equal(expected, ones.Rows(indices))) is { } exception)
                Assert.IsType<ArgumentOutOfRangeException>(exception);
        }

        isOver.Cancel();
        changing.Join();
    }

    [Fact]
    public void A_scalar_has_no_rows()
    {
        var scalar = Tensor.Scalar(1f);
        Failure.Says("a scalar has no axis to take rows from", () => scalar.Row(0));
        Failure.Says("a scalar has no axis to take rows from", () => scalar.Rows(0));
        Failure.Says("a scalar has no axis to take a range of rows from", () => scalar[..]);
        Failure.Says("a scalar has no axis to take the largest element from", () => scalar.ArgMaxOfRows());
    }

    [Fact]
    public void Empty_rows_have_no_largest_element() =>
        Failure.Says(
            "the rows of a tensor of shape [2, 0] are empty: they have no largest element",
            () => Tensor.Zeros<float>([2, 0]).ArgMaxOfRows());

    [Fact]
    public void The_largest_of_a_row_is_the_first_of_equals_and_NaN_before_all()
    {
        var rows = Tensor.Matrix(new[,] { { 1f, 3, 3 }, { 2, 1, 0 }, { 0, float.NaN, 5 }, { float.NaN, float.NaN, 1 } });
        Assert.Equal<int>([1, 0, 1, 0], rows.ArgMaxOfRows());
        Assert.Equal<int>([2], Tensor.Vector(1f, 2, 3).ArgMaxOfRows());
        Assert.Empty(Tensor.Zeros<float>([0, 3]).ArgMaxOfRows());
    }

    [Fact]
    public void The_largest_of_a_one_hot_row_is_its_class() =>
        Gen.Int[0, 6].Array[0, 20].ForAll(classes => Assert.Equal<int>(classes, Tensor.OneHot<float>([.. classes], 7).ArgMaxOfRows()));

    private static Tensor<double> Slice(Tensor<double> tensor, int row) => Tensor.Create(
        tensor.Shape[1..], [.. Naive.Indices(tensor.Shape[1..]).Select(index => tensor[[row, .. index]])]);

    private static Tensor<double> Gathered(Tensor<double> tensor, int[] rows) => Tensor.Create(
        [rows.Length, .. tensor.Shape[1..]], [.. rows.SelectMany(row => Slice(tensor, row).Data)]);

    [Fact]
    public void Rows_that_threads_gather_are_the_same()
    {
        var images = Tensor.Generate<float>([500, 801], i => i);
        var indices = Key.Seed(1).Integers(300, 500);
        var gathered = images.Rows(indices.AsSpan());
        for (var row = 0; row < indices.Length; row++)
            Exact.Equal(images[indices[row]..(indices[row] + 1)], gathered[row..(row + 1)], $"row {row}, from {indices[row]}");
    }
}
