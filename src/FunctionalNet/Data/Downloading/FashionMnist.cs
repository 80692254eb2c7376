using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Fashion-MNIST: 60 000 training images and 10 000 test images of 28 × 28 pixels, each of a piece of clothing of one of ten
/// <see cref="Classes"/>.
/// </summary>
/// <remarks>
/// Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms", 2017. Published sums are
/// of the compressed files. Those here are recorded by TensorFlow Datasets.
/// </remarks>
public static class FashionMnist
{
    internal static PublishedImages Published { get; } = new(
        [
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
            new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
        ],
        isAsStored: true,
        (26_421_880, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
        (29_515, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
        (4_422_102, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
        (5_148, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));

    /// <summary>The names of the classes, in the order of their indices.</summary>
    public static ImmutableArray<string> Classes { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <inheritdoc cref="Mnist.Load{T}"/>
    /// <summary>
    /// The training set and the test set, from the four IDX files in a folder, under the names that those of <see cref="Mnist"/> may have. Of
    /// several copies of a file, the published one is read, or else the first that can be read. A failure comes back as an error of one line.
    /// </summary>
    public static Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(
        string folder, bool normalize = true, bool oneHot = false, bool flatten = true)
        where T : unmanaged, IFloatingPointIeee754<T> => Published.Load<T>(folder, normalize, oneHot, flatten);

    /// <inheritdoc cref="Mnist.Download"/>
    /// <summary>
    /// Ensures that a folder has the four compressed files, and returns the folder, to <see cref="Load{T}"/> from. A file with the correct
    /// SHA-256 is kept; otherwise public mirrors are tried in turn. A file appears complete and correct or not at all. Failures, cancellation
    /// and time-out included, come back as an error of one line.
    /// </summary>
    public static Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellationToken = default) =>
        Published.Download(client, folder, cancellationToken);
}
