using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// Flowers like those of Fisher's iris data: four lengths in centimetres, and one of three species. They are drawn, and are not his 150
/// flowers: each species is a normal distribution with the means and covariances of the 50 that he measured, rounded to millimetres as
/// these are.
/// </summary>
/// <remarks>Fisher, "The use of multiple measurements in taxonomic problems", 1936; the moments are those of his table I.</remarks>
public static class IrisLike
{
    private const int Measures = 4;

    // A length is at least a millimetre.
    private const double Least = 0.1;

    private static readonly double[][] Means =
    [
        [5.006, 3.428, 1.462, 0.246],
        [5.936, 2.770, 4.260, 1.326],
        [6.588, 2.974, 5.552, 2.026],
    ];

    // The lower triangles, row by row.
    private static readonly double[][] Covariances =
    [
        [0.124249, 0.099216, 0.143690, 0.016355, 0.011698, 0.030159, 0.010331, 0.009298, 0.006069, 0.011106],
        [0.266433, 0.085184, 0.098469, 0.182898, 0.082653, 0.220816, 0.055780, 0.041204, 0.073102, 0.039106],
        [0.404343, 0.093763, 0.104004, 0.303290, 0.071380, 0.304588, 0.049094, 0.047629, 0.048824, 0.075433],
    ];

    private static readonly double[][,] Factors = Array.ConvertAll(Covariances, Cholesky);

    /// <summary>The names of the inputs, in order.</summary>
    public static ImmutableArray<string> Features { get; } = ["sepal length", "sepal width", "petal length", "petal width"];

    /// <summary>The names of the classes, in order.</summary>
    public static ImmutableArray<string> Species { get; } = ["setosa", "versicolor", "virginica"];

    /// <summary>
    /// Flowers as inputs <c>[count, 4]</c> with their species as classes 0 to 2, which take turns. Fewer are the first of more.
    /// </summary>
    /// <param name="key">The key that they are drawn from.</param>
    /// <param name="count">The number of flowers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    public static Dataset<T> Generate<T>(Key key, int count = 150)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNegative(count);
        var normal = key.Normal<double>([count, Measures]).Data;
        return new(
            Tensor.Generate([count, Measures], i => T.CreateTruncating(Length(i / Measures, i % Measures))),
            Toys.Turns(count, Means.Length));

        double Length(int flower, int measure)
        {
            var (mean, factor) = (Means[flower % Means.Length][measure], Factors[flower % Means.Length]);
            for (var i = 0; i <= measure; i++)
                mean += factor[measure, i] * normal[(flower * Measures) + i];
            return double.Max(double.Round(10 * mean) / 10, Least);
        }
    }

    /// <summary>The lower triangular L with <c>L·Lᵀ</c> equal to the covariances, whose lower triangle is given row by row.</summary>
    private static double[,] Cholesky(double[] covariances)
    {
        var factor = new double[Measures, Measures];
        for (var (row, at) = (0, 0); row < Measures; row++)
        {
            for (var column = 0; column <= row; column++, at++)
            {
                var rest = covariances[at];
                for (var i = 0; i < column; i++)
                    rest -= factor[row, i] * factor[column, i];
                factor[row, column] = row == column ? double.Sqrt(rest) : rest / factor[column, column];
            }
        }

        return factor;
    }
}
