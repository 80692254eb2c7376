using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <content>Pooling, padding, other resolutions and arrangements of images.</content>
public static partial class LayerCases
{
    private static LayerCase[] SpatialLayers =>
    [
        Apart("Layers.MaxPool", MaxPool([2, 2]), [2, 4, 6, 9]),
        Apart("Layers.MaxPool", MaxPool([2, 2]), [2, 5, 3, 2]),
        Apart("Layers.MaxPool", MaxPool([3], stride: [2], padding: Padding.Of([1]), dilation: [2], ceil: true), [2, 8, 5]),
        Apart("Layers.MaxPool", MaxPool([3, 2], stride: [1, 1], padding: Padding.Same), [1, 4, 3, 5]),
        Apart("Layers.MaxPool", MaxPool([2, 1, 3], stride: [1, 2, 1], padding: Padding.SameLower), [1, 3, 2, 4, 5]),
        Smooth("Layers.AveragePool", AveragePool([2, 2]), [2, 4, 6, 9]),
        Smooth("Layers.AveragePool", AveragePool([2, 2], padding: Padding.Of(before: [1, 0], after: [0, 1])), [2, 5, 3, 2]),
        Smooth("Layers.AveragePool", AveragePool([3], stride: [2], padding: Padding.Of([1]), dilation: [2], ceil: true, countPadding: true), [2, 8, 5]),
        Smooth("Layers.AveragePool", AveragePool([2, 1, 3], stride: [1, 2, 1], padding: Padding.Same), [1, 3, 2, 4, 5]),
        Smooth("Layers.AdaptiveAveragePool", AdaptiveAveragePool([3, 2]), [2, 5, 4, 2]),
        Smooth("Layers.AdaptiveAveragePool", AdaptiveAveragePool([4]), [1, 2, 5]),
        Apart("Layers.AdaptiveMaxPool", AdaptiveMaxPool([3, 2]), [2, 5, 4, 2]),
        Apart("Layers.AdaptiveMaxPool", AdaptiveMaxPool([1, 2, 2]), [1, 3, 2, 2, 5]),
        Smooth("Layers.GlobalAveragePool", GlobalAveragePool, [2, 3, 4, 2]),
        Smooth("Layers.GlobalAveragePool", GlobalAveragePool, [3, 5, 1]),
        Apart("Layers.GlobalMaxPool", GlobalMaxPool, [2, 3, 4, 2]),
        Apart("Layers.GlobalMaxPool", GlobalMaxPool, [2, 2, 2, 1, 5]),
        Smooth("Layers.ZeroPad", ZeroPad([1, 2]), [2, 3, 2, 2]),
        Smooth("Layers.ZeroPad", ZeroPad(before: [0], after: [3]), [2, 3, 5]),
        Smooth("Layers.ReflectPad", ReflectPad([2, 1]), [2, 3, 2, 2]),
        Smooth("Layers.ReflectPad", ReflectPad(before: [0], after: [3]), [2, 4, 5]),
        Smooth("Layers.EdgePad", EdgePad([1, 2]), [2, 3, 2, 2]),
        Smooth("Layers.EdgePad", EdgePad(before: [0, 1, 0], after: [3, 0, 1]), [1, 2, 1, 2, 5]),
        Smooth("Layers.UpsampleNearest", UpsampleNearest([2, 3]), [2, 3, 2, 2]),
        Smooth("Layers.UpsampleNearest", UpsampleNearest([2]), [1, 3, 5]),
        Smooth("Layers.UpsampleLinear", UpsampleLinear([2, 3]), [2, 3, 2, 2]),
        Smooth("Layers.UpsampleLinear", UpsampleLinear([2, 1, 4]), [1, 2, 2, 3, 5]),
        Smooth("Layers.ResizeNearest", ResizeNearest([2, 5]), [2, 3, 2, 2]),
        Smooth("Layers.ResizeNearest", ResizeNearest([7]), [1, 3, 5]),
        Smooth("Layers.ResizeLinear", ResizeLinear([2, 5]), [2, 3, 2, 2]),
        Smooth("Layers.ResizeLinear", ResizeLinear([7]), [1, 3, 5]),
        Smooth("Layers.Reshape", Reshape([2, 3, 1]), [4, 6]),
        Smooth("Layers.Reshape", Reshape([]), [4, 1, 1]),
        Smooth("Layers.Permute", Permute(2, 0, 1), [2, 3, 4, 5]),
        Smooth("Layers.Permute", Permute(1, 0), [2, 3, 4]),
    ];

    private static LayerCase Apart(string member, Layer<double> layer, Shape shape) => new(member, layer, shape, Draw.Apart);
}
