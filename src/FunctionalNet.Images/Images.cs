using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Images from PNG, JPEG and BMP files: <c>[height, width, channels]</c>, one channel of grey or three of colour (red, green, blue). What a file is, its content
/// says, not its name. Whatever is wrong with files and folders comes back as an error of one line that names the path.
/// </summary>
/// <remarks>
/// Files are decoded by StbImageSharp. Grey is <c>0.299 red + 0.587 green + 0.114 blue</c> (ITU-R BT.601, in whole numbers, rounded as Pillow does), and colours
/// of a grey image are equal. Alpha and colours that stand for transparency are left out. Of 16 bits, the upper 8 count. The rotation that a camera notes
/// (EXIF) and profiles of colours are not applied: pixels are as they are stored. An image has 134 217 728 pixels at most, and no more than a file of
/// its length can hold, which is checked before memory is allocated. The bits are the same everywhere.
/// </remarks>
public static class Images
{
    /// <summary>The image in a file: <c>[height, width, channels]</c>.</summary>
    /// <param name="path">The path of a PNG file, a baseline or progressive JPEG file, or a BMP file without compression.</param>
    /// <param name="channels">The number of channels: 1 for grey, 3 for colour.</param>
    /// <param name="size">
    /// The height and width that the image is resized to, whatever its proportions. Along each axis, output i is at <c>c = (i + ½) input/output</c>, and the pixel j
    /// counts <c>max(0, 1 − |j + ½ − c|/s)</c> with <c>s = max(1, input/output)</c>, divided by the sum of that: linear between pixels where there become more of
    /// them, a mean over all where there become fewer. It is what Pillow and torchvision call bilinear, without rounding to bytes.
    /// </param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3, or <paramref name="size"/> is not positive or too large.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <example>
    /// <code>
    /// Console.WriteLine(Images.Read&lt;float&gt;("no-such.png")); // Fail(no-such.png: expected a file, found nothing)
    /// </code>
    /// </example>
    public static Fin<Tensor<T>> Read<T>(string path, int channels = 3, (int Height, int Width)? size = null, bool normalize = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        var reader = ImageReader<T>.Of(channels, size, normalize);
        return reader.Decode(path).Map(reader.ToTensor);
    }

    /// <summary>
    /// The images in a folder that has a folder for each class: <c>cats/1.png</c>, <c>dogs/1.jpg</c>. Classes are sorted by the characters of their names, and
    /// files within a class likewise, so a data set is the same on every system. Each file of a class must be an image, ending in <c>.png</c>, <c>.jpg</c>,
    /// <c>.jpeg</c> or <c>.bmp</c>: another file or a folder is refused by its name. What begins with a dot, <c>Thumbs.db</c> and <c>desktop.ini</c> are ignored; so
    /// are files beside the folders of classes, except images.
    /// </summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="channels">The number of channels: 1 for grey, 3 for colour.</param>
    /// <param name="size">
    /// The height and width that images are resized to, as <see cref="Read{T}"/> does. Without it, all images must have one size: an error names the first that
    /// differs.
    /// </param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <param name="oneHot">Whether targets are one-hot rows <c>[samples, classes]</c> instead of class indices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3, or <paramref name="size"/> is not positive or too large.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<ImageFolder<T>> FromFolder<T>(
        string folder, int channels = 3, (int Height, int Width)? size = null, bool normalize = true, bool oneHot = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(folder);
        var reader = ImageReader<T>.Of(channels, size, normalize);
        return from files in ClassFolders.In(folder)
               from images in ImageSet.Read(files, reader, oneHot)
               select images;
    }

    /// <summary>
    /// The images in a folder to train on and in a folder to test with, as <see cref="FromFolder{T}"/> reads them. Both must have the same classes and, unless images
    /// are resized, images of one size.
    /// </summary>
    /// <param name="train">The path of the folder to train on.</param>
    /// <param name="test">The path of the folder to test with.</param>
    /// <param name="channels">The number of channels: 1 for grey, 3 for colour.</param>
    /// <param name="size">The height and width that images are resized to.</param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <param name="oneHot">Whether targets are one-hot rows <c>[samples, classes]</c> instead of class indices.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is neither 1 nor 3, or <paramref name="size"/> is not positive or too large.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<(ImageFolder<T> Train, ImageFolder<T> Test)> FromFolders<T>(
        string train, string test, int channels = 3, (int Height, int Width)? size = null, bool normalize = true, bool oneHot = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        var reader = ImageReader<T>.Of(channels, size, normalize);
        return from trainFiles in ClassFolders.In(train)
               from testFiles in ClassFolders.In(test)
               from _ in testFiles.RequireClassesOf(trainFiles)
               from trainImages in ImageSet.Read(trainFiles, reader, oneHot)
               from testImages in ImageSet.Read(testFiles, reader, oneHot, trainImages)
               select (trainImages, testImages);
    }
}
