using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <content>Convolutions over one to three axes, with what can be said of each.</content>
public static partial class LayerCases
{
    private static LayerCase[] Convolutions =>
    [
        Smooth("Layers.Convolution", Convolution(2, 3, [3], padding: Padding.Same, biases: Initializers.Normal(1)), [2, 5, 2]),
        Smooth("Layers.Convolution", Convolution(2, 3, [3, 2], biases: Initializers.Normal(1)), [2, 4, 5, 2]),
        Smooth("Layers.Convolution", Convolution(1, 17, [2, 2], hasBias: false), [1, 3, 4, 1]),
        Smooth("Layers.Convolution", Convolution(2, 2, [3, 3], stride: [2, 3], padding: Padding.Of(before: [1, 0], after: [2, 1])), [2, 5, 6, 2]),
        Smooth("Layers.Convolution", Convolution(2, 3, [3, 2], stride: [2, 1], padding: Padding.Same, dilation: [2, 3]), [1, 6, 5, 2]),
        Smooth("Layers.Convolution", Convolution(4, 6, [2, 3], padding: Padding.SameLower, groups: 2), [2, 4, 4, 4]),
        Smooth("Layers.Convolution", Convolution(16, 32, [3, 3], padding: Padding.Same), [1, 3, 2, 16]),
        Smooth("Layers.Convolution", Convolution(4, 3, [1, 1], biases: Initializers.Normal(1)), [2, 3, 2, 4]),
        Smooth("Layers.Convolution", Convolution(4, 3, [1, 1], hasBias: false), [2, 3, 2, 4]),
        Smooth("Layers.Convolution", Convolution(2, 2, [1, 1], stride: [2, 2]), [1, 3, 4, 2]),
        Smooth("Layers.Convolution", Convolution(2, 3, [2, 3, 2], stride: [1, 2, 1], padding: Padding.Of([1, 1, 0])), [1, 3, 4, 3, 2]),
        Smooth("Layers.DepthwiseConvolution", DepthwiseConvolution(3, [3, 3], padding: Padding.Same), [2, 4, 3, 3]),
        Smooth("Layers.DepthwiseConvolution", DepthwiseConvolution(9, [3, 3], stride: [2, 2], dilation: [1, 2]), [1, 5, 7, 9]),
        Smooth("Layers.DepthwiseConvolution", DepthwiseConvolution(2, [3], multiplier: 3, hasBias: false), [2, 5, 2]),
        Smooth("Layers.TransposedConvolution", TransposedConvolution(2, 3, [3], stride: [2], biases: Initializers.Normal(1)), [2, 3, 2]),
        Smooth("Layers.TransposedConvolution", TransposedConvolution(2, 3, [3, 2], stride: [2, 3], padding: Padding.Of([1, 0]), extra: [1, 2]), [2, 3, 2, 2]),
        Smooth("Layers.TransposedConvolution", TransposedConvolution(4, 6, [2, 3], padding: Padding.Same, stride: [2, 2], groups: 2), [1, 3, 3, 4]),
        Smooth("Layers.TransposedConvolution", TransposedConvolution(2, 2, [2, 2, 2], stride: [1, 3, 2], dilation: [2, 1, 1], hasBias: false), [1, 2, 2, 3, 2]),
    ];
}
