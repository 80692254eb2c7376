using System.Numerics;
using SkiaSharp;

namespace FunctionalNet;

/// <content>Sheets of images.</content>
public static partial class Pictures
{
    private const int ImageSide = 84;

    // The longer side of an image, unless it has more pixels: all its pixels have the same size.
    private const int WeightsSide = 72;

    // The share of weights that have less than full colour.
    private const double FullColour = 0.995;

    /// <summary>
    /// Images in rows, each with a caption: the lowest number of all is black, the highest white, or the full colour, and NaN yellow.
    /// </summary>
    /// <param name="title">The title.</param>
    /// <param name="images">
    /// Images <c>[n, height, width, 1]</c>, in colour <c>[n, height, width, 3]</c> (red, green, blue), <c>[n, height, width]</c>,
    /// <c>[n, 1, height, width]</c>, or <c>[n, pixels]</c> if square.
    /// </param>
    /// <param name="captions">A caption for each image, of one or more lines; none if null.</param>
    /// <param name="columns">The number of images in a row.</param>
    /// <exception cref="ArgumentException">The shape is another, or there are not as many captions as images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is not positive.</exception>
    public static Picture Images<T>(string title, Tensor<T> images, IReadOnlyList<string>? captions = null, int columns = 10)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(images);
        Require.Positive(columns);
        var (height, width, channels) = ImageSize(images.Shape);
        if (captions is not null && (captions.Count != images.Shape[0] || captions.Contains(null!)))
        {
            throw new ArgumentException(
                Invariant($"expected captions for {images.Shape[0]} images, got {captions.Count(caption => caption is not null)}"));
        }

        var finite = images.Data.Where(T.IsFinite).Select(double.CreateChecked).DefaultIfEmpty();
        // If all numbers are equal, they are black if 0 or less, and white otherwise.
        var (low, high) = (finite.Min(), finite.Max());
        var greys = low < high ? Axis.Between(low, high) : Axis.Between(0, high == 0 ? 1 : double.Abs(high));
        var tiles = Enumerable.Range(0, images.Shape[0]).Select(n => new Tile(
            width, height,
            at => channels == 1 ? Palette.Grey(ShareOf((n * width * height) + at)) : Colour(((n * width * height) + at) * channels),
            captions is null ? [] : [.. captions[n].Split('\n')]));
        return new Sheet(title, [.. tiles], columns, ImageSide, Limit: null, images.Data.Count(T.IsNaN)).ToPicture();

        double ShareOf(int at) => greys.ShareOf(double.CreateChecked(images.Data[at]));

        SKColor Colour(int at) => Palette.Colour(ShareOf(at), ShareOf(at + 1), ShareOf(at + 2));
    }

    /// <summary>
    /// The weights of each neuron or filter of a first layer as an image, on one scale: blue where they are negative, white at 0, orange where
    /// they are positive, and yellow where they are NaN. The largest 0.5 % have the full colour; if the very largest is more than ten
    /// times as large as the smallest of these, only those above a tenth of it have.
    /// </summary>
    /// <param name="weights">
    /// Weights <c>[pixels, neurons]</c> of square images, such as <c>parameters["Affine1/W"]</c>, or filters <c>[height, width, 1, filters]</c> of a
    /// convolution.
    /// </param>
    /// <param name="count">The largest number of neurons or filters to show, beginning with the first.</param>
    /// <param name="columns">The number of images in a row.</param>
    /// <param name="title">The title; if null, it says how many neurons there are.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> or <paramref name="columns"/> is not positive.</exception>
    public static Picture Weights<T>(Tensor<T> weights, int count = 100, int columns = 10, string? title = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(weights);
        Require.Positive(count);
        Require.Positive(columns);
        var (height, width, neurons) = FilterSize(weights.Shape);
        double[] sizes = [.. weights.Data.Where(T.IsFinite).Select(weight => double.Abs(double.CreateChecked(weight))).Order()];
        // Scaled to the few largest, the others would be pale. If all are 0 any limit other than 0, which a tenth may round to, will do.
        var scale = sizes.Length > 0 && sizes[^1] > 0
            ? double.Max(double.Max(sizes[(int)(FullColour * sizes.Length)], sizes[^1] / 10), double.Epsilon)
            : 1;
        var tiles = Enumerable.Range(0, int.Min(neurons, count)).Select(neuron => new Tile(
            width, height, at => Palette.Diverging(double.CreateChecked(weights.Data[(at * neurons) + neuron]) / scale), []));
        var kind = weights.Shape.Rank == 2 ? "neuron" : "filter";
        title ??= neurons > count
            ? Invariant($"Weights of the first {count} of {neurons} {kind}s")
            : $"Weights of {Quantity.Of(neurons, kind)}";
        var side = int.Max(height, width);
        return new Sheet(
            title, [.. tiles], columns, side * int.Max(1, WeightsSide / side), scale, weights.Data.Count(T.IsNaN)).ToPicture();
    }

    private static (int Height, int Width, int Filters) FilterSize(Shape shape) => shape switch
    {
        [> 0 and var height, > 0 and var width, 1, var filters] => (height, width, filters),
        [var pixels, var neurons] when SquareSide(pixels) is { } side => (side, side, neurons),
        _ => throw new ArgumentException($"expected weights [pixels, neurons] of square images, or filters [height, width, 1, filters], got {shape}"),
    };

    private static (int Height, int Width, int Channels) ImageSize(Shape shape) => shape switch
    {
        [_, > 0 and var height, > 0 and var width, (1 or 3) and var channels] => (height, width, channels),
        [_, > 0 and var height, > 0 and var width] => (height, width, 1),
        [_, 1, > 0 and var height, > 0 and var width] => (height, width, 1),
        [_, var pixels] when SquareSide(pixels) is { } side => (side, side, 1),
        _ => throw new ArgumentException($"expected images [n, height, width, 1 or 3], [n, height, width], [n, 1, height, width] or [n, pixels of a square], got {shape}"),
    };

    private static int? SquareSide(int pixels) =>
        (int)double.Sqrt(pixels) is > 0 and var side && side * side == pixels ? side : null;
}
