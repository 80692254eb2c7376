using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// The MNIST database of handwritten digits: 60 000 training images and 10 000 test images of 28 × 28 pixels, each with the digit
/// that it shows.
/// </summary>
/// <remarks>LeCun, Cortes and Burges, "The MNIST database of handwritten digits", 1998.</remarks>
public static class Mnist
{
    internal static PublishedImages Published { get; } = new(
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        isAsStored: false,
        (47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        (60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        (7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        (10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"));

    /// <summary>
    /// The training set and the test set, from the four IDX files in a folder: the chapter's <c>load_mnist</c>. The files may have
    /// their usual names, with a dash or a dot before <c>idx</c>, with or without <c>.gz</c>. Of several copies of a file, the one
    /// with the correct SHA-256 is read, or else the first that can be read. A failure comes back as an error of one line.
    /// </summary>
    /// <param name="folder">The folder of the files.</param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <param name="oneHot">Whether targets are one-hot rows <c>[samples, 10]</c> instead of digits.</param>
    /// <param name="flatten">Whether inputs are <c>[samples, 784]</c> instead of <c>[samples, 28, 28, 1]</c>.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(
        string folder, bool normalize = true, bool oneHot = false, bool flatten = true)
        where T : unmanaged, IFloatingPointIeee754<T> => Published.Load<T>(folder, normalize, oneHot, flatten);

    /// <summary>
    /// Ensures that a folder has the four files, and returns the folder, to <see cref="Load{T}"/> from. A copy with the correct
    /// SHA-256 of its uncompressed bytes is kept; otherwise public mirrors are tried in turn. A file appears complete and correct
    /// or not at all: a failure leaves no part of it, nor a folder made for it. Failures, cancellation and time-out included, come
    /// back as an error of one line that names the file, the mirrors and the reasons.
    /// </summary>
    /// <param name="client">The client, whose time-out applies to the first answer and to each piece of a file.</param>
    /// <param name="folder">The folder, which is made if it does not exist. <see cref="CacheFolder"/> has the usual place.</param>
    /// <param name="cancellationToken">Cancels the download; files that are already complete stay.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty or not a path.</exception>
    public static Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellationToken = default) =>
        Published.Download(client, folder, cancellationToken);
}
