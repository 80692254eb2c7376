using System.Numerics;

namespace FunctionalNet;

/// <summary>Statistics of each feature over samples, in double precision, in the order of the samples.</summary>
internal static class FeatureStatistics
{
    /// <summary>The shape of the features of samples <c>[samples, ...features]</c>, if there are samples and all numbers are finite.</summary>
    public static Shape RequireSamples<T>(Tensor<T> samples, string subject)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Require.NotNull(samples).Shape is not [> 0, ..])
            throw new ArgumentException($"{subject}: expected samples to fit [samples, ...], got {samples.Shape}", nameof(samples));
        var features = samples.Shape[1..];
        for (var i = 0; i < samples.Span.Length; i++)
        {
            if (!T.IsFinite(samples.Span[i]))
            {
                throw new ArgumentException(
                    Invariant($"{subject}: expected finite numbers, got {NumberFormat.Shortest(samples.Span[i])} in sample {i / features.Size}"), nameof(samples));
            }
        }

        return features;
    }

    /// <summary>The means. They are computed from differences to the first sample, so that a constant feature has its very value.</summary>
    public static double[] Mean<T>(Tensor<T> samples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (count, means) = (samples.Shape[0], new double[samples.Shape[1..].Size]);
        var first = samples.Span[..means.Length];
        for (var start = 0; start < samples.Span.Length; start += means.Length)
        {
            for (var i = 0; i < means.Length; i++)
                means[i] += double.CreateTruncating(samples.Span[start + i]) - double.CreateTruncating(first[i]);
        }

        for (var i = 0; i < means.Length; i++)
            means[i] = double.CreateTruncating(first[i]) + (means[i] / count);
        return means;
    }

    /// <summary>The standard deviations of the population; 1 where all samples are equal.</summary>
    public static double[] Std<T>(Tensor<T> samples, double[] means)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (count, squares) = (samples.Shape[0], new double[means.Length]);
        for (var start = 0; start < samples.Span.Length; start += means.Length)
        {
            for (var i = 0; i < means.Length; i++)
            {
                var difference = double.CreateTruncating(samples.Span[start + i]) - means[i];
                squares[i] += difference * difference;
            }
        }

        return Array.ConvertAll(squares, sum => sum == 0 ? 1 : double.Sqrt(sum / count));
    }

    /// <summary>The least and the greatest of each feature.</summary>
    public static (double[] Least, double[] Greatest) Range<T>(Tensor<T> samples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = samples.Shape[1..].Size;
        var (least, greatest) = (new double[size], new double[size]);
        Array.Fill(least, double.PositiveInfinity);
        Array.Fill(greatest, double.NegativeInfinity);
        for (var start = 0; start < samples.Span.Length; start += size)
        {
            for (var i = 0; i < size; i++)
            {
                var number = double.CreateTruncating(samples.Span[start + i]);
                (least[i], greatest[i]) = (double.Min(least[i], number), double.Max(greatest[i], number));
            }
        }

        return (least, greatest);
    }

    /// <summary>Throws if a std has become too large for double precision.</summary>
    public static void RequireFinite(double[] deviations, Shape features, string subject)
    {
        if (Array.FindIndex(deviations, std => !double.IsFinite(std)) is >= 0 and var feature)
            throw new ArgumentException(Invariant($"{subject}: expected a finite std, got infinity in feature {feature} of {features}"));
    }
}
