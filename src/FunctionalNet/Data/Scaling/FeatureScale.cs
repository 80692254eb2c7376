using System.Numerics;

namespace FunctionalNet;

/// <summary>An affine function of each feature, <c>shift + (x − origin) / unit</c>, in double precision.</summary>
internal sealed class FeatureScale
{
    // More features than this are described by their shape.
    private const int FewFeatures = 6;

    private readonly Tensor<double> origin;
    private readonly Tensor<double> unit;
    private readonly double shift;

    private FeatureScale(Tensor<double> origin, Tensor<double> unit, double shift) => (this.origin, this.unit, this.shift) = (origin, unit, shift);

    /// <summary>The scale, if its parts fit each other.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a number is not finite, or a unit not positive.</exception>
    public static FeatureScale Of(string subject, Tensor<double> origin, Tensor<double> unit, string unitName, double shift = 0)
    {
        if (origin.Shape != unit.Shape)
            throw new ArgumentException($"{subject}: expected a {unitName} for each of the features {origin.Shape}, got {unit.Shape}");
        for (var i = 0; i < origin.Shape.Size; i++)
        {
            if (!double.IsFinite(origin.Data[i]) || unit.Data[i] is not (> 0 and < double.PositiveInfinity))
                throw new ArgumentException(Invariant($"{subject}: expected a finite, positive {unitName}, got {NumberFormat.Shortest(unit.Data[i])} in feature {i}"));
        }

        return new(origin, unit, shift);
    }

    /// <summary>The scaled numbers.</summary>
    public Tensor<T> Apply<T>(Tensor<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireFeatures(Require.NotNull(numbers).Shape);
        var to = Tensor<T>.Allocate(numbers.Shape.Size);
        ReadOnlySpan<T> from = numbers.Span;
        ReadOnlySpan<double> origins = origin.Span, units = unit.Span;
        for (var start = 0; start < to.Length; start += origins.Length)
        {
            for (var i = 0; i < origins.Length; i++)
                to[start + i] = T.CreateTruncating(shift + ((double.CreateTruncating(from[start + i]) - origins[i]) / units[i]));
        }

        return Tensor<T>.Freeze(numbers.Shape, to);
    }

    /// <summary>The numbers that scaled ones were.</summary>
    public Tensor<T> Undo<T>(Tensor<T> scaled)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireFeatures(Require.NotNull(scaled).Shape);
        var to = Tensor<T>.Allocate(scaled.Shape.Size);
        ReadOnlySpan<T> from = scaled.Span;
        ReadOnlySpan<double> origins = origin.Span, units = unit.Span;
        for (var start = 0; start < to.Length; start += origins.Length)
        {
            for (var i = 0; i < origins.Length; i++)
                to[start + i] = T.CreateTruncating(((double.CreateTruncating(from[start + i]) - shift) * units[i]) + origins[i]);
        }

        return Tensor<T>.Freeze(scaled.Shape, to);
    }

    public static string Describe(Tensor<double> features) =>
        features.Shape is [<= FewFeatures] or [] ? $"{features}" : TensorFormat.Type<double>(features.Shape);

    private void RequireFeatures(Shape shape)
    {
        if (shape.Rank < origin.Shape.Rank || shape[^origin.Shape.Rank..] != origin.Shape)
            throw new ArgumentException($"expected numbers [..., {string.Join(", ", origin.Shape)}], as the scaling was fitted, got {shape}");
    }
}
