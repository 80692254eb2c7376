using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The scaling of every feature to mean 0 and standard deviation 1: <c>(x − mean) / std</c>. It is fitted on training data only,
/// and then applied to all: what is learnt from test data would flatter the result.
/// </summary>
/// <example>
/// <code>
/// var train = Tensor.Matrix(new[,] { { 1f, 10 }, { 3, 10 } });
/// var scale = Standardization.Fit(train);
/// Console.WriteLine(scale); // Standardization: mean f64[2] [ 2, 10], std f64[2] [1, 1]
/// Console.WriteLine(scale.Apply(Tensor.Vector&lt;float&gt;(5, 11))); // f32[2] [3, 1]
/// Console.WriteLine(scale.Undo(scale.Apply(train)) == train); // True
/// </code>
/// </example>
/// <param name="Mean">The mean of each feature.</param>
/// <param name="Std">The standard deviation of each feature, of the same shape; 1 for a constant feature.</param>
public sealed record Standardization(Tensor<double> Mean, Tensor<double> Std)
{
    private readonly FeatureScale scale = FeatureScale.Of("a standardization", Require.NotNull(Mean), Require.NotNull(Std), "std");

    /// <summary>The mean of each feature.</summary>
    public Tensor<double> Mean { get; } = Mean;

    /// <summary>The standard deviation of each feature; 1 for a constant feature.</summary>
    public Tensor<double> Std { get; } = Std;

    /// <summary>
    /// The scaling that fits these samples. The moments are computed in double precision, over the samples in order; the std is that of the
    /// population, <c>√(Σ(x − mean)² / n)</c>. A feature that is constant has a std of 1 here, so that it becomes 0.
    /// </summary>
    /// <param name="samples">The samples <c>[samples, ...features]</c>, one at least.</param>
    /// <exception cref="ArgumentException">There are no samples, or a number, or the std of a feature, is not finite.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Standardization Fit<T>(Tensor<T> samples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var features = FeatureStatistics.RequireSamples(samples, "a standardization");
        var mean = FeatureStatistics.Mean(samples);
        var std = FeatureStatistics.Std(samples, mean);
        FeatureStatistics.RequireFinite(std, features, "a standardization");
        return new(Tensor<double>.Freeze(features, mean), Tensor<double>.Freeze(features, std));
    }

    /// <summary>The scaling that fits targets that are values: those of a regression.</summary>
    /// <exception cref="ArgumentException">The targets are classes, there are none, or one is not finite.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Standardization Fit<T>(Targets<T> targets)
        where T : unmanaged, IFloatingPointIeee754<T> => Fit(Require.NotNull(targets).ToTensor());

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

    /// <summary>One line: mean and std of each feature, or their shape if there are many.</summary>
    public override string ToString() => $"Standardization: mean {FeatureScale.Describe(Mean)}, std {FeatureScale.Describe(Std)}";

    /// <summary>Equal when means and deviations are.</summary>
    public bool Equals(Standardization? other) => other is not null && Mean == other.Mean && Std == other.Std;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Mean, Std);
}
