using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The pooling of ONNX in this library's terms.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxPooling<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The largest of each window, and where a case asks for it, its place.</summary>
    public static ImmutableArray<Tensor<T>> Max(OnnxCase @case, Tensor<T> x)
    {
        var (window, stride, padding, dilation, ceil) = Arguments(@case);
        var layer = Layers<T>.MaxPool(window, stride, padding, dilation, ceil);
        return @case.Outputs.Length == 1 ? [layer.OnChannelsFirst(x)] : [layer.OnChannelsFirst(x), Places(layer, x, @case.Integer("storage_order", 0) == 1)];
    }

    public static Tensor<T> Average(OnnxCase @case, Tensor<T> x)
    {
        var (window, stride, padding, dilation, ceil) = Arguments(@case);
        return Layers<T>.AveragePool(window, stride, padding, dilation, ceil, @case.Integer("count_include_pad", 0) == 1).OnChannelsFirst(x);
    }

    /// <summary>ONNX keeps the spatial axes, with length 1.</summary>
    public static Tensor<T> Global(OnnxCase @case, Tensor<T> x)
    {
        var layer = @case.Op == "GlobalMaxPool" ? Layers<T>.GlobalMaxPool : Layers<T>.GlobalAveragePool;
        return layer.Predict(Parameters<T>.Empty, OnnxImages.ChannelsLast(x)).Reshape([x.Shape[0], x.Shape[1], .. x.Shape[2..].Select(_ => 1)]);
    }

    /// <summary>The places of the largest in the input, channels first, which is where a gradient goes: of each output alone in turn.</summary>
    private static Tensor<T> Places(Layer<T> layer, Tensor<T> x, bool isColumnMajor)
    {
        var (output, backward) = layer.Forward(Parameters<T>.Empty, OnnxImages.ChannelsLast(x), Mode.Inference);
        var places = Enumerable.Range(0, output.Shape.Size).Select(i =>
        {
            var gradient = Tensor.Generate(output.Shape, j => i == j ? T.One : T.Zero);
            var place = OnnxImages.ChannelsFirst(backward(gradient).Input).Data.IndexOf(T.One);
            return T.CreateChecked(isColumnMajor ? Transposed(place, x.Shape) : place);
        });
        return OnnxImages.ChannelsFirst(Tensor.Create<T>(output.Shape, [.. places]));
    }

    /// <summary>The place within each image, counted along columns.</summary>
    private static int Transposed(int place, Shape shape)
    {
        var (height, width) = (shape[2], shape[3]);
        var (image, within) = int.DivRem(place, height * width);
        return (image * height * width) + (within % width * height) + (within / width);
    }

    private static (Shape Window, Shape Stride, Padding Padding, Shape? Dilation, bool Ceil) Arguments(OnnxCase @case)
    {
        var window = Of(@case, "kernel_shape")!;
        return (window, Of(@case, "strides") ?? Shape.Create([.. window.Select(_ => 1)]), PaddingOf(@case), Of(@case, "dilations"), @case.Integer("ceil_mode", 0) == 1);
    }

    private static Padding PaddingOf(OnnxCase @case) => @case.Text("auto_pad", "NOTSET") switch
    {
        "SAME_UPPER" => Padding.Same,
        "SAME_LOWER" => Padding.SameLower,
        _ => @case.List("pads", int.MaxValue) is { } pads
            ? Padding.Of(Shape.Create(pads.AsSpan(0, pads.Length / 2)), Shape.Create(pads.AsSpan(pads.Length / 2)))
            : Padding.Valid,
    };

    private static Shape? Of(OnnxCase @case, string name) => @case.List(name, int.MaxValue) is { } numbers ? Shape.Create(numbers) : null;
}
