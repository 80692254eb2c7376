using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>Images between ONNX and PyTorch, which have channels first, and this library.</summary>
internal static class OnnxImages
{
    public static Tensor<T> ChannelsLast<T>(Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Permute([0, .. Enumerable.Range(2, x.Shape.Rank - 2), 1]);

    public static Tensor<T> ChannelsFirst<T>(Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Permute([0, x.Shape.Rank - 1, .. Enumerable.Range(1, x.Shape.Rank - 2)]);

    /// <summary>A layer without parameters on images with channels first.</summary>
    public static Tensor<T> OnChannelsFirst<T>(this Layer<T> layer, Tensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => ChannelsFirst(layer.Predict(Parameters<T>.Empty, ChannelsLast(x)));
}
