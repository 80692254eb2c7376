using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet.Tests.ImageFolders;

public sealed class ImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Lossless => [.. FilesOfPillow.Names.Where(name => !name.EndsWith(".jpg", StringComparison.Ordinal) && name is not ("555.bmp" or "565.bmp"))];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Lossless))]
    public void A_file_without_loss_has_the_pixels_that_Pillow_reads(string name) =>
        Assert.Equal(FilesOfPillow.Colours(name), Read(name, 3).ThrowIfFail());

    // Decoders may round otherwise.
    [Theory]
    [InlineData("444.jpg", 2)]
    [InlineData("420.jpg", 3)]
    [InlineData("progressive.jpg", 3)]
    [InlineData("restarts.jpg", 3)]
    [InlineData("rotated.jpg", 3)]
    [InlineData("grey.jpg", 1)]
    [InlineData("cmyk.jpg", 1)]
    [InlineData("555.bmp", 1)]
    [InlineData("565.bmp", 1)]
    public void A_file_with_loss_has_nearly_the_pixels_that_Pillow_reads(string name, float most)
    {
        var difference = (Read(name, 3).ThrowIfFail() - FilesOfPillow.Colours(name)).Data.Max(float.Abs);
        Assert.InRange(difference, 0, most);
    }

    [Fact]
    public void Colours_of_half_the_width_are_interpolated_as_by_Pillow_but_for_those_at_the_edge()
    {
        var difference = Read("422.jpg", 3).ThrowIfFail() - FilesOfPillow.Colours("422.jpg");
        Assert.InRange(difference[.., ..^2].Data.Max(float.Abs), 0, 3);
        // The decoder gives a colour to the pixel before the last that is meant for the one before that.
        Assert.InRange(difference[.., ^2..].Data.Max(float.Abs), 0, 20);
    }

    [Theory]
    [InlineData("grey-8.png", 0)]
    [InlineData("rgb-8.png", 0)]
    [InlineData("rgba-8.png", 0)]
    [InlineData("palette-4.png", 0)]
    [InlineData("rgb.bmp", 0)]
    [InlineData("grey.jpg", 1)]
    public void Grey_is_that_of_Pillow(string name, float most)
    {
        var difference = (Read(name, 1).ThrowIfFail() - FilesOfPillow.Greys(name)).Data.Max(float.Abs);
        Assert.InRange(difference, 0, most);
    }

    [Fact]
    public void Normalized_pixels_are_those_of_cifar()
    {
        var path = folder.Write("a.png", FilesOfPillow.Content("rgb-8.png"));
        var bytes = FilesOfPillow.Colours("rgb-8.png");
        Assert.Equal<float>([.. bytes.Data.Select(level => level / 255f)], Images.Read<float>(path).ThrowIfFail().Data);
        Assert.Equal<double>([.. bytes.Data.Select(level => level / 255.0)], Images.Read<double>(path).ThrowIfFail().Data);
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(23, 30)]
    [InlineData(1, 1)]
    [InlineData(19, 10)]
    public void Images_are_resized_as_by_Pillow(int height, int width)
    {
        var path = folder.Write("a.png", FilesOfPillow.Content("filters.png"));
        var (resized, expected) = (Images.Read<double>(path, 1, (height, width), normalize: false).ThrowIfFail(), FilesOfPillow.Resized(height, width));
        Assert.Equal(expected.Shape, resized.Shape);
        Assert.All(resized.Data.Zip(expected.Data), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-4));
        Assert.Equal<float>([.. resized.Data.Select(level => (float)level / 255)], Images.Read<float>(path, 1, (height, width)).ThrowIfFail().Data);
    }

    [Fact]
    public void Larger_images_are_those_of_the_core()
    {
        var path = folder.Write("a.png", FilesOfPillow.Content("rgb-8.png"));
        var image = Images.Read<double>(path).ThrowIfFail();
        var larger = Layers<double>.ResizeLinear([20, 33]).Predict(Parameters<double>.Empty, image.Reshape([1, .. image.Shape])).Reshape([20, 33, 3]);
        Assert.All(Images.Read<double>(path, size: (20, 33)).ThrowIfFail().Data.Zip(larger.Data), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-12));
    }

    [Theory]
    [InlineData("apple.png", "expected a PNG image with a header in its first chunk, found another chunk")]
    [InlineData("empty.png", "expected an image of at least 1 × 1 pixels, found 0 × 5")]
    [InlineData("arithmetic.jpg", "expected a baseline or progressive JPEG image, found one of arithmetic coding")]
    [InlineData("rle.bmp", "expected a BMP image without compression, found RLE8")]
    public void What_cannot_be_decoded_is_named(string name, string message) => Says(message, FilesOfPillow.Content(name));

    [Theory]
    [InlineData("notes", "expected a PNG, JPEG or BMP image, found another file: the text \"notes\"")]
    [InlineData("GIF89a", "expected a PNG, JPEG or BMP image, found another file: a GIF image")]
    [InlineData("RIFF....WEBPVP8 ", "expected a PNG, JPEG or BMP image, found another file: a WebP image")]
    [InlineData("II*\0\b\0\0\0", "expected a PNG, JPEG or BMP image, found another file: a TIFF image")]
    [InlineData("\0\0\0\u001cftypavif", "expected a PNG, JPEG or BMP image, found another file: an AVIF or HEIC image, or a film")]
    [InlineData("BM", "expected a BMP image with a header, found 2 bytes")]
    public void Other_files_are_refused_by_what_they_are(string content, string message) => Says(message, System.Text.Encoding.Latin1.GetBytes(content));

    [Fact]
    public void What_is_no_file_is_refused_by_its_path()
    {
        Assert.Equal("no-such.png: expected a file, found nothing", Message(Images.Read<float>("no-such.png")));
        Assert.Equal($"{folder.Path}: expected a file, found a directory", Message(Images.Read<float>(folder.Path)));
        Assert.Equal($"{folder.At("a.png")}: expected a file with content, found an empty one, a pipe or a device", Message(Images.Read<float>(folder.Write("a.png", []))));
    }

    [Theory]
    [InlineData("rgb-8-interlaced.png")]
    [InlineData("progressive.jpg")]
    [InlineData("restarts.jpg")]
    [InlineData("rgb.bmp")]
    [InlineData("palette.bmp")]
    public void A_file_that_is_cut_anywhere_is_refused(string name)
    {
        var content = FilesOfPillow.Content(name);
        for (var length = 1; length < content.Length; length += 1 + (length / 40))
            Assert.True(Images.Read<float>(folder.Write("a", content[..length])).IsFail, Invariant($"{name}: {length} of {content.Length} bytes are read as an image"));
    }

    [Fact]
    public void A_png_with_a_changed_byte_is_refused()
    {
        var content = FilesOfPillow.Content("filters.png");
        for (var i = 8; i < content.Length; i += 7)
        {
            content[i] ^= 4;
            Assert.True(Images.Read<float>(folder.Write("a.png", content)).IsFail, Invariant($"a change of byte {i} is not found"));
            content[i] ^= 4;
        }

        content[^20] ^= 4;
        Says("expected a PNG image as it was written, found another CRC-32 of the chunk at byte 33", content);
    }

    [Theory]
    [InlineData(20000, 20000, "expected an image of at most 134217728 pixels, found 20000 × 20000")]
    [InlineData(-1, 1, "expected an image of at most 134217728 pixels, found 2147483647 × 1")]
    [InlineData(10000, 10000, "expected at most {0} pixels in a file of this length, found 10000 × 10000")]
    public void A_header_of_more_pixels_than_a_file_can_hold_is_refused_before_it_is_decoded(int height, int width, string message)
    {
        var content = FilesOfPillow.Content("rgb-8.png")[..];
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(29), Crc32.HashToUInt32(content.AsSpan(12, 17)));
        var path = folder.Write("a.png", content);
        _ = Images.Read<float>(path);
        var before = GC.GetAllocatedBytesForCurrentThread();
        // A byte of deflated data stands for 1032, and a pixel takes three.
        Assert.Equal($"{path}: {string.Format(CultureInfo.InvariantCulture, message, content.Length * 1032 / 3)}", Message(Images.Read<float>(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_jpeg_without_the_data_of_a_component_is_refused()
    {
        // The first scan of a progressive image is of all components: without it, others would refine what is in the memory.
        var content = FilesOfPillow.Content("progressive.jpg").ToList();
        var scans = Enumerable.Range(0, content.Count - 1).Where(i => content[i] == 0xff && content[i + 1] is 0xda or 0xc4).ToList();
        var first = scans.First(i => content[i + 1] == 0xda);
        content.RemoveRange(first, scans.First(i => i > first) - first);
        Says("expected data of 3 components in a JPEG image, found some missing", [.. content]);
    }

    [Fact]
    public void Wrong_arguments_are_refused_by_their_names()
    {
        Assert.Equal("channels", Assert.Throws<ArgumentOutOfRangeException>(() => Images.Read<float>("a.png", channels: 4)).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => Images.Read<float>("a.png", size: (0, 3))).ParamName);
        Assert.Equal("size", Assert.Throws<ArgumentOutOfRangeException>(() => Images.FromFolder<float>("a", size: (100_000, 100_000))).ParamName);
    }

    private Fin<Tensor<float>> Read(string name, int channels) =>
        Images.Read<float>(folder.Write(name, FilesOfPillow.Content(name)), channels, normalize: false);

    private void Says(string message, byte[] content)
    {
        var path = folder.Write("a", content);
        Assert.Equal($"{path}: {message}", Message(Images.Read<float>(path)));
    }

    private static string Message<A>(Fin<A> failure) => failure.Match(_ => "no failure", (Error error) => error.Message);
}
