using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// Images and labels in the IDX format of MNIST and its relatives: a header of big-endian words, then unsigned bytes.
/// A file may be compressed by gzip, under any name, with several members and zeros after them. A file that is missing, unreadable,
/// broken or of another kind comes back as an error of one line that names it and says what was expected and what was found.
/// </summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.</remarks>
public static class Idx
{
    private const int ByteValues = byte.MaxValue + 1;

    /// <summary>The images of a file with magic number 0x00000803: <c>[samples, rows, columns]</c>.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="white">The value of byte 255, others in proportion: 1 for numbers from 0 to 1, 255 for the bytes themselves.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Tensor<T>> ReadImages<T>(string file, T white)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from content in IdxContent.Read(Require.NotNull(file), rank: 3)
        select Tensor<T>.Freeze(content.Shape, content.Decode<T>(Levels(white)));

    /// <summary>The labels of a file with magic number 0x00000801, one for each sample.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="classes">The number of classes. A label that is not below it is an error, which names its index.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is not positive.</exception>
    public static Fin<ImmutableArray<int>> ReadLabels(string file, int classes = 10)
    {
        ArgumentNullException.ThrowIfNull(file);
        Require.Positive(classes);
        return from content in IdxContent.Read(file, rank: 1)
               let labels = content.Decode<int>([.. Enumerable.Range(0, ByteValues)])
               from _ in RequireClasses(labels, classes).About(file)
               select ImmutableCollectionsMarshal.AsImmutableArray(labels);
    }

    /// <summary>
    /// Images as inputs <c>[samples, 1, rows, columns]</c>, and their labels as class indices. It is an error if the two files differ
    /// in their numbers of samples.
    /// </summary>
    /// <param name="imagesFile">The path of the images, as <see cref="ReadImages{T}"/> reads them.</param>
    /// <param name="labelsFile">The path of the labels, as <see cref="ReadLabels"/> reads them.</param>
    /// <param name="white">The value of byte 255: 1 for numbers from 0 to 1, 255 for the bytes themselves.</param>
    /// <param name="classes">The number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is not positive.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Dataset<T>> ReadDataset<T>(string imagesFile, string labelsFile, T white, int classes = 10)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(imagesFile);
        ArgumentNullException.ThrowIfNull(labelsFile);
        return from labels in ReadLabels(labelsFile, classes)
               from images in ReadImages(imagesFile, white)
               from dataset in Pair(images, imagesFile, labels, labelsFile)
               select dataset;
    }

    /// <summary>The images of one file with the labels of another, if their numbers agree.</summary>
    internal static Fin<Dataset<T>> Pair<T>(Tensor<T> images, string imagesFile, ImmutableArray<int> labels, string labelsFile)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from _ in RequireEqual(images.Shape[0], labels.Length, imagesFile).About(labelsFile)
        select new Dataset<T>(images.Reshape([labels.Length, 1, .. images.Shape[1..]]), labels);

    // Rounded only once, for any white: 255 · b is exact.
    private static T[] Levels<T>(T white)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. from level in Enumerable.Range(0, ByteValues)
            select T.CreateTruncating(level) * white / T.CreateTruncating(byte.MaxValue)];

    private static Fin<Unit> RequireClasses(int[] labels, int classes) =>
        labels.AsSpan().IndexOfAnyInRange(classes, int.MaxValue) is >= 0 and var index
            ? Error.New(Invariant($"expected labels from 0 to {classes - 1}, found {labels[index]} at index {index}"))
            : unit;

    private static Fin<Unit> RequireEqual(int images, int labels, string imagesFile) =>
        labels == images ? unit : Error.New(Invariant($"expected {images} labels, one for each image of {imagesFile}, found {labels}"));
}
