using System.Collections.Immutable;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>A network of affine layers with rectifiers between them, trained on images of digits.</summary>
/// <param name="Name">A name for the command line.</param>
/// <param name="Widths">The widths from the pixels of an image to the classes.</param>
/// <param name="Batch">The number of images in a batch.</param>
/// <param name="Optimizer">The optimizer.</param>
public sealed record TrainingCase(string Name, ImmutableArray<int> Widths, int Batch, Optimizer<float> Optimizer)
{
    /// <summary>The chapter's network, a wide one, a deeper one, and one that is both, trained by Adam.</summary>
    public static ImmutableArray<TrainingCase> All { get; } =
    [
        new("seed", [784, 50, 10], 100, Optimizers.Sgd(0.1)),
        new("wide", [784, 512, 10], 128, Optimizers.Sgd(0.1)),
        new("deep", [784, 256, 256, 256, 10], 128, Optimizers.Sgd(0.1)),
        new("large", [784, 1024, 1024, 10], 256, Optimizers.Adam(0.001)),
    ];

    public Layer<float> Network { get; } = Widths
        .Zip(Widths[1..], (inputs, outputs) => Affine(inputs, outputs, Initializers.HeNormal))
        .Aggregate((network, affine) => network >> Relu >> affine);

    /// <summary>The matrix products of a step: each layer forwards, the gradients of its weights, and of its input where that is needed.</summary>
    internal IEnumerable<MatrixProductCase<float>> Products => Widths
        .Zip(Widths[1..], (inputs, outputs) => (inputs, outputs))
        .SelectMany((layer, i) => new ProductShape[]
        {
            new(Batch, layer.inputs, layer.outputs),
            new(layer.inputs, Batch, layer.outputs, Transposed.Left),
            new(Batch, layer.outputs, layer.inputs, Transposed.Right),
        }.Take(i == 0 ? 2 : 3))
        .Select(shape => new MatrixProductCase<float>(shape));

    public override string ToString() => $"{string.Join('→', Widths)}, {Batch} images, {Optimizer}";
}
