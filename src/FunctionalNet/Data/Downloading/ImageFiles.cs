using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>Images of 28 × 28 pixels with their labels, in four IDX files: what MNIST and its relatives have in common.</summary>
/// <param name="TrainImages">The images to train on.</param>
/// <param name="TrainLabels">The labels of these.</param>
/// <param name="TestImages">The images to test with.</param>
/// <param name="TestLabels">The labels of these.</param>
/// <param name="Classes">The number of classes.</param>
internal sealed record ImageFiles(NamedFile TrainImages, NamedFile TrainLabels, NamedFile TestImages, NamedFile TestLabels, int Classes)
{
    private const int Side = 28;

    /// <summary>The label of class 0 in the files.</summary>
    public int First { get; init; }

    /// <summary>Whether the files have each image column by column.</summary>
    public bool AreTransposed { get; init; }

    /// <summary>The four files.</summary>
    public ImmutableArray<NamedFile> All => [TrainImages, TrainLabels, TestImages, TestLabels];

    /// <summary>The training set and the test set from the files in a folder, or an error of one line.</summary>
    /// <inheritdoc cref="Mnist.Load{T}"/>
    public Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(string folder, bool normalize, bool oneHot, bool flatten)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(folder);
        return from train in Read(TrainImages, TrainLabels)
               from test in Read(TestImages, TestLabels)
               select (train, test);

        Fin<Dataset<T>> Read(NamedFile images, NamedFile labels) =>
            from pictured in images.Read(folder, file =>
                from pixels in Idx.ReadImages(file, normalize ? T.One : T.CreateTruncating(byte.MaxValue), AreTransposed)
                from _ in RequireSide(pixels.Shape).About(file)
                select (Pixels: pixels, File: file))
            from labelled in labels.Read(folder, file => Idx.ReadLabels(file, Classes, First).Map(classes => (Classes: classes, File: file)))
            from paired in Idx.Pair(pictured.Pixels, pictured.File, labelled.Classes, labelled.File)
            select new Dataset<T>(
                flatten ? paired.Inputs.Reshape([paired.Count, Side * Side]) : paired.Inputs,
                oneHot ? Tensor.OneHot<T>(paired.Targets.ClassIndices, Classes) : paired.Targets);
    }

    private static Fin<Unit> RequireSide(Shape images) =>
        images is [_, Side, Side] ? unit : Error.New(Invariant($"expected images of {Side} × {Side}, found {images[^2]} × {images[^1]}"));
}
