using System.Collections.Immutable;
using LanguageExt.Common;
using static FunctionalNet.Tests.Data.IdxBytes;

namespace FunctionalNet.Tests.Data;

public sealed class MnistTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("-idx", "", false)]
    [InlineData("-idx", ".gz", true)]
    [InlineData(".idx", "", false)]
    [InlineData(".idx", ".gz", true)]
    public void The_usual_names_are_known(string separator, string suffix, bool compressed)
    {
        WriteSmallMnist(separator, suffix, compressed);
        var (train, test) = Mnist.Load<float>(folder.Path).ThrowIfFail();
        Assert.Equal((2, 1), (train.Count, test.Count));
    }

    [Fact]
    public void By_default_pixels_are_from_0_to_1_and_flat_and_targets_are_digits()
    {
        WriteSmallMnist();
        var (train, test) = Mnist.Load<double>(folder.Path).ThrowIfFail();
        Assert.Equal(Tensor.Generate<double>([2, 784], i => i < 784 ? 51d / 255 : 1), train.Inputs);
        Assert.Equal(ImmutableArray.Create(5, 0), train.Targets);
        Assert.Equal(Tensor.Full([1, 784], 102d / 255), test.Inputs);
        Assert.Equal(ImmutableArray.Create(9), test.Targets);
    }

    [Fact]
    public void Pixels_can_be_left_from_0_to_255()
    {
        WriteSmallMnist();
        var (train, _) = Mnist.Load<float>(folder.Path, normalize: false).ThrowIfFail();
        Assert.Equal(Tensor.Generate<float>([2, 784], i => i < 784 ? 51 : 255), train.Inputs);
    }

    [Fact]
    public void Targets_can_be_one_hot()
    {
        WriteSmallMnist();
        var (train, _) = Mnist.Load<float>(folder.Path, oneHot: true).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new float[,] { { 0, 0, 0, 0, 0, 1, 0, 0, 0, 0 }, { 1, 0, 0, 0, 0, 0, 0, 0, 0, 0 } }), train.Targets);
    }

    [Fact]
    public void Images_can_be_left_in_two_dimensions()
    {
        WriteSmallMnist();
        var (train, test) = Mnist.Load<float>(folder.Path, flatten: false).ThrowIfFail();
        Assert.Equal([2, 28, 28, 1], train.Inputs.Shape);
        Assert.Equal([1, 28, 28, 1], test.Inputs.Shape);
    }

    [Fact]
    public void A_missing_file_is_an_error_that_says_what_it_may_be_called()
    {
        WriteSmallMnist();
        File.Delete(folder.At("t10k-labels-idx1-ubyte"));
        AssertFails($"{folder.Path}: expected t10k-labels-idx1-ubyte.gz or t10k-labels-idx1-ubyte or t10k-labels.idx1-ubyte.gz or t10k-labels.idx1-ubyte, found none of them");
    }

    [Fact]
    public void A_missing_folder_is_not_reported_as_empty()
    {
        Assert.Equal($"{folder.At("none")}: expected a folder, found nothing", Failure(folder.At("none")));
        Assert.Equal($"{folder.Write("file", [])}: expected a folder, found a file", Failure(folder.At("file")));
        File.CreateSymbolicLink(folder.At("link"), folder.At("none"));
        Assert.StartsWith($"{folder.At("link")}: expected a folder, found ", Failure(folder.At("link")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_an_error_if_there_is_no_file()
    {
        WriteSmallMnist();
        File.Delete(folder.At("train-images-idx3-ubyte"));
        var path = Directory.CreateDirectory(folder.At("train-images-idx3-ubyte.gz")).FullName;
        AssertFails($"{path}: expected a file, found a directory");
    }

    // Some archives of MNIST have such folders, with a file of the same name in each.
    [Fact]
    public void A_folder_beside_a_good_file_is_not_taken_for_it()
    {
        WriteSmallMnist(separator: ".idx");
        Directory.CreateDirectory(folder.At("train-images-idx3-ubyte"));
        Directory.CreateDirectory(folder.At("t10k-labels-idx1-ubyte.gz"));
        Assert.True(Mnist.Load<float>(folder.Path).IsSucc, Failure(folder.Path));
    }

    public static TheoryData<string, byte[]> BadCopies => new()
    {
        { "cut short", Digits(1, 2).Gzip()[..^1] },
        { "corrupt", Digits(1, 2).Gzip().Damage(^5) },
        { "another size", Images(2, 14, 56, new byte[2 * 784]).Gzip() },
        { "an HTML page", "<!doctype html><html>"u8.ToArray() },
        { "empty", [] },
        { "labels", Labels(1, 2).Gzip() },
    };

    [Theory]
    [MemberData(nameof(BadCopies))]
    public void A_bad_copy_does_not_hide_a_good_one(string what, byte[] bad)
    {
        WriteSmallMnist();
        folder.Write("train-images-idx3-ubyte.gz", bad);
        var loaded = Mnist.Load<double>(folder.Path);
        Assert.True(loaded.IsSucc, $"{what}: {loaded}");
        Assert.Equal(51d / 255, loaded.ThrowIfFail().Train.Inputs.Data[0]);
    }

    [Fact]
    public void A_bad_label_file_or_a_link_to_nothing_does_not_hide_a_good_file()
    {
        WriteSmallMnist();
        folder.Write("train-labels-idx1-ubyte.gz", Labels(5, 10).Gzip());
        File.CreateSymbolicLink(folder.At("t10k-images-idx3-ubyte.gz"), folder.At("nothing"));
        Assert.True(Mnist.Load<float>(folder.Path).IsSucc, Failure(folder.Path));
    }

    [Fact]
    public void If_all_copies_are_bad_each_is_reported()
    {
        WriteSmallMnist();
        var compressed = folder.Write("train-images-idx3-ubyte.gz", Digits(1).Gzip()[..^1]);
        var plain = folder.Write("train-images-idx3-ubyte", "<html>"u8.ToArray());
        AssertFails(
            $"{compressed}: expected complete gzip data, found it truncated; {plain}: expected a header of 16 bytes, found 6: an HTML page");
    }

    [MnistFact]
    public void Of_several_copies_the_published_one_is_taken()
    {
        WriteSmallMnist();
        File.CreateSymbolicLink(
            folder.At("t10k-labels.idx1-ubyte"), Path.Combine(MnistFactAttribute.Folder, "t10k-labels-idx1-ubyte.gz"));
        AssertFails($"{folder.At("t10k-labels.idx1-ubyte")}: expected 1 labels, one for each image of {folder.At("t10k-images-idx3-ubyte")}, found 10000");
    }

    [Fact]
    public void A_broken_file_is_an_error_that_names_it()
    {
        WriteSmallMnist();
        var path = folder.Write("t10k-images-idx3-ubyte", Digits(1)[..^1]);
        AssertFails($"{path}: expected 800 bytes for 1 × 28 × 28, found 799");
    }

    [Fact]
    public void Images_of_another_size_are_an_error()
    {
        WriteSmallMnist();
        var path = folder.Write("t10k-images-idx3-ubyte", Images(1, 14, 56, new byte[784]));
        AssertFails($"{path}: expected images of 28 × 28, found 14 × 56");
    }

    [Fact]
    public void A_label_that_is_no_digit_is_an_error()
    {
        WriteSmallMnist();
        var path = folder.Write("train-labels-idx1-ubyte", Labels(9, 10));
        AssertFails($"{path}: expected labels from 0 to 9, found 10 at index 1");
    }

    [MnistFact]
    public void The_real_files_are_those_that_a_download_would_accept() =>
        Assert.All(
            Mnist.Published.Files,
            file => Assert.True(file.Read(MnistFactAttribute.Folder, file.Verify).IsSucc, file.Name));

    [MnistFact]
    public void The_real_data_are_60000_and_10000_digits_of_which_the_first_is_a_5()
    {
        var (train, test) = Mnist.Load<float>(MnistFactAttribute.Folder).ThrowIfFail();
        Assert.Equal("Dataset: 60000 × f32[784]", train.ToString());
        Assert.Equal("Dataset: 10000 × f32[784]", test.ToString());
        Assert.Equal<int>([5, 0, 4, 1, 9], train.Targets[..5].ClassIndices);
        Assert.Equal<int>([7, 2, 1, 0, 4], test.Targets[..5].ClassIndices);
        Assert.Equal((0f, 1f), (train.Inputs.Data.Min(), train.Inputs.Data.Max()));
    }

    [MnistFact]
    public async Task A_download_keeps_the_real_files_and_asks_no_mirror()
    {
        using var mirrors = new StubMirrors(_ => throw new InvalidOperationException("no mirror was to be asked"));
        using var client = new HttpClient(mirrors);
        Assert.Equal(MnistFactAttribute.Folder, await Mnist.Download(client, MnistFactAttribute.Folder));
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public async Task A_download_asks_the_public_mirrors_in_turn()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        using var client = new HttpClient(mirrors);
        const string S3 = "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz";
        const string Google = "https://storage.googleapis.com/cvdf-datasets/mnist/train-images-idx3-ubyte.gz";
        Assert.Equal(
            $"{folder.At("train-images-idx3-ubyte.gz")}: {S3}: status 404 Not Found; {Google}: status 404 Not Found",
            ((Error)await Mnist.Download(client, folder.Path)).Message);
        Assert.Equal([S3, Google], mirrors.Requests);
    }

    private void AssertFails(string expected) => Assert.Equal(expected, Failure(folder.Path));

    private static string Failure(string folder) => Mnist.Load<float>(folder).Match(_ => "it was loaded", error => error.Message);

    private void WriteSmallMnist(string separator = "-idx", string suffix = "", bool compressed = false)
    {
        Write($"train-images{separator}3-ubyte{suffix}", Digits(51, 255));
        Write($"train-labels{separator}1-ubyte{suffix}", Labels(5, 0));
        Write($"t10k-images{separator}3-ubyte{suffix}", Digits(102));
        Write($"t10k-labels{separator}1-ubyte{suffix}", Labels(9));

        void Write(string name, byte[] bytes) => folder.Write(name, compressed ? bytes.Gzip() : bytes);
    }
}
