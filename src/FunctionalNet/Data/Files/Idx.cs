using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// Images and labels in the IDX format of MNIST and its relatives (Fashion-MNIST, KMNIST, EMNIST), and other arrays in it: a header of
/// big-endian words, then unsigned bytes or numbers of another type.
/// A file may be compressed by gzip, under any name, with several members and zeros after them. A file that is missing, unreadable,
/// broken or of another kind comes back as an error of one line that names it and says what was expected and what was found.
/// </summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.</remarks>
public static class Idx
{
    private const int ByteValues = byte.MaxValue + 1;

    /// <summary>
    /// The numbers of a file of any type (bytes with or without a sign, 16-bit or 32-bit integers, single or double precision) and with any
    /// number of dimensions. They are rounded where <typeparamref name="T"/> has fewer digits.
    /// </summary>
    /// <param name="file">The path of the file. More than 2 GB uncompressed are refused.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Tensor<T>> Read<T>(string file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from content in IdxContent.Read<T>(Require.NotNull(file))
        select Tensor<T>.Freeze(content.Shape, content.Elements);

    /// <summary>The images of a file with magic number 0x00000803: <c>[samples, rows, columns]</c>.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="white">The value of byte 255, others in proportion: 1 for numbers from 0 to 1, 255 for the bytes themselves.</param>
    /// <param name="transposed">Whether the file has each image column by column, as EMNIST's do.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Tensor<T>> ReadImages<T>(string file, T white, bool transposed = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from content in IdxContent.Read(Require.NotNull(file), rank: 3, Levels(white))
        let images = Tensor<T>.Freeze(content.Shape, content.Elements)
        select transposed ? Transposed(images) : images;

    /// <summary>The labels of a file with magic number 0x00000801, one for each sample.</summary>
    /// <param name="file">The path of the file.</param>
    /// <param name="classes">The number of classes. A label that is none of them is an error, which names its index.</param>
    /// <param name="first">The label of class 0 in the file: 1 for the letters of EMNIST, which are labelled from 1 to 26.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classes"/> is not positive, or <paramref name="first"/> is negative.
    /// </exception>
    public static Fin<ImmutableArray<int>> ReadLabels(string file, int classes = 10, int first = 0)
    {
        ArgumentNullException.ThrowIfNull(file);
        Require.Positive(classes);
        Require.NotNegative(first);
        return from content in IdxContent.Read<int>(file, rank: 1, [.. Enumerable.Range(-first, ByteValues)])
               let labels = content.Elements
               from _ in RequireClasses(labels, classes, first).About(file)
               select ImmutableCollectionsMarshal.AsImmutableArray(labels);
    }

    /// <summary>
    /// Images as inputs <c>[samples, rows, columns, 1]</c>, and their labels as class indices. It is an error if the two files differ
    /// in their numbers of samples.
    /// </summary>
    /// <param name="imagesFile">The path of the images, as <see cref="ReadImages{T}"/> reads them.</param>
    /// <param name="labelsFile">The path of the labels, as <see cref="ReadLabels"/> reads them.</param>
    /// <param name="white">The value of byte 255: 1 for numbers from 0 to 1, 255 for the bytes themselves.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="first">The label of class 0 in the file.</param>
    /// <param name="transposed">Whether the file has each image column by column, as EMNIST's do.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="classes"/> is not positive, or <paramref name="first"/> is negative.
    /// </exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Dataset<T>> ReadDataset<T>(
        string imagesFile, string labelsFile, T white, int classes = 10, int first = 0, bool transposed = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(imagesFile);
        ArgumentNullException.ThrowIfNull(labelsFile);
        return from labels in ReadLabels(labelsFile, classes, first)
               from images in ReadImages(imagesFile, white, transposed)
               from dataset in Pair(images, imagesFile, labels, labelsFile)
               select dataset;
    }

    /// <summary>The images of one file with the labels of another, if their numbers agree.</summary>
    internal static Fin<Dataset<T>> Pair<T>(Tensor<T> images, string imagesFile, ImmutableArray<int> labels, string labelsFile)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from _ in RequireEqual(images.Shape[0], labels.Length, imagesFile).About(labelsFile)
        select new Dataset<T>(images.Reshape([.. images.Shape, 1]), labels);

    /// <summary>The value that each byte of a pixel stands for.</summary>
    // Rounded only once, for any white: 255 · b is exact.
    internal static T[] Levels<T>(T white)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. from level in Enumerable.Range(0, ByteValues)
            select T.CreateTruncating(level) * white / T.CreateTruncating(byte.MaxValue)];

    private static Tensor<T> Transposed<T>(Tensor<T> images)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, columns) = (images.Shape[1], images.Shape[2]);
        var (from, to) = (images.Data, Tensor<T>.Allocate(images.Shape.Size));
        for (var i = 0; i < to.Length; i++)
        {
            var (row, column) = (i / columns % rows, i % columns);
            to[i - (row * columns) - column + (column * rows) + row] = from[i];
        }

        return Tensor<T>.Freeze([images.Shape[0], columns, rows], to);
    }

    private static Fin<Unit> RequireClasses(int[] labels, int classes, int first) =>
        labels.AsSpan().IndexOfAnyExceptInRange(0, classes - 1) is >= 0 and var index
            ? Error.New(Invariant($"expected labels from {first} to {first + classes - 1}, found {labels[index] + first} at index {index}"))
            : unit;

    private static Fin<Unit> RequireEqual(int images, int labels, string imagesFile) =>
        labels == images ? unit : Error.New(Invariant($"expected {images} labels, one for each image of {imagesFile}, found {labels}"));
}
