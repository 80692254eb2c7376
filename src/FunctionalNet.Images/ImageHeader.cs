using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>What is known of an image before it is decoded.</summary>
/// <param name="Height">The number of its rows.</param>
/// <param name="Width">The number of its columns.</param>
/// <param name="End">The number of bytes that a decoder has to read.</param>
/// <param name="MostPixels">The number of pixels that the file can hold at most, by its length.</param>
internal readonly record struct ImageHeader(int Height, int Width, int End, long MostPixels)
{
    /// <summary>The largest number of pixels of an image that is read: 16384 × 8192.</summary>
    public const int Limit = 1 << 27;

    /// <summary>The header of a file that is complete, as far as can be told without decoding it, and of a kind that can be decoded; or what it is not.</summary>
    public static Fin<ImageHeader> Of(byte[] content)
    {
        var file = content.AsSpan();
        var header = file.StartsWith(PngHeader.Signature) ? PngHeader.Of(file)
            : file.StartsWith(JpegHeader.Signature) ? JpegHeader.Of(file)
            : file.StartsWith(BmpHeader.Signature) ? BmpHeader.Of(file)
            : Error.New($"expected a PNG, JPEG or BMP image, found another file{FileKind.Note(file)}");
        return header.Bind(Require);
    }

    // Before memory is allocated.
    private static Fin<ImageHeader> Require(ImageHeader header) =>
        header.Height < 1 || header.Width < 1 ? Error.New(Invariant($"expected an image of at least 1 × 1 pixels, found {header}"))
        : (long)header.Height * header.Width is var pixels && pixels > Limit ? Error.New(Invariant($"expected an image of at most {Limit} pixels, found {header}"))
        : pixels > header.MostPixels ? Error.New(Invariant($"expected at most {header.MostPixels} pixels in a file of this length, found {header}"))
        : header;

    /// <summary>The size: <c>28 × 32</c> for 28 rows of 32 pixels.</summary>
    public override string ToString() => Invariant($"{Height} × {Width}");
}
