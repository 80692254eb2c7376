using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// EMNIST: handwritten digits and letters of 28 × 28 pixels, in six splits of 10 to 62 classes. Its images are stored column by column and
/// come out upright.
/// </summary>
/// <remarks>
/// Cohen, Afshar, Tapson and van Schaik, "EMNIST: an extension of MNIST to handwritten letters", 2017. It is published as one archive,
/// <c>gzip.zip</c> of 562 MB, and only that has a published sum: TensorFlow Datasets records it.
/// </remarks>
public static class Emnist
{
    private static readonly EmnistArchive Archive = new(
        new(["gzip.zip"], 561_753_746, "fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e") { IsAsStored = true },
        [new("https://biometrics.nist.gov/cs_links/EMNIST/"), new("https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/")]);

    /// <summary>
    /// The training set and the test set of a split, from its four IDX files in a folder, as they are in the archive or unpacked:
    /// <c>emnist-letters-train-images-idx3-ubyte.gz</c>. A failure comes back as an error of one line.
    /// </summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="split">The split: <see cref="EmnistSplit.Letters"/>.</param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <param name="oneHot">Whether targets are one-hot rows <c>[samples, classes]</c> instead of class indices.</param>
    /// <param name="flatten">Whether inputs are <c>[samples, 784]</c> instead of <c>[samples, 28, 28, 1]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(
        string folder, EmnistSplit split, bool normalize = true, bool oneHot = false, bool flatten = true)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        EmnistArchive.ImagesOf(Require.NotNull(split)).Load<T>(folder, normalize, oneHot, flatten);

    /// <summary>
    /// Ensures that a folder has the four files of a split, and returns the folder, to <see cref="Load{T}"/> from. An archive
    /// <c>gzip.zip</c> with the correct SHA-256 is kept there; otherwise public mirrors are tried in turn. The files are unpacked from it, and
    /// replace those of the same names. Each file appears complete or not at all. Failures, cancellation and time-out included, come
    /// back as an error of one line.
    /// </summary>
    /// <param name="client">The client, whose time-out applies to the first answer and to each piece of the archive.</param>
    /// <param name="folder">The folder, which is made if it does not exist. <see cref="CacheFolder"/> has the usual place.</param>
    /// <param name="split">The split: <see cref="EmnistSplit.Letters"/>. Of an archive that is there, another one is unpacked without a download.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty or not a path.</exception>
    public static Task<Fin<string>> Download(
        HttpClient client, string folder, EmnistSplit split, CancellationToken cancellationToken = default) =>
        Archive.Ensure(Require.NotNull(client), Require.NotNull(folder), Require.NotNull(split), cancellationToken);
}
