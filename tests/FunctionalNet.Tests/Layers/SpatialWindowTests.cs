using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Layers;

public sealed class SpatialWindowTests
{
    [Fact]
    public void A_convolution_gives_the_lengths_of_its_arithmetic()
    {
        Assert.Equal<Shape>([2, 24, 24, 30], Convolution([5, 5]).OutputShape([2, 28, 28, 1], (1, 30)).ThrowIfFail());
        Assert.Equal<Shape>([2, 12, 13, 30], Convolution([5, 4], stride: [2, 2]).OutputShape([2, 28, 28, 1], (1, 30)).ThrowIfFail());
        Assert.Equal<Shape>([2, 24, 1], Convolution([3], dilation: [2]).OutputShape([2, 28, 1]).ThrowIfFail());
        Assert.Equal<Shape>([2, 30, 5, 29, 1], Convolution([3, 1, 2], padding: Padding.Of(before: [1, 0, 2], after: [3, 0, 0])).OutputShape([2, 28, 5, 28, 1]).ThrowIfFail());
        Assert.Equal<Shape>([0, 24, 0], Convolution([5]).OutputShape([0, 28, 0]).ThrowIfFail());
    }

    [Theory]
    [InlineData(28, 5, 1, 1, 2, 2)]
    [InlineData(28, 2, 1, 1, 0, 1)]
    [InlineData(28, 3, 2, 1, 0, 1)]
    [InlineData(29, 3, 2, 1, 1, 1)]
    [InlineData(28, 3, 1, 2, 2, 2)]
    [InlineData(7, 1, 3, 1, 0, 0)]
    [InlineData(5, 2, 2, 1, 0, 1)]
    public void Same_padding_gives_one_output_for_each_stride(int length, int window, int stride, int dilation, int before, int after)
    {
        var (upper, lower) = (Along(Padding.Same), Along(Padding.SameLower));
        Assert.Equal(new(length, (length + stride - 1) / stride, window, stride, dilation, before, after), upper);
        Assert.Equal(upper with { Before = after, After = before }, lower);

        WindowAxis Along(Padding padding) => Convolution([window], [stride], padding, [dilation]).Along([1, length, 1])[0];
    }

    [Theory]
    [InlineData(5, 2, 2, 0, 3)]
    [InlineData(4, 2, 2, 0, 2)]
    [InlineData(2, 1, 2, 0, 1)] // The second window would begin at the end.
    [InlineData(2, 3, 3, 1, 1)] // The second window would begin in the padding after.
    [InlineData(4, 3, 3, 1, 2)]
    [InlineData(1, 2, 2, 0, 1)] // The only window is not full.
    [InlineData(32, 9, 3, 0, 9)]
    public void Ceil_counts_a_last_window_that_begins_within_the_input(int length, int window, int stride, int padding, int outputs) =>
        Assert.Equal(outputs, Pooling([window], [stride], Padding.Of([padding]), ceil: true).OutputShape([1, length, 1]).ThrowIfFail()[1]);

    [Fact]
    public void Taps_are_within_the_input_the_padding_or_neither()
    {
        var axis = Pooling([3], [2], Padding.Of([1]), [2], ceil: true).Along([1, 6, 1])[0];
        Assert.Equal(3, axis.Output);
        // Of 8 places, the input's are 1 to 6: taps are at −1, 1, 3; at 1, 3, 5; and at 3, 5, 7, which is beyond both.
        Assert.Equal([(1, 3), (0, 3), (0, 2)], Enumerable.Range(0, 3).Select(axis.Within));
        Assert.Equal([(0, 3), (0, 3), (0, 2)], Enumerable.Range(0, 3).Select(axis.WithinPadded));
        Assert.False(axis.IsWithin);
        Assert.False(axis.IsApart);
        var plain = Pooling([2]).Along([1, 5, 1])[0];
        Assert.True(plain.IsWithin);
        Assert.True(plain.IsApart);
    }

    [Fact]
    public void A_tap_beyond_all_of_the_input_is_not_within_it()
    {
        var axis = Convolution([2], padding: Padding.Of([1]), dilation: [2]).Along([1, 1, 1])[0];
        Assert.Equal(1, axis.Output);
        var (first, end) = axis.Within(0);
        Assert.Equal(first, end);
    }

