using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The axes of images between the batch and the channels: one to three of them, in words.</summary>
internal static class SpatialAxes
{
    /// <summary>The largest number of spatial axes.</summary>
    public const int Most = 3;

    private static readonly string[] Names = ["depth", "height", "width"];

    /// <summary>The names of so many spatial axes, outermost first.</summary>
    public static string[] NamesOf(int axes) => axes == 1 ? ["length"] : Names[^axes..];

    /// <summary>What a shape of images is expected to be: <c>[batch, height, width, channels]</c>.</summary>
    public static string Layout(int axes, string channels = "channels") => Layout(NamesOf(axes), channels);

    /// <summary>The same with what is expected of each spatial axis: <c>[batch, height ≥ 5, width, 3]</c>.</summary>
    public static string Layout(IEnumerable<string> axes, string channels) => $"[batch, {string.Join(", ", axes)}, {channels}]";

    /// <summary>The shape, if it is one of images with so many spatial axes; and so many channels, if that is given.</summary>
    public static Fin<Shape> Expect(Shape shape, int axes, int? channels = null) =>
        shape.Rank == axes + 2 && (channels is null || shape[^1] == channels)
            ? shape
            : Error.New($"expected {Layout(axes, channels is { } count ? Invariant($"{count}") : "channels")}, got {shape}");

    /// <summary>The shape, if it is one of images with one to three spatial axes.</summary>
    public static Fin<Shape> Expect(Shape shape) => shape.Rank is > 2 and <= Most + 2
        ? shape
        : Error.New($"expected [batch, ..., channels] with 1 to 3 spatial axes between, got {shape}");

    /// <summary>A number for each spatial axis, where 0 is refused unless it is allowed. The name is that of the argument.</summary>
    /// <exception cref="ArgumentException">There are none or more than three, or one is 0.</exception>
    public static Shape Require(Shape lengths, string name, bool allowZero = false)
    {
        if (lengths is null)
            throw new ArgumentNullException(name);
        return lengths.Rank is > 0 and <= Most && (allowZero || !lengths.Contains(0))
            ? lengths
            : throw new ArgumentException(Invariant($"{name}: expected 1 to 3 numbers of {(allowZero ? 0 : 1)} or more, one for each spatial axis, got {lengths}"));
    }

    /// <summary>Numbers for the axes, as images are measured: <c>28×28</c>.</summary>
    public static string Times(Shape lengths) => string.Join('×', lengths.Select(length => Invariant($"{length}")));
}
