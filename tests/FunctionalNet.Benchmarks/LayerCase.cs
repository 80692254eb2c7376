using System.Collections.Immutable;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>A layer, and the shape of a batch of inputs to it.</summary>
public sealed record LayerCase(Layer<float> Layer, Shape Input)
{
    /// <summary>Every layer of the library, at the sizes of the two-layer network and of a wide one.</summary>
    public static ImmutableArray<LayerCase> All { get; } =
    [
        new(Affine(784, 50), [100, 784]),
        new(Affine(50, 10), [100, 50]),
        new(Affine(784, 512), [128, 784]),
        new(Relu, [100, 50]),
        new(Relu, [128, 512]),
        new(Sigmoid, [100, 50]),
        new(Sigmoid, [128, 512]),
        new(Softmax, [100, 10]),
        new(Flatten, [100, 1, 28, 28]),
        new(BatchNormalization(16), [100, 28, 28, 16]),
        new(LayerNormalization([512]), [128, 512]),
        new(RmsNormalization([512]), [128, 512]),
        new(GroupNormalization(8, 64), [100, 8, 8, 64]),
        new(InstanceNormalization(64), [100, 8, 8, 64]),
        new(Affine(784, 50) >> Relu >> Affine(50, 10), [100, 784]),
    ];

    public override string ToString() => $"{Layer} on {Input}";
}
