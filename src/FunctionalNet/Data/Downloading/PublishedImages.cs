using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The four files of MNIST, or of a relative that is published as MNIST is: under the same names, of ten classes.</summary>
internal sealed class PublishedImages
{
    private readonly ImmutableArray<Uri> mirrors;
    private readonly ImageFiles images;

    /// <param name="mirrors">The addresses to append the name of a file to, in the order in which to try them.</param>
    /// <param name="isAsStored">Whether sizes and sums are of the compressed files.</param>
    /// <param name="sums">The size and the SHA-256 of each file: training images and labels, test images and labels.</param>
    public PublishedImages(ImmutableArray<Uri> mirrors, bool isAsStored, params ImmutableArray<(long Size, string Sha256)> sums)
    {
        this.mirrors = mirrors;
        Files = [.. sums.Zip(["train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"], (sum, part) =>
            new PublishedFile(NamesOf(part), sum.Size, sum.Sha256) { IsAsStored = isAsStored })];
        images = new(Files[0], Files[1], Files[2], Files[3], Classes: 10);
    }

    /// <summary>The files, in this order.</summary>
    public ImmutableArray<PublishedFile> Files { get; }

    /// <inheritdoc cref="Mnist.Load{T}"/>
    public Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(string folder, bool normalize, bool oneHot, bool flatten)
        where T : unmanaged, IFloatingPointIeee754<T> => images.Load<T>(folder, normalize, oneHot, flatten);

    /// <inheritdoc cref="Mnist.Download"/>
    public Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellationToken) =>
        new MirrorDownload(Require.NotNull(client), mirrors, cancellationToken).Ensure(Require.NotNull(folder), Files);

    /// <summary>The names that a file may have: with a dash or a dot before the kind, compressed or not.</summary>
    private static ImmutableArray<string> NamesOf(string part)
    {
        var dotted = part.Replace("-idx", ".idx", StringComparison.Ordinal);
        return [$"{part}-ubyte.gz", $"{part}-ubyte", $"{dotted}-ubyte.gz", $"{dotted}-ubyte"];
    }
}
