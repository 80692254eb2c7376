using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using LanguageExt.Common;
using static FunctionalNet.Tests.Data.IdxBytes;

namespace FunctionalNet.Tests.Data;

/// <summary>The relatives of MNIST: Fashion-MNIST, KMNIST and EMNIST.</summary>
public sealed class RelativesTests : IDisposable
{
    private static readonly string[] Letters =
        ["train-images-idx3", "train-labels-idx1", "test-images-idx3", "test-labels-idx1"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Fashion_and_kmnist_are_read_as_mnist_is()
    {
        folder.Write("train-images-idx3-ubyte.gz", Digits(51, 255).Gzip());
        folder.Write("train-labels-idx1-ubyte", Labels(9, 0));
        folder.Write("t10k-images.idx3-ubyte", Digits(102));
        folder.Write("t10k-labels-idx1-ubyte.gz", Labels(3).Gzip());
        Assert.Equal(Mnist.Load<float>(folder.Path).ThrowIfFail(), FashionMnist.Load<float>(folder.Path).ThrowIfFail());
        Assert.Equal(
            Mnist.Load<double>(folder.Path, normalize: false, oneHot: true, flatten: false).ThrowIfFail(),
            Kmnist.Load<double>(folder.Path, normalize: false, oneHot: true, flatten: false).ThrowIfFail());
        Assert.Equal("Ankle boot", FashionMnist.Classes[FashionMnist.Load<float>(folder.Path).ThrowIfFail().Train.Targets.ClassIndices[0]]);
    }

    [Fact]
    public async Task Their_downloads_ask_their_own_mirrors()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        using var client = new HttpClient(mirrors);
        Assert.True((await FashionMnist.Download(client, folder.Path)).IsFail);
        Assert.True((await Kmnist.Download(client, folder.Path)).IsFail);
        Assert.True((await Emnist.Download(client, folder.Path, EmnistSplit.Letters)).IsFail);
        Assert.Equal(
        [
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/train-images-idx3-ubyte.gz",
            "https://codh.rois.ac.jp/kmnist/dataset/kmnist/train-images-idx3-ubyte.gz",
            "http://codh.rois.ac.jp/kmnist/dataset/kmnist/train-images-idx3-ubyte.gz",
            "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
            "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip",
        ], mirrors.Requests);
        Assert.Empty(folder.Entries);
    }

    // The same images compressed anew have other bytes, and these are what is published.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sum_of_a_compressed_file_is_of_its_bytes_as_they_are_stored(bool right)
    {
        var compressed = Digits(7).Gzip();
        var stored = folder.Write("file.gz", right ? compressed : Digits(8).Gzip());
        var file = new PublishedFile(["file.gz"], compressed.Length, Convert.ToHexStringLower(SHA256.HashData(compressed))) { IsAsStored = true };
        Assert.Equal(right, file.Verify(stored).IsSucc);
        var longer = folder.Write("longer.gz", [.. compressed, 0]);
        Assert.Equal($"expected {compressed.Length} bytes, found more: gzip data within gzip data", ((Error)file.Verify(longer)).Message);
        Assert.True(file.Verify(folder.Write("plain", Digits(7))).IsFail);
    }

    [Fact]
    public void Of_several_copies_the_one_with_the_published_sum_is_taken()
    {
        var compressed = Labels(1).Gzip();
        var file = new PublishedFile(["first", "second.gz"], compressed.Length, Convert.ToHexStringLower(SHA256.HashData(compressed))) { IsAsStored = true };
        folder.Write("first", Labels(2));
        folder.Write("second.gz", compressed);
        Assert.Equal<int>([1], file.Read(folder.Path, path => Idx.ReadLabels(path)).ThrowIfFail());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(".gz", true)]
    public void Letters_of_emnist_are_upright_and_counted_from_0(string suffix, bool compressed)
    {
        WriteLetters(suffix, bytes => compressed ? bytes.Gzip() : bytes);
        var (train, test) = Emnist.Load<double>(folder.Path, EmnistSplit.Letters, normalize: false, flatten: false).ThrowIfFail();
        // In the file, byte 1 is below byte 0.
        Assert.Equal((0.0, 1.0, 28.0), (train.Inputs[0, 0, 0, 0], train.Inputs[0, 1, 0, 0], train.Inputs[0, 0, 1, 0]));
        Assert.Equal<string>(["A", "Z"], train.Targets.ClassIndices.Select(index => EmnistSplit.Letters.Classes[index]));
        Assert.Equal<int>([2], test.Targets.ClassIndices);
        Assert.Equal([1, 26], Emnist.Load<float>(folder.Path, EmnistSplit.Letters, oneHot: true).ThrowIfFail().Test.Targets is Targets<float>.Values(var rows) ? rows.Shape : []);
    }

