using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;
using static FunctionalNet.Tests.Data.IdxBytes;

namespace FunctionalNet.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] TwoImages = Images(2, 1, 3, 0, 51, 102, 153, 204, 255);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_are_read_as_bytes_in_proportion_to_white()
    {
        var file = folder.Write("images", TwoImages);
        Assert.Equal(Tensor.Create<float>([2, 1, 3], 0, 51, 102, 153, 204, 255), Idx.ReadImages(file, 255f));
        Assert.Equal(
            Tensor.Create([2, 1, 3], 0, 51d / 255, 102d / 255, 153d / 255, 204d / 255, 1),
            Idx.ReadImages(file, 1d));
    }

    [Fact]
    public void Every_byte_over_255_is_rounded_once()
    {
        var file = folder.Write("images", Images(256, 1, 1, AllBytes()));
        Assert.Equal(Tensor.Generate<float>([256, 1, 1], value => value / 255f), Idx.ReadImages(file, 1f));
        Assert.Equal(Tensor.Generate<double>([256, 1, 1], value => value / 255d), Idx.ReadImages(file, 1d));
        Assert.Equal(Tensor.Generate<float>([256, 1, 1], value => value), Idx.ReadImages(file, 255f));
    }

    [Theory]
    [InlineData("images.gz", false)]
    [InlineData("images", true)]
    public void Compression_is_told_by_content_and_not_by_name(string name, bool compressed)
    {
        var file = folder.Write(name, compressed ? TwoImages.Gzip() : TwoImages);
        Assert.Equal([2, 1, 3], Read(Idx.ReadImages(file, 1f)).Shape);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_of_many_pieces_is_read_in_order(bool compressed)
    {
        byte[] pixels = [.. Enumerable.Range(0, (1 << 20) + 1).Select(i => (byte)(i % 251))];
        var bytes = Images(1, 1, (uint)pixels.Length, pixels);
        var file = folder.Write("images", compressed ? bytes.Gzip() : bytes);
        Assert.Equal(Tensor.Generate<float>([1, 1, pixels.Length], i => i % 251), Idx.ReadImages(file, 255f));
    }

    [Fact]
    public void Labels_are_classes() =>
        Assert.Equal<int>([7, 0, 9], Read(Idx.ReadLabels(folder.Write("labels", Labels(7, 0, 9)))));

    [Fact]
    public void There_can_be_more_classes_than_digits() =>
        Assert.Equal<int>([46, 255], Read(Idx.ReadLabels(folder.Write("labels", Labels(46, 255)), classes: 256)));

    [Fact]
    public void Classes_must_be_positive() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Idx.ReadLabels("labels", classes: 0));

    [Fact]
    public void A_dataset_has_images_of_one_channel_and_classes()
    {
        var dataset = Read(Idx.ReadDataset(folder.Write("images", TwoImages), folder.Write("labels", Labels(4, 2)), 255f));
        Assert.Equal(Tensor.Create<float>([2, 1, 1, 3], 0, 51, 102, 153, 204, 255), dataset.Inputs);
        Assert.Equal(ImmutableArray.Create(4, 2), dataset.Targets);
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        AssertFails("expected a file, found nothing", folder.At("images"));

    [Theory]
    [InlineData("")]
    [InlineData("no\0path")]
    public void What_is_not_a_path_is_a_missing_file(string file) => AssertFails("expected a file, found nothing", file);

    [Fact]
    public void A_folder_is_an_error() =>
        AssertFails("expected a file, found a directory", folder.Path);

    [Fact]
    public void A_file_that_is_held_by_another_is_an_error_of_one_line()
    {
        var file = folder.Write("images", TwoImages);
        using var held = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        AssertFails($"The process cannot access the file '{file}' because it is being used by another process.", file);
    }

    public static TheoryData<string, byte[]> BrokenImages => new()
    {
        { "expected a header of 16 bytes, found 0", [] },
        { "expected a header of 16 bytes, found 1", [0x1f] },
        { "expected a header of 16 bytes, found 15", TwoImages[..15] },
        { "expected a header of 16 bytes, found 3", new byte[] { 0, 0, 8 }.Gzip() },
        { "expected magic number 0x00000803, found 0x00000801", Labels(0, 1, 2, 3, 4, 5, 6, 7) },
        { "expected magic number 0x00000803, found 0x00000d03", [.. Words(0x00000d03, 1, 1, 1), 0, 0, 0, 0] },
        { "expected magic number 0x00000803, found 0x3c21444f", "<!DOCTYPE html><html>"u8.ToArray() },
        { "expected 22 bytes for 2 × 1 × 3, found 16", TwoImages[..16] },
        { "expected 22 bytes for 2 × 1 × 3, found 21", TwoImages[..^1] },
        { "expected 22 bytes for 2 × 1 × 3, found 21", TwoImages[..^1].Gzip() },
        { "expected 22 bytes for 2 × 1 × 3, found more", [.. TwoImages, 0] },
        { "expected 22 bytes for 2 × 1 × 3, found more", new[] { TwoImages, new byte[5_000_000] }.SelectMany(bytes => bytes).ToArray().Gzip() },
        { "expected 2147483606 bytes for 2 × 5 × 214748359, found 17", Images(2, 5, 214_748_359, 0) },
        { "expected 2147483606 bytes for 2 × 5 × 214748359, found 17", Images(2, 5, 214_748_359, 0).Gzip() },
        { "expected 1 to 2147483591 values, found a header of 2147483592 × 1 × 1", Images(2_147_483_592, 1, 1) },
        { "expected 1 to 2147483591 values, found a header of 4294967295 × 4294967295 × 4294967295", Images(uint.MaxValue, uint.MaxValue, uint.MaxValue) },
        { "expected 1 to 2147483591 values, found a header of 65536 × 65536 × 4294967295", Images(65536, 65536, uint.MaxValue).Gzip() },
        { "expected 1 to 2147483591 values, found a header of 0 × 2147483647 × 2147483647", Images(0, int.MaxValue, int.MaxValue) },
        { "expected 1 to 2147483591 values, found a header of 2 × 28 × 0", Images(2, 28, 0) },
        { "expected sound gzip data, found it corrupt", TwoImages.Gzip().Damage(2) },
        { "expected sound gzip data, found it corrupt", TwoImages.Gzip().Damage(12) },
        { "expected sound gzip data, found it corrupt", TwoImages.Gzip().Damage(^5) },
        { "expected sound gzip data, found it corrupt", TwoImages.Gzip().Damage(^1) },
        { "expected whole gzip data, found it cut short or with something after it", TwoImages.Gzip()[..^1] },
        { "expected whole gzip data, found it cut short or with something after it", TwoImages.Gzip()[..^8] },
        { "expected whole gzip data, found it cut short or with something after it", [.. TwoImages.Gzip(), 1] },
        { "expected a header of 16 bytes, found 0", TwoImages.Gzip()[..10] },
        { "expected a header of 16 bytes, found 0", [0x1f, 0x8b] },
    };

    [Theory]
    [MemberData(nameof(BrokenImages))]
    public void Broken_images_are_an_error_of_one_line(string expected, byte[] bytes) =>
        AssertFails(expected, folder.Write("images", bytes));

    [Fact]
    public void An_error_is_of_one_line_even_if_the_name_of_the_file_is_not() =>
        Assert.Equal(
            $"{folder.At("a b")}: expected a file, found nothing",
            ((Error)Idx.ReadImages(folder.At("a\nb"), 1f)).Message);

    public static TheoryData<string, byte[]> BrokenLabels => new()
    {
        { "expected labels from 0 to 9, found 10 at index 2", Labels(1, 2, 10, 255) },
        { "expected labels from 0 to 9, found 255 at index 0", Labels(255).Gzip() },
        { "expected a header of 8 bytes, found 7", Labels(1)[..7] },
        { "expected magic number 0x00000801, found 0x00000803", TwoImages },
        { "expected 11 bytes for 3, found 10", Labels(1, 2, 3)[..^1] },
        { "expected 11 bytes for 3, found more", [.. Labels(1, 2, 3), 4] },
        { "expected 1 to 2147483591 values, found a header of 0", Labels() },
        { "expected 1 to 2147483591 values, found a header of 4294967295", Words(0x00000801, uint.MaxValue) },
    };

    [Theory]
    [MemberData(nameof(BrokenLabels))]
    public void Broken_labels_are_an_error_of_one_line(string expected, byte[] bytes)
    {
        var file = folder.Write("labels", bytes);
        Assert.Equal($"{file}: {expected}", ((Error)Idx.ReadLabels(file)).Message);
    }

    [Fact]
    public void There_must_be_a_label_for_each_image()
    {
        var (images, labels) = (folder.Write("images", TwoImages), folder.Write("labels", Labels(1, 2, 3)));
        Assert.Equal(
            $"{labels}: expected 2 labels, one for each image of {images}, found 3",
            ((Error)Idx.ReadDataset(images, labels, 1f)).Message);
    }

    private static void AssertFails(string expected, string file) =>
        Assert.Equal($"{file}: {expected}", ((Error)Idx.ReadImages(file, 1f)).Message);

    private static A Read<A>(Fin<A> result) => result.ThrowIfFail();

    private static byte[] AllBytes() => [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
}