    [Fact]
    public void An_input_that_does_not_fit_is_refused_with_what_is_expected()
    {
        Assert.Equal("expected [batch, height, width, channels], got [28, 28]", Message(Convolution([5, 5]), [28, 28]));
        Assert.Equal("expected [batch, height, width, 3], got [1, 28, 28, 1]", Message(Convolution([5, 5]), [1, 28, 28, 1], (3, 4)));
        Assert.Equal("expected [batch, height ≥ 5, width, channels], got [1, 4, 4, 1]", Message(Convolution([5, 1]), [1, 4, 4, 1]));
        Assert.Equal("expected [batch, length ≥ 3, 1], got [1, 2, 1]", Message(Convolution([5], padding: Padding.Of([1])), [1, 2, 1], (1, 1)));
        Assert.Equal("expected [batch, depth ≥ 2, height ≥ 2, width ≥ 2, channels], got [1, 1, 1, 1, 1]", Message(Pooling([2, 2, 2]), [1, 1, 1, 1, 1]));
        Assert.Equal("expected [batch, length, channels], got [1, 0, 1]", Message(Convolution([5], padding: Padding.Same), [1, 0, 1]));
    }

    [Fact]
    public void Arguments_that_do_not_belong_together_are_refused_at_once()
    {
        Refused("window: expected 1 to 3 numbers of 1 or more, one for each spatial axis, got []", () => Convolution([]));
        Refused("window: expected 1 to 3 numbers of 1 or more, one for each spatial axis, got [2, 2, 2, 2]", () => Convolution([2, 2, 2, 2]));
        Refused("window: expected 1 to 3 numbers of 1 or more, one for each spatial axis, got [2, 0]", () => Convolution([2, 0]));
        Refused("stride: expected 2 numbers of 1 or more, one for each axis of the window [2, 2], got [2]", () => Convolution([2, 2], stride: [2]));
        Refused("dilation: expected 1 numbers of 1 or more, one for each axis of the window [2], got [0]", () => Convolution([2], dilation: [0]));
        Refused("padding: expected numbers for the 2 axes of the window [2, 2], got 1", () => Convolution([2, 2], padding: Padding.Of([1])));
        Refused("expected as many numbers before as after, got [1] and [1, 1]", () => Padding.Of([1], [1, 1]));
    }

    [Fact]
    public void The_text_has_what_is_not_usual()
    {
        Assert.Equal("5×5", Convolution([5, 5]).Text);
        Assert.Equal("5×5", Convolution([5, 5], [1, 1], Padding.Valid, [1, 1]).Text);
        Assert.Equal("3×3, stride 2×2, dilation 2×2, padding same", Convolution([3, 3], [2, 2], Padding.Same, [2, 2]).Text);
        Assert.Equal("2×2", Pooling([2, 2], [2, 2]).Text);
        Assert.Equal("2, stride 1, padding 0 before, 1 after, ceil", Pooling([2], [1], Padding.Of([0], [1]), ceil: true).Text);
    }

    [Fact]
    public void Padding_compares_by_value_and_prints_in_one_line()
    {
        Assert.Equal(Padding.Of([1, 2]), Padding.Of([1, 2], [1, 2]));
        Assert.NotEqual(Padding.Of([1, 2]), Padding.Of([2, 1]));
        Assert.NotEqual(Padding.Same, Padding.SameLower);
        Assert.Equal(
            ["valid", "same", "same, lower", "1×2", "1×0 before, 1×2 after"],
            new[] { Padding.Valid, Padding.Same, Padding.SameLower, Padding.Of([1, 2]), Padding.Of(before: [1, 0], after: [1, 2]) }.Select(padding => padding.ToString()));
    }

    private static SpatialWindow Convolution(Shape window, Shape? stride = null, Padding? padding = null, Shape? dilation = null) =>
        SpatialWindow.OfConvolution(window, stride, padding, dilation);

    private static SpatialWindow Pooling(Shape window, Shape? stride = null, Padding? padding = null, Shape? dilation = null, bool ceil = false) =>
        SpatialWindow.OfPooling(window, stride, padding, dilation, ceil);

    private static string Message(SpatialWindow window, Shape input, (int, int)? channels = null) =>
        window.OutputShape(input, channels).Match(Succ: shape => $"{shape}", Fail: error => error.Message);

    private static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
}
