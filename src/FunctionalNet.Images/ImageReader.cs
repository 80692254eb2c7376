using System.Numerics;
using System.Runtime.InteropServices;
using LanguageExt;

namespace FunctionalNet;

/// <summary>How a file becomes an image of numbers.</summary>
/// <param name="Channels">One of grey, or three of colour.</param>
/// <param name="Size">The height and width that images are resized to; they have their own if there is none.</param>
/// <param name="Normalize">Whether numbers are from 0 to 1 instead of from 0 to 255.</param>
internal sealed record ImageReader<T>(int Channels, (int Height, int Width)? Size, bool Normalize)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Those of MNIST and CIFAR.
    private readonly T[] levels = [.. Enumerable.Range(0, byte.MaxValue + 1).Select(level => Scaled(level, Normalize))];

    /// <summary>A reader for arguments that are checked by their names.</summary>
    public static ImageReader<T> Of(int channels, (int Height, int Width)? size, bool normalize)
    {
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), Invariant($"expected 1 channel of grey or 3 of colour, got {channels}"));
        if (size is var (height, width) && (height < 1 || width < 1 || (long)height * width * channels > Array.MaxLength))
            throw new ArgumentOutOfRangeException(nameof(size), Invariant($"expected a height and a width of at least 1, of at most {Array.MaxLength} numbers, got {height} × {width}"));
        return new(channels, size, normalize);
    }

    /// <summary>The image in a file, as bytes; a failure names the file.</summary>
    public Fin<ImageBytes> Decode(string path) => ImageDecoder.Read(path, Channels).About(path);

    /// <summary>The shape of an image: <c>[height, width, channels]</c>.</summary>
    public Shape ShapeOf(ImageBytes image) => Size is var (height, width) ? [height, width, Channels] : [image.Height, image.Width, Channels];

    /// <summary>An image as numbers.</summary>
    public Tensor<T> ToTensor(ImageBytes image)
    {
        var shape = ShapeOf(image);
        var numbers = GC.AllocateUninitializedArray<T>(shape.Size);
        Write(image, numbers);
        return new(shape, ImmutableCollectionsMarshal.AsImmutableArray(numbers));
    }

    /// <summary>Writes the numbers of an image.</summary>
    public void Write(ImageBytes image, Span<T> numbers)
    {
        if (Size is var (height, width) && (height, width) != (image.Height, image.Width))
        {
            var resized = Resizing.Resize(image, Channels, height, width);
            for (var i = 0; i < resized.Length; i++)
                numbers[i] = Scaled(resized[i], Normalize);
        }
        else
        {
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = levels[image.Bytes[i]];
        }
    }

    private static T Scaled(double level, bool normalize) =>
        normalize ? T.CreateTruncating(level) / T.CreateTruncating(byte.MaxValue) : T.CreateTruncating(level);
}
