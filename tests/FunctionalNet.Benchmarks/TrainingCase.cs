using System.Collections.Immutable;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Benchmarks;

/// <summary>A network of affine layers with rectifiers between them, trained on images of digits.</summary>
/// <param name="Widths">The widths from the pixels of an image to the classes.</param>
/// <param name="Batch">The number of images in a batch.</param>
public sealed record TrainingCase(ImmutableArray<int> Widths, int Batch)
{
    /// <summary>The chapter's network, a wide one, and a deeper one.</summary>
    public static ImmutableArray<TrainingCase> All { get; } =
        [new([784, 50, 10], 100), new([784, 512, 10], 128), new([784, 256, 256, 256, 10], 128)];

    public Layer<float> Network { get; } = Widths
        .Zip(Widths[1..], (inputs, outputs) => Affine(inputs, outputs, Initializers.HeNormal))
        .Aggregate((network, affine) => network >> Relu >> affine);

    public override string ToString() => $"{string.Join('→', Widths)}, {Batch} images";
}
