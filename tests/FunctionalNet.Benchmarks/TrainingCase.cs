using System.Collections.Immutable;
using ConvNet;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>A network that is trained on images of digits.</summary>
/// <param name="Name">A name for the command line.</param>
/// <param name="Network">The network.</param>
/// <param name="Batch">The number of images in a batch.</param>
/// <param name="Optimizer">The optimizer.</param>
public sealed record TrainingCase(string Name, Layer<float> Network, int Batch, Optimizer<float> Optimizer)
{
    /// <summary>The chapter's network, a wide one, a deeper one, one that is both, trained by Adam, and the textbook's convolutional networks.</summary>
    public static ImmutableArray<TrainingCase> All { get; } =
    [
        OfWidths("seed", [784, 50, 10], 100, Optimizers.Sgd(0.1)),
        OfWidths("wide", [784, 512, 10], 128, Optimizers.Sgd(0.1)),
        OfWidths("deep", [784, 256, 256, 256, 10], 128, Optimizers.Sgd(0.1)),
        OfWidths("large", [784, 1024, 1024, 10], 256, Optimizers.Adam(0.001)),
        OfImages("simpleconv", Networks<float>.SimpleConvNet()),
        OfImages("deepconv", Networks<float>.DeepConvNet()),
    ];

    /// <summary>The shape of an image: pixels in a row, or rows of pixels with a channel.</summary>
    public required Shape Image { get; init; }

    /// <summary>The matrix products of a step, where it consists of them: each layer forwards, the gradients of its weights, and of its input where that is needed.</summary>
    internal ImmutableArray<MatrixProductCase<float>> Products { get; private init; } = [];

    /// <summary>60 000 images.</summary>
    public Dataset<float> Images() =>
        Digits.Generate<float>(Key.Seed(0), 60_000) is var digits && Image is [var height, var width, _] ? digits.AsImages(height, width) : digits;

    public override string ToString() => $"{Name}, {Batch} images, {Optimizer}";

    private static TrainingCase OfImages(string name, Layer<float> network) => new(name, network, Batch: 100, Optimizers.Adam(0.001)) { Image = [28, 28, 1] };

    /// <summary>Affine layers of these widths, with rectifiers between them.</summary>
    private static TrainingCase OfWidths(string name, ImmutableArray<int> widths, int batch, Optimizer<float> optimizer) =>
        new(
            name,
            widths.Zip(widths[1..], (inputs, outputs) => Affine(inputs, outputs, Initializers.HeNormal)).Aggregate((network, affine) => network >> Relu >> affine),
            batch,
            optimizer)
        {
            Image = [widths[0]],
            Products = [.. widths.Zip(widths[1..], (inputs, outputs) => (inputs, outputs)).SelectMany((layer, i) => ProductsOf(batch, layer.inputs, layer.outputs, isFirst: i == 0))],
        };

    private static IEnumerable<MatrixProductCase<float>> ProductsOf(int batch, int inputs, int outputs, bool isFirst) =>
        new ProductShape[] { new(batch, inputs, outputs), new(inputs, batch, outputs, Transposed.Left), new(batch, outputs, inputs, Transposed.Right) }
            .Take(isFirst ? 2 : 3)
            .Select(shape => new MatrixProductCase<float>(shape));
}
