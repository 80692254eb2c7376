using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// CIFAR-10: 50 000 training images and 10 000 test images in colour, of 32 × 32 pixels, each of an animal or a vehicle of one of ten
/// <see cref="Classes"/>.
/// </summary>
/// <remarks>
/// Krizhevsky, "Learning multiple layers of features from tiny images", 2009: its binary version. TensorFlow Datasets records the sum of the
/// archive.
/// </remarks>
public static class Cifar10
{
    internal static CifarFiles Files { get; } = new(
        new(["cifar-10-binary.tar.gz"], 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd") { IsAsStored = true },
        "cifar-10-batches-bin",
        ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"],
        "test_batch.bin",
        new(Classes: 10));

    /// <summary>The names of the classes, in the order of their indices.</summary>
    public static ImmutableArray<string> Classes { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>
    /// The training set and the test set, with inputs <c>[samples, 32, 32, 3]</c>: red, green, blue. A failure comes back as an error of one line
    /// that names the file.
    /// </summary>
    /// <param name="path">
    /// A folder that has the files, <c>data_batch_1.bin</c> and so on, or the folder <c>cifar-10-batches-bin</c> that they were unpacked to, or the
    /// archive <c>cifar-10-binary.tar.gz</c>; or the archive itself, compressed or not.
    /// </param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <param name="oneHot">Whether targets are one-hot rows <c>[samples, 10]</c> instead of class indices.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(string path, bool normalize = true, bool oneHot = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Files.Load<T>(path, label: 0, normalize, oneHot);

    /// <summary>
    /// Ensures that a folder has the archive, and returns the folder, to <see cref="Load{T}"/> from: it is read as it is. An archive with the
    /// correct SHA-256 is kept; otherwise it is downloaded, 170 MB. It appears complete and correct or not at all. Failures, cancellation and
    /// time-out included, come back as an error of one line.
    /// </summary>
    /// <param name="client">The client, whose time-out applies to the first answer and to each piece of the archive.</param>
    /// <param name="folder">The folder, which is made if it does not exist. <see cref="CacheFolder"/> has the usual place.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="ArgumentException"><paramref name="folder"/> is empty or not a path.</exception>
    public static Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellationToken = default) =>
        Files.Download(client, folder, cancellationToken);
}
