using LanguageExt;
using LanguageExt.Common;
using StbImageSharp;

namespace FunctionalNet;

/// <summary>An image as bytes.</summary>
/// <param name="Height">The number of rows.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Bytes">The bytes <c>[height, width, channels]</c>.</param>
internal readonly record struct ImageBytes(int Height, int Width, byte[] Bytes);

/// <summary>Decodes PNG, JPEG and BMP files.</summary>
internal static class ImageDecoder
{
    private const string Broken = "expected an image that can be decoded, found broken data";

    /// <summary>The image in a file with one channel of grey or three of colour, or what is wrong with the file.</summary>
    public static Fin<ImageBytes> Read(string path, int channels) => UncompressedFile.ReadStored(
        path,
        stored => from content in Content(stored)
                  from header in ImageHeader.Of(content)
                  from image in Decode(content, header)
                  select image with { Bytes = Channels.Convert(image.Bytes, image.Bytes.Length / (image.Height * image.Width), channels) });

    private static Fin<byte[]> Content(FileStream stored)
    {
        if (stored.Length > Array.MaxLength)
            return Error.New(Invariant($"expected a file of at most {Array.MaxLength} bytes, found {stored.Length}"));
        var content = new byte[stored.Length];
        return stored.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) == content.Length ? content
            : Error.New("expected a file as long as it was when it was opened, found a shorter one");
    }

    private static Fin<ImageBytes> Decode(byte[] content, ImageHeader header)
    {
        var stream = new BoundedStream(content);
        try
        {
            // The decoder takes some broken data for an image that ends there.
            var image = ImageResult.FromStream(stream);
            return stream.HasRunOut || stream.Position < header.End || (image.Height, image.Width) != (header.Height, header.Width)
                ? Error.New(Broken) : new ImageBytes(image.Height, image.Width, image.Data);
        }
        // The reason is in a static field, which other threads write too. What else a decoder throws, it throws because of the data, but for want of memory.
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return Error.New(Broken);
        }
    }
}
