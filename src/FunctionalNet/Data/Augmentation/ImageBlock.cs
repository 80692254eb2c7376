namespace FunctionalNet;

/// <summary>Some rows and columns of an image.</summary>
internal readonly record struct ImageBlock(int Top, int Left, int Height, int Width)
{
    /// <summary>The part within an image of the block that has its middle at a pixel.</summary>
    public static ImageBlock Around(int row, int column, int height, int width, ImageSize size)
    {
        var (top, left) = (int.Max(row - (height / 2), 0), int.Max(column - (width / 2), 0));
        var (bottom, right) = (int.Min(row - (height / 2) + height, size.Height), int.Min(column - (width / 2) + width, size.Width));
        return new(top, left, bottom - top, right - left);
    }

    /// <summary>The places of its rows in an image <c>[height, width, channels]</c>.</summary>
    public IEnumerable<Range> RowsIn(ImageSize size, int channels)
    {
        var (first, length) = (((Top * size.Width) + Left) * channels, Width * channels);
        return Enumerable.Range(0, Height).Select(row => first + (row * size.Width * channels)).Select(start => start..(start + length));
    }
}
