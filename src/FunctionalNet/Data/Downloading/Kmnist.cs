using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Kuzushiji-MNIST: 60 000 training images and 10 000 test images of 28 × 28 pixels, each of a cursive hiragana of one of ten
/// <see cref="Classes"/>.
/// </summary>
/// <remarks>
/// Clanuwat, Bober-Irizar, Kitamoto, Lamb, Yamamoto and Ha, "Deep learning for classical Japanese literature", 2018. Published sums are of
/// the compressed files. Those here are recorded by TensorFlow Datasets.
/// </remarks>
public static class Kmnist
{
    internal static PublishedImages Published { get; } = new(
        [new("https://codh.rois.ac.jp/kmnist/dataset/kmnist/"), new("http://codh.rois.ac.jp/kmnist/dataset/kmnist/")],
        isAsStored: true,
        (18_165_135, "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4"),
        (29_497, "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17"),
        (3_041_136, "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5"),
        (5_120, "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c"));

    /// <summary>The characters of the classes, in the order of their indices.</summary>
    public static ImmutableArray<string> Classes { get; } = ["お", "き", "す", "つ", "な", "は", "ま", "や", "れ", "を"];

    /// <inheritdoc cref="FashionMnist.Load{T}"/>
    public static Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(
        string folder, bool normalize = true, bool oneHot = false, bool flatten = true)
        where T : unmanaged, IFloatingPointIeee754<T> => Published.Load<T>(folder, normalize, oneHot, flatten);

    /// <inheritdoc cref="FashionMnist.Download"/>
    public static Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellationToken = default) =>
        Published.Download(client, folder, cancellationToken);
}
