using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>The size of an image, in pixels.</summary>
internal readonly record struct ImageSize(int Height, int Width)
{
    /// <summary>The middle of the image, between pixels if there are an even number of them.</summary>
    public (double X, double Y) Centre => (0.5 * (Width - 1), 0.5 * (Height - 1));

    public override string ToString() => Invariant($"{Height} × {Width}");
}

/// <summary>
/// A change of places: each pixel of the result is taken from another place of the image. Several in a row are one pass, in which the image is
/// interpolated once.
/// </summary>
internal abstract record WarpStep<T>(string Name, params ImmutableArray<string> Arguments) : AugmentationStep<T>(Name, Arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override (int Taken, AugmentationPass<T> Pass) Begin(ReadOnlySpan<AugmentationStep<T>> steps)
    {
        var maps = ImmutableArray.CreateBuilder<AffineStep<T>>();
        ElasticStep<T>? elastic = null;
        double? fill = null;
        foreach (var step in steps)
        {
            // An elastic deformation ends a pass: what comes after it would need displacements between pixels.
            if (step is not WarpStep<T> || elastic is not null || (step.LeavesEmpty && fill is not null && fill != step.Fill))
                break;
            fill ??= step.LeavesEmpty ? step.Fill : null;
            elastic = step as ElasticStep<T>;
            if (step is AffineStep<T> map)
                maps.Add(map);
        }

        var (affine, value) = (maps.ToImmutable(), T.CreateChecked(fill ?? 0));
        return (affine.Length + (elastic is null ? 0 : 1), (keys, batch) => new(Warp(affine, elastic, value, keys, batch), batch.Targets));
    }

    private static Tensor<T> Warp(ImmutableArray<AffineStep<T>> maps, ElasticStep<T>? elastic, T fill, ImmutableArray<Key> keys, Batch<T> batch)
    {
        var images = batch.Inputs;
        var sizes = maps.Aggregate(
            ImmutableArray.Create(new ImageSize(images.Shape[1], images.Shape[2])), (sizes, map) => sizes.Add(map.SizeAfter(sizes[^1])));
        var (from, to, channels) = (sizes[0], sizes[^1], images.Shape[3]);
        return ForEach(batch, [to.Height, to.Width, channels], () =>
        {
            var sampler = new BilinearSampler<T>((from.Height, from.Width), (to.Height, to.Width), channels, fill);
            var displacement = elastic?.Field(to);
            return (index, image, result) =>
            {
                var map = AffineMap.Identity;
                for (var i = 0; i < maps.Length; i++)
                    map = map.After(maps[i].Draw(keys[i].Fold(index), sizes[i]));
                elastic?.Draw(keys[^1].Fold(index), to, displacement!);
                sampler.Sample(image, map, displacement, result);
            };
        });
    }
}

/// <summary>An affine change of places.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Arguments">Its arguments, as they print.</param>
/// <param name="Draw">The map from a place of the result to that of the image, drawn from a key, for the size of the image.</param>
internal sealed record AffineStep<T>(string Name, ImmutableArray<string> Arguments, Func<Key, ImageSize, AffineMap> Draw) : WarpStep<T>(Name, Arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The size of the result for the size of an image; throws if the image is too small.</summary>
    public Func<ImageSize, ImageSize> SizeAfter { get; init; } = size => size;
}

/// <summary>A displacement of each place by fields of numbers that are smoothed by a Gaussian.</summary>
/// <param name="Name">The name of the change.</param>
/// <param name="Arguments">Its arguments, as they print.</param>
/// <param name="Strength">The factor of the smoothed numbers, in pixels.</param>
/// <param name="Smoothness">The standard deviation of the Gaussian, in pixels.</param>
internal sealed record ElasticStep<T>(string Name, ImmutableArray<string> Arguments, double Strength, double Smoothness) : WarpStep<T>(Name, Arguments)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Displacement Field(ImageSize size) => new(size.Height, size.Width, Smoothness);

    public void Draw(Key key, ImageSize size, Displacement displacement) =>
        displacement.Fill(key.Uniform<float>([2, size.Height, size.Width]).Span, (float)Strength);
}
