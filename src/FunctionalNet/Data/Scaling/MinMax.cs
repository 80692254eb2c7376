using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The scaling of every feature from the range that it has in training data to a common one:
/// <c>low + (x − least) · (high − low) / (greatest − least)</c>. Other data may go beyond the range.
/// </summary>
/// <example>
/// <code>
/// var scale = MinMax.Fit(Tensor.Matrix(new[,] { { 1f, -4 }, { 3, 4 } }), low: -1, high: 1);
/// Console.WriteLine(scale.Apply(Tensor.Vector&lt;float&gt;(2, 8))); // f32[2] [0, 2]
/// </code>
/// </example>
/// <param name="Least">The least of each feature.</param>
/// <param name="Greatest">The greatest of each feature, of the same shape.</param>
/// <param name="Low">The number that the least becomes.</param>
/// <param name="High">The number that the greatest becomes.</param>
public sealed record MinMax(Tensor<double> Least, Tensor<double> Greatest, double Low = 0, double High = 1)
{
    private readonly FeatureScale scale = ScaleOf(Require.NotNull(Least), Require.NotNull(Greatest), Low, High);

    /// <summary>The least of each feature.</summary>
    public Tensor<double> Least { get; } = Least;

    /// <summary>The greatest of each feature.</summary>
    public Tensor<double> Greatest { get; } = Greatest;

    /// <summary>The number that the least becomes.</summary>
    public double Low { get; } = Low;

    /// <summary>The number that the greatest becomes.</summary>
    public double High { get; } = High;

    /// <summary>The scaling that fits these samples. A constant feature becomes <paramref name="low"/>.</summary>
    /// <param name="samples">The samples <c>[samples, ...features]</c>, one at least.</param>
    /// <param name="low">The number that the least becomes.</param>
    /// <param name="high">The number that the greatest becomes.</param>
    /// <exception cref="ArgumentException">There are no samples, a number or the range of a feature is not finite, or <paramref name="low"/> is not below <paramref name="high"/>.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static MinMax Fit<T>(Tensor<T> samples, double low = 0, double high = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var features = FeatureStatistics.RequireSamples(samples, "a min-max scaling");
        var (least, greatest) = FeatureStatistics.Range(samples);
        return new(Tensor<double>.Freeze(features, least), Tensor<double>.Freeze(features, greatest), low, high);
    }

    /// <summary>The scaling that fits targets that are values: those of a regression.</summary>
    /// <exception cref="ArgumentException">The targets are classes, there are none, or one is not finite.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static MinMax Fit<T>(Targets<T> targets, double low = 0, double high = 1)
        where T : unmanaged, IFloatingPointIeee754<T> => Fit(Require.NotNull(targets).ToTensor(), low, high);

    /// <summary>The numbers scaled: <c>[..., ...features] -> [..., ...features]</c>, rounded once from double precision.</summary>
    /// <exception cref="ArgumentException">The innermost axes are not the features.</exception>
    public Tensor<T> Apply<T>(Tensor<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T> => scale.Apply(numbers);

    /// <summary>The scaled numbers as they were: the inverse of <see cref="Apply{T}(Tensor{T})"/>, but for rounding.</summary>
    /// <exception cref="ArgumentException">The innermost axes are not the features.</exception>
    public Tensor<T> Undo<T>(Tensor<T> scaled)
        where T : unmanaged, IFloatingPointIeee754<T> => scale.Undo(scaled);

    /// <summary>Targets that are values, scaled: <c>dataset.MapTargets(scale.Apply)</c>.</summary>
    /// <exception cref="ArgumentException">The targets are classes, or of other features.</exception>
    public Targets<T> Apply<T>(Targets<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply(Require.NotNull(targets).ToTensor());

    /// <summary>One line: the range of each feature, or their shape if there are many, and what it becomes.</summary>
    public override string ToString() =>
        $"MinMax: from {FeatureScale.Describe(Least)} to {FeatureScale.Describe(Greatest)}, scaled to [{NumberFormat.Shortest(Low)}, {NumberFormat.Shortest(High)}]";

    /// <summary>Equal when the ranges are, those of the features and the common one.</summary>
    public bool Equals(MinMax? other) =>
        other is not null && Least == other.Least && Greatest == other.Greatest && Low.Equals(other.Low) && High.Equals(other.High);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Least, Greatest, Low, High);

    // (x − origin) / unit is the formula above, with low moved into the origin.
    private static FeatureScale ScaleOf(Tensor<double> least, Tensor<double> greatest, double low, double high)
    {
        Key.RequireRange(low, high);
        if (least.Shape != greatest.Shape)
            throw new ArgumentException($"a min-max scaling: expected a greatest for each least {least.Shape}, got {greatest.Shape}");
        var unit = Tensor.Generate(least.Shape, i => greatest.Data[i] > least.Data[i] ? (greatest.Data[i] - least.Data[i]) / (high - low) : 1);
        return FeatureScale.Of("a min-max scaling", least, unit, "range", low);
    }
}
