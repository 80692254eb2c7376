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
    public void Compression_is_recognized_by_content_not_by_name(string name, bool compressed)
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
        Assert.Equal(Tensor.Create<float>([2, 1, 3, 1], 0, 51, 102, 153, 204, 255), dataset.Inputs);
        Assert.Equal(ImmutableArray.Create(4, 2), dataset.Targets);
    }

    [Fact]
    public void A_missing_file_is_an_error() =>
        AssertFails("expected a file, found nothing", folder.At("images"));

    [Fact]
    public void An_empty_path_is_a_missing_file() => AssertFails("expected a file, found nothing", "");

    [Fact]
    public void An_invalid_path_is_a_missing_file() => Assert.Equal(
        "no\\u0000path: expected a file, found nothing", Idx.Read<float>("no\0path").Match(_ => "", error => error.Message));

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
        { "expected a file with content, found an empty one, a pipe or a device", [] },
        { "expected a header of 16 bytes, found 1", [0x1f] },
        { "expected a header of 16 bytes, found 15: an IDX file of unsigned bytes in 3 dimensions", TwoImages[..15] },
        { "expected a header of 16 bytes, found 12: an IDX file of unsigned bytes in 1 dimension", Labels(0, 1, 2, 3) },
        { "expected a header of 16 bytes, found 3", new byte[] { 0, 0, 8 }.Gzip() },
        { "expected magic number 0x00000803, found 0x00000801: an IDX file of unsigned bytes in 1 dimension", Labels(0, 1, 2, 3, 4, 5, 6, 7) },
        { "expected magic number 0x00000803, found 0x00000d03: an IDX file of single-precision numbers in 3 dimensions", [.. Words(0x00000d03, 1, 1, 1), 0, 0, 0, 0] },
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
        { "expected valid gzip data, found it corrupt", TwoImages.Gzip().Damage(2) },
        { "expected valid gzip data, found it corrupt", TwoImages.Gzip().Damage(12) },
        { "expected valid gzip data, found it corrupt", TwoImages.Gzip().Damage(^5) },
        { "expected valid gzip data, found it corrupt", TwoImages.Gzip().Damage(^1) },
        { CutShort, TwoImages.Gzip()[..^1] },
        { CutShort, TwoImages.Gzip()[..^8] },
        { CutShort, TwoImages.Gzip()[..10] },
        { CutShort, [0x1f, 0x8b] },
        { Followed, [.. TwoImages.Gzip(), 1] },
        { Followed, [.. TwoImages.Gzip(), .. new byte[10_000], 1] },
        { Followed, [.. TwoImages.Gzip(), .. "a line at the end of the mail\n"u8] },
        { "expected a header of 16 bytes, found 0", EmptyMember },
        { "expected a header of 16 bytes, found 0", [.. EmptyMember, .. EmptyMember] },
    };

    private const string CutShort = "expected complete gzip data, found it truncated";
    private const string Corrupt = "expected valid gzip data, found it corrupt";
    private const string Followed = "expected gzip data up to the end of the file, found something else after it";

    // As gzip writes it; GZipStream writes nothing for no data.
    private static readonly byte[] EmptyMember = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    // With a name, as gzip writes it: RFC 1952, 2.3.
    private static readonly byte[] NamedMember =
        [.. TwoImages[..17].Gzip()[..3], 8, .. TwoImages[..17].Gzip()[4..10], .. "images\0"u8, .. TwoImages[..17].Gzip()[10..]];

    public static TheoryData<string, byte[]> SeveralMembers => new()
    {
        { "two", [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip()] },
        { "a named one first", [.. NamedMember, .. TwoImages[17..].Gzip()] },
        { "one for each byte", [.. TwoImages.SelectMany(value => new[] { value }.Gzip())] },
        { "an empty one first", [.. EmptyMember, .. TwoImages.Gzip()] },
        { "an empty one last", [.. TwoImages.Gzip(), .. EmptyMember] },
        { "empty ones between", [.. TwoImages[..16].Gzip(), .. EmptyMember, .. EmptyMember, .. TwoImages[16..].Gzip()] },
        { "padded by a zero", [.. TwoImages.Gzip(), 0] },
        { "padded to a block of 512 bytes", [.. TwoImages.Gzip(), .. new byte[512 - TwoImages.Gzip().Length]] },
        { "padded by more than is read at once", [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip(), .. new byte[200_000]] },
    };

    [Theory]
    [MemberData(nameof(SeveralMembers))]
    public void Members_of_gzip_data_are_read_in_a_row_up_to_the_padding(string what, byte[] bytes)
    {
        var images = Idx.ReadImages(folder.Write("images", bytes), 255f);
        Assert.True(images.IsSucc, $"{what}: {images}");
        Assert.Equal(Tensor.Create<float>([2, 1, 3], 0, 51, 102, 153, 204, 255), images);
    }

    public static TheoryData<string, byte[]> BrokenMembers => new()
    {
        { Corrupt, [.. TwoImages[..5].Gzip().Damage(^5), .. TwoImages[5..].Gzip()] },
        { Corrupt, [.. TwoImages[..5].Gzip().Damage(^1), .. TwoImages[5..].Gzip()] },
        { Corrupt, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip().Damage(^5)] },
        { Corrupt, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip().Damage(2)] },
        { CutShort, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip()[..^1]] },
        { CutShort, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip()[..^8]] },
        { CutShort, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip()[..^9]] },
        { CutShort, [.. TwoImages.Gzip(), 0x1f, 0x8b] },
        { CutShort, [.. TwoImages.Gzip(), .. EmptyMember[..^1]] },
        { Followed, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip(), 1, 0, 0] },
        { Followed, [.. TwoImages[..5].Gzip(), .. TwoImages[5..].Gzip(), 0x1f, 0x8c] },
        { "expected 22 bytes for 2 × 1 × 3, found more", [.. TwoImages.Gzip(), .. TwoImages.Gzip()] },
        { "expected 22 bytes for 2 × 1 × 3, found 20", [.. TwoImages[..5].Gzip(), .. TwoImages[5..20].Gzip()] },
    };

    [Theory]
    [MemberData(nameof(BrokenMembers))]
    public void Each_member_of_gzip_data_is_to_be_whole_and_sound(string expected, byte[] bytes) =>
        AssertFails(expected, folder.Write("images", bytes));

    [Fact]
    public void Wherever_gzip_data_are_cut_off_it_is_noticed()
    {
        var content = Images(1, 1, 300, [.. Key.Seed(0).Integers(300, 256).Select(value => (byte)value)]);
        var first = content[..20].Gzip().Length;
        byte[] bytes = [.. content[..20].Gzip(), .. content[20..].Gzip()];
        Assert.All(
            Enumerable.Range(2, bytes.Length - 2).Where(length => length != first),
            length => AssertFails(CutShort, folder.Write("images", bytes[..length])));
    }

    /// <summary>Files that are mistaken for data, and their first bytes.</summary>
    public static TheoryData<string, byte[]> OtherFiles => new()
    {
        { "0x1f8b0800: gzip data within gzip data", TwoImages.Gzip().Gzip() },
        { "0x3c21444f: an HTML page", "<!DOCTYPE html><html>"u8.ToArray() },
        { "0x0a20203c: an HTML page", "\n  <HTML lang=\"en\"><head>"u8.ToArray() },
        { "0x3c212d2d: an HTML page", [.. "<!-- "u8, .. Enumerable.Repeat((byte)'x', 100), .. "--><html>"u8] },
        { "0xefbbbf3c: an HTML page", [0xef, 0xbb, 0xbf, .. "<!doctype html>\n<title>Sign in</title>"u8] },
        { "0x3c3f786d: an XML document", "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>"u8.ToArray() },
        { "0x504b0304: a zip archive", [.. "PK\x03\x04"u8, .. new byte[30]] },
        { "0x89504e47: a PNG image", [0x89, .. "PNG\r\n\x1a\n"u8, .. new byte[30]] },
        { "0xffd8ffe0: a JPEG image", [0xff, 0xd8, 0xff, 0xe0, .. new byte[30]] },
        { "0x425a6839: bzip2 data", [.. "BZh91AY&SY"u8, .. new byte[30]] },
        { "0xfd377a58: xz data", [0xfd, .. "7zXZ\0"u8, .. new byte[30]] },
        { "0x934e554d: a NumPy array", [0x93, .. "NUMPY\x01\0"u8, .. new byte[30]] },
        { "0x80027d71: a Python pickle", [0x80, 2, 0x7d, 0x71, .. new byte[30]] },
        { "0x74726169: a tar archive", [.. "train-images-idx3-ubyte"u8, .. new byte[234], .. "ustar\0"u8, .. new byte[300]] },
        { "0x76657273: a Git LFS pointer, not the file that it stands for", "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8.ToArray() },
        { "0x352c302c: text that begins with \"5,0,0,12,255,0,0,0,0,0,0,0,0,0\"", "5,0,0,12,255,0,0,0,0,0,0,0,0,0,0,0,0\n"u8.ToArray() },
        { "0x3430343a: the text \"404: file not found\"", "404: file not found\n"u8.ToArray() },
        { "0xfffe3c00: text in UTF-16", [0xff, 0xfe, .. "<\0h\0t\0m\0l\0>\0.\0.\0.\0"u8] },
        { "0x00000902: an IDX file of signed bytes in 2 dimensions", [.. Words(0x00000902, 1, 1, 1), 0] },
        { "0x03080000", [.. Words(0x03080000, 1, 1, 1), 0] },
        { "0xdeadbeef", [.. Words(0xdeadbeef, 1, 1, 1), 0] },
    };

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void The_kind_of_a_wrong_file_is_reported(string found, byte[] bytes)
    {
        AssertFails($"expected magic number 0x00000803, found {found}", folder.Write("images", bytes.Gzip()));
        if (bytes is not [0x1f, 0x8b, ..])
            AssertFails($"expected magic number 0x00000803, found {found}", folder.Write("images", bytes));
    }

    [Fact]
    public void The_kind_of_a_file_shorter_than_a_header_is_reported_too()
    {
        AssertFails("expected a header of 16 bytes, found 9: the text \"Not Found\"", folder.Write("images", "Not Found"u8.ToArray()));
        AssertFails("expected a header of 16 bytes, found 6: an HTML page", folder.Write("images", "<html>"u8.ToArray()));
        AssertFails("expected a header of 16 bytes, found 12", folder.Write("images", new byte[12]));
    }

    [Fact]
    public void Text_that_ends_within_a_letter_where_it_is_cut_is_text()
    {
        var found = "expected magic number 0x00000803, found 0xc3a4c3a4: text that begins with \"";
        AssertFails($"{found}{new string('ä', 30)}\"", folder.Write("images", System.Text.Encoding.UTF8.GetBytes(new string('ä', 999))));
        AssertFails(
            "expected magic number 0x00000803, found 0x61c3a4c3: text that begins with \"a" + new string('ä', 29) + "\"",
            folder.Write("images", System.Text.Encoding.UTF8.GetBytes("a" + new string('ä', 999))));
    }

    [UnixFact]
    public void A_pipe_is_not_waited_for()
    {
        Special.Pipe(folder.At("pipe"));
        File.CreateSymbolicLink(folder.At("link"), folder.At("pipe"));
        foreach (var file in (string[])["pipe", "link"])
            AssertFails("expected a file with content, found an empty one, a pipe or a device", folder.At(file));
        AssertFails("expected a file with content, found an empty one, a pipe or a device", "/dev/null");
    }

    [Fact]
    public void A_link_to_nothing_and_links_in_a_circle_are_errors_of_one_line()
    {
        File.CreateSymbolicLink(folder.At("nowhere"), folder.At("nothing"));
        AssertFails($"Could not find file '{folder.At("nowhere")}'.", folder.At("nowhere"));
        File.CreateSymbolicLink(folder.At("one"), folder.At("other"));
        File.CreateSymbolicLink(folder.At("other"), folder.At("one"));
        AssertFails($"Too many levels of symbolic links : '{folder.At("one")}'", folder.At("one"));
    }

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
        { "expected a header of 8 bytes, found 7: an IDX file of unsigned bytes in 1 dimension", Labels(1)[..7] },
        { "expected magic number 0x00000801, found 0x00000803: an IDX file of unsigned bytes in 3 dimensions", TwoImages },
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
