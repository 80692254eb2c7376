using CsCheck;

namespace FunctionalNet.Tests.Tensors;

/// <summary>No one can tell a window from the copy of the same rows.</summary>
public sealed class TensorWindowTests
{
    /// <summary>A window and a copy: of some rows of a tensor, and of some of these.</summary>
    private static Gen<(Tensor<double> Window, Tensor<double> Copy)> Windows(Gen<Tensor<double>> tensors) =>
        from whole in tensors
        from start in Gen.Int[0, whole.Shape[0]]
        from end in Gen.Int[start, whole.Shape[0]]
        from innerEnd in Gen.Int[0, end - start]
        from innerStart in Gen.Int[0, innerEnd]
        select (whole.Window(start..end).Window(innerStart..innerEnd), whole[start..end][innerStart..innerEnd]);

    private static Gen<(Tensor<double> Window, Tensor<double> Copy)> Any =>
        Windows(Numbers<double>.Tensors(Shapes.WithAxes, Numbers<double>.Any));

    [Fact]
    public void A_window_has_the_elements_of_the_copy() => Any.ForAll(drawn =>
    {
        var (window, copy) = drawn;
        Exact.Equal(copy.Data.AsSpan(), window.Span, "span");
        Exact.Equal(copy, window, "data");
        Exact.Equal(copy.Data.AsSpan(), window.ToArray(), "array");
        var copied = new double[copy.Shape.Size];
        window.CopyTo(copied);
        Exact.Equal(copy.Data.AsSpan(), copied, "copied");
        var (shape, data) = window;
        Assert.Equal(copy.Shape, shape);
        Exact.Equal(copy.Data.AsSpan(), data.AsSpan(), "taken apart");
        for (var i = 0; i < copy.Shape.Size; i++)
        {
            int[] indices = [.. copy.Shape.Unravel(i)];
            Exact.Equal(copy[indices.AsSpan()], window[indices.AsSpan()], "indexed", i);
        }
    });

    [Fact]
    public void A_window_is_equal_to_the_copy_and_prints_as_it() => Any.ForAll(drawn =>
    {
        var (window, copy) = drawn;
        // NaN is not equal to itself, in a window as in a copy.
        Assert.Equal(copy.Equals(copy with { }), window.Equals(copy));
        Assert.Equal(copy.Equals(copy with { }), copy.Equals(window));
        Assert.Equal(copy.Equals(copy with { }), window.Equals(window with { }));
        Assert.Equal(copy.GetHashCode(), window.GetHashCode());
        Assert.Equal($"{copy}", $"{window}");
        Assert.Equal(Npy.Encode(copy), Npy.Encode(window));
        Assert.Equal(
            Safetensors.Encode(NamedTensors<double>.Create(("x", copy))), Safetensors.Encode(NamedTensors<double>.Create(("x", window))));
    });

    [Fact]
    public void What_is_made_of_a_window_is_what_is_made_of_the_copy() =>
        Windows(Numbers<double>.Tensors(from columns in Gen.Int[1, 9] from rows in Gen.Int[1, 30] select Shape.Create(rows, columns), Numbers<double>.Any)).ForAll(drawn =>
        {
            Assert.All(
                (Func<Tensor<double>, Tensor<double>>[])
                [
                    x => x.Reshape([x.Shape.Size]), x => x.InsertAxis(0), x => x[..], x => x[x.Shape[0]..], x => x with { },
                    x => x.Rows([.. Enumerable.Range(0, x.Shape[0]).Reverse()]), x => x[.., ^1], x => x.Permute(1, 0), x => x.Flip(), x => x.Tile(2, 1),
                    x => x.Pad(1, (1, 0), (0, 1)), x => x.Cast<double>(), x => x + x, x => x * 2, x => 2 - x, x => -x, x => x.Map(a => a * a), x => x.Exp(),
                    x => x + x.SumTo([1, x.Shape[1]]), x => x.SumTo(x.Shape), x => x.SumTo([]), x => x.InsertAxis(0).SumTo(x.Shape), x => x.BroadcastTo([2, .. x.Shape]),
                    x => x.SumOver(0), x => x.MaxOver(1), x => x.CumulativeSum(0), x => x.Transpose().MatMul(x), x => x.TransposedMatMul(x), x => x.MatMulTransposed(x),
                    x => x.Gather(1, Indices.Of([0, 0])), x => TensorNodes<double>.Softmax(x).Value, x => Tensor.Concatenate(0, x, x),
                ],
                function => Exact.Equal(function(drawn.Copy), function(drawn.Window), "function of a window"));
            Assert.Equal<int>(drawn.Copy.ArgMaxOfRows(), drawn.Window.ArgMaxOfRows());
            Assert.Equal(drawn.Copy.ArgMin(1), drawn.Window.ArgMin(1));
            Assert.Equal(drawn.Copy.IsFinite, drawn.Window.IsFinite);
            Exact.Equal(drawn.Copy.Sum(), drawn.Window.Sum(), "sum", 0);
            Exact.Equal(drawn.Copy.Max(), drawn.Window.Max(), "largest", 0);
        });

    [Fact]
    public void A_window_is_copied_only_when_it_is_asked_for_as_an_array_and_then_once()
    {
        var whole = Tensor.Generate([5, 3], i => (double)i);
        var window = whole.Window(1..3);
        Assert.True(window.Span.Overlaps(whole.Span, out var offset), "expected the window's elements in the whole's array");
        Assert.Equal(-3, offset);
        Assert.True(window.Reshape([6]).Span == window.Span, "expected the reshaped window's elements in the whole's array");
        Assert.Equal<double>([3, 4, 5, 6, 7, 8], window.Data);
        Assert.True(window.Data == window.Data, "expected one array, got two");
        Assert.True(whole.Window(..).Data == whole.Data, "expected the whole's own array for a window of all its rows");
        Assert.Equal(3, whole.Window(1..2)[.., 0].ToScalar());
        Assert.False(whole[1..3].Span.Overlaps(whole.Span), "expected the rows copied by the indexer");
        Assert.Equal(7, Tensor.Vector(6.0, 7, 8).Window(1..2).ToScalar());
    }

    [Fact]
    public void Rows_that_are_not_there_are_refused_as_by_the_indexer()
    {
        var matrix = Tensor.Zeros<float>([2, 3]);
        Failure.Says("rows 1..3 are not within [2, 3] (Parameter 'rows')", () => matrix.Window(1..3));
        Failure.Says("rows 1..2 are not within [1, 3] (Parameter 'rows')", () => matrix.Window(..1).Window(1..2));
        Failure.Says("a scalar has no axis to take a range of rows from", () => Tensor.Scalar(1f).Window(..));
    }
}