    [Fact]
    public void A_split_that_is_not_there_and_a_label_that_is_none_of_its_classes_are_errors()
    {
        WriteLetters("", bytes => bytes);
        Assert.Equal(
            $"{folder.Path}: expected emnist-digits-train-images-idx3-ubyte.gz or emnist-digits-train-images-idx3-ubyte, found none of them",
            Failure(EmnistSplit.Digits));
        var labels = folder.Write("emnist-letters-train-labels-idx1-ubyte", Labels(0, 1));
        Assert.Equal($"{labels}: expected labels from 1 to 26, found 0 at index 0", Failure(EmnistSplit.Letters));
    }

    [Fact]
    public void The_splits_have_the_published_classes()
    {
        EmnistSplit[] splits = [EmnistSplit.ByClass, EmnistSplit.ByMerge, EmnistSplit.Balanced, EmnistSplit.Letters, EmnistSplit.Digits, EmnistSplit.Mnist];
        Assert.Equal([62, 47, 47, 26, 10, 10], splits.Select(split => split.Classes.Length));
        Assert.All(splits, split => Assert.Equal(split.Classes.Length, split.Classes.Distinct().Count()));
        Assert.Equal<string>(["9", "A", "Z", "a", "z"], new[] { 9, 10, 35, 36, 61 }.Select(index => EmnistSplit.ByClass.Classes[index]));
        Assert.Equal<string>(["Z", "a", "b", "d", "t"], new[] { 35, 36, 37, 38, 46 }.Select(index => EmnistSplit.Balanced.Classes[index]));
    }

    [Fact]
    public async Task The_files_of_a_split_are_unpacked_from_the_archive()
    {
        var archive = Archive(Letters.Select(part => ($"gzip/emnist-letters-{part}-ubyte.gz", PartOf(part).Gzip())));
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(archive));
        Assert.Equal(folder.At("made"), await Ensure(mirrors, archive, EmnistSplit.Letters));
        Assert.Equal(["https://mirror.example/gzip.zip"], mirrors.Requests);
        Assert.Equal<string>([.. Letters.Select(part => $"emnist-letters-{part}-ubyte.gz").Append("gzip.zip").Order(StringComparer.Ordinal)], EntriesOf("made"));
        Assert.Equal(2, Emnist.Load<float>(folder.At("made"), EmnistSplit.Letters).ThrowIfFail().Train.Count);

        // A second time the archive is there, and a file that was damaged meanwhile is replaced.
        File.WriteAllBytes(folder.At("made/emnist-letters-test-labels-idx1-ubyte.gz"), [1, 2, 3]);
        Assert.True((await Ensure(mirrors, archive, EmnistSplit.Letters)).IsSucc);
        Assert.Single(mirrors.Requests);
        Assert.True(Emnist.Load<float>(folder.At("made"), EmnistSplit.Letters).IsSucc);
    }

    [Fact]
    public async Task An_archive_without_the_split_or_that_is_none_is_an_error_of_one_line()
    {
        var archive = Archive([("gzip/emnist-letters-train-images-idx3-ubyte.gz", [])]);
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(archive));
        Assert.Equal(
            $"{folder.At("made/gzip.zip")}: expected a file emnist-digits-train-images-idx3-ubyte.gz in the archive, found none",
            ((Error)await Ensure(mirrors, archive, EmnistSplit.Digits)).Message);
        byte[] none = [.. "no archive"u8];
        using var others = new StubMirrors(_ => StubMirrors.Bytes(none));
        var error = ((Error)await Ensure(others, none, EmnistSplit.Digits)).Message;
        Assert.StartsWith($"{folder.At("made/gzip.zip")}: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    private async Task<LanguageExt.Fin<string>> Ensure(StubMirrors mirrors, byte[] archive, EmnistSplit split)
    {
        using var client = new HttpClient(mirrors, disposeHandler: false);
        var file = new PublishedFile(["gzip.zip"], archive.Length, Convert.ToHexStringLower(SHA256.HashData(archive))) { IsAsStored = true };
        return await new EmnistArchive(file, [new("https://mirror.example/")]).Ensure(client, folder.At("made"), split, CancellationToken.None);
    }

    private ImmutableArray<string> EntriesOf(string name) =>
        [.. Directory.GetFileSystemEntries(folder.At(name)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private void WriteLetters(string suffix, Func<byte[], byte[]> stored)
    {
        foreach (var part in Letters)
            folder.Write($"emnist-letters-{part}-ubyte{suffix}", stored(PartOf(part)));
    }

    private static byte[] PartOf(string part) => part switch
    {
        "train-images-idx3" => Images(2, 28, 28, [.. Enumerable.Range(0, 2 * 28 * 28).Select(i => (byte)(i % (28 * 28)))]),
        "train-labels-idx1" => Labels(1, 26),
        "test-images-idx3" => Digits(5),
        _ => Labels(3),
    };

    private static byte[] Archive(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private string Failure(EmnistSplit split) => Emnist.Load<float>(folder.Path, split).Match(_ => "it was loaded", error => error.Message);
}
