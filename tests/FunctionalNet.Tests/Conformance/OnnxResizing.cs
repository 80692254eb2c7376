using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>The resizing of ONNX in this library's terms: to whole factors or to given lengths, nearest or linear, elements at the centres of their parts.</summary>
/// <typeparam name="T">The type of the case's numbers.</typeparam>
internal static class OnnxResizing<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const string Cubic = "the library does not interpolate by cubic polynomials";
    private const string Corners = "the library has elements at the centres of their parts, not at corners";
    private const string Cropped = "the library crops by slices";
    private const string Smoothed = "the library smooths by AdaptiveAveragePool";
    private const string Fractional = "the scale is not the ratio of the lengths";

    /// <summary>The cases that are left out, and why.</summary>
    public static ImmutableDictionary<string, string> LeftOut { get; } = new Dictionary<string, string>
    {
        ["resize_downsample_scales_cubic"] = Cubic,
        ["resize_downsample_scales_cubic_A_n0p5_exclude_outside"] = Cubic,
        ["resize_downsample_scales_cubic_align_corners"] = Cubic,
        ["resize_downsample_scales_cubic_antialias"] = Cubic,
        ["resize_downsample_sizes_cubic"] = Cubic,
        ["resize_downsample_sizes_cubic_antialias"] = Cubic,
        ["resize_upsample_scales_cubic"] = Cubic,
        ["resize_upsample_scales_cubic_align_corners"] = Cubic,
        ["resize_upsample_sizes_cubic"] = Cubic,
        ["resize_downsample_scales_linear_align_corners"] = Corners,
        ["resize_upsample_sizes_nearest_floor_align_corners"] = Corners,
        ["resize_tf_crop_and_resize"] = Cropped,
        ["resize_tf_crop_and_resize_axes_2_3"] = Cropped,
        ["resize_tf_crop_and_resize_axes_3_2"] = Cropped,
        ["resize_tf_crop_and_resize_extrapolation_value"] = Cropped,
        ["resize_downsample_sizes_linear_antialias"] = Smoothed,
        ["resize_downsample_scales_linear"] = Fractional,
        ["resize_downsample_scales_linear_half_pixel_symmetric"] = Fractional,
        ["resize_downsample_scales_nearest"] = Fractional,
    }.ToImmutableDictionary();

    public static Tensor<T> Run(OnnxCase @case, Tensor<T> x)
    {
        var isLinear = @case.Text("mode", "nearest") == "linear";
        if (@case.Input(3) is { } sizes)
        {
            var lengths = PerAxis(@case, x, [.. x.Shape[2..]], [.. sizes.Numbers]);
            return (isLinear ? Layers<T>.ResizeLinear(lengths) : Layers<T>.ResizeNearest(lengths)).OnChannelsFirst(x);
        }

        // The operator that Resize has replaced had its scales second.
        var factors = PerAxis(@case, x, [.. x.Shape[2..].Select(_ => 1)], [.. @case.Input(@case.Op == "Upsample" ? 1 : 2)!.Numbers]);
        return (isLinear ? Layers<T>.UpsampleLinear(factors) : Layers<T>.UpsampleNearest(factors)).OnChannelsFirst(x);
    }

    /// <summary>A number for each spatial axis; another for those that are not named.</summary>
    private static Shape PerAxis(OnnxCase @case, Tensor<T> x, int[] otherwise, double[] given)
    {
        var axes = @case.List("axes", int.MaxValue) ?? [.. Enumerable.Range(0, x.Shape.Rank)];
        foreach (var (axis, number) in Enumerable.Zip(axes, given))
        {
            if ((axis < 0 ? axis + x.Shape.Rank : axis) is var place && place >= 2)
                otherwise[place - 2] = (int)number;
        }

        return Shape.Create(otherwise);
    }
}
