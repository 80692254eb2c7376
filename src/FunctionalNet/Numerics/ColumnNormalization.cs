using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Mean and population variance of each column of <c>[rows, columns]</c>, and what is made of them: the normalized columns, and their gradients.
/// A mean is the sum of a number and a smaller one, so that numbers far from 0 keep their digits.
/// </summary>
/// <remarks>
/// One pass over memory: the sums of <c>x − s</c> and of its square, with the mean of a sample as s. The mean of a sample of 64 is within
/// <c>√(rows/64)</c> deviations of the mean of all, and nearly always much nearer, so little is lost in the difference of squares.
/// Chan, Golub and LeVeque, "Algorithms for computing the sample variance", 1983.
/// </remarks>
internal sealed class ColumnNormalization<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The rows that the shifts are the means of.
    private const int Sample = 64;

    private readonly int rows;
    private readonly T[] low;
    private readonly T[] inverse;

    private ColumnNormalization(int rows, T[] mean, T[] low, T[] variance, T epsilon) =>
        (this.rows, Mean, this.low, Variance, inverse) = (rows, mean, low, variance, [.. variance.Select(v => T.One / T.Sqrt(v + epsilon))]);

    /// <summary>The mean of each column.</summary>
    public T[] Mean { get; }

    /// <summary>The population variance of each column.</summary>
    public T[] Variance { get; }

    /// <summary>The statistics of a matrix.</summary>
    public static ColumnNormalization<T> Of(ReadOnlySpan<T> x, int columns, T epsilon)
    {
        var rows = x.Length / columns;
        var (shift, first, second) = (SampleMean(x, columns), new T[columns], new T[columns]);
        ColumnSums.Of(x, x, shift, first, second, default(ShiftedSquares<T>));
        var count = T.CreateChecked(rows);
        var (mean, low) = (new T[columns], new T[columns]);
        for (var i = 0; i < columns; i++)
        {
            var rest = first[i] / count;
            second[i] = Positive((second[i] - (first[i] * rest)) / count);
            (mean[i], low[i]) = TwoSum(shift[i], rest);
        }

        return new(rows, mean, low, second, epsilon);
    }

    /// <summary>Given statistics, in the place of those of a matrix.</summary>
    public static ColumnNormalization<T> Given(ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, T epsilon) =>
        new(0, mean.ToArray(), new T[mean.Length], variance.ToArray(), epsilon);

    /// <summary><c>gain (x − mean)/√(variance + ε) + bias</c>; without gains and biases where these are empty.</summary>
    public void Normalize(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> result)
    {
        var (scale, offset) = (Scale(gain), new T[Mean.Length]);
        for (var i = 0; i < offset.Length; i++)
            offset[i] = (bias.IsEmpty ? T.Zero : bias[i]) - (low[i] * scale[i]);
        new ColumnMap<T>(Mean, scale, offset).Run(x, result);
    }

    /// <summary>The gradients of bias and gain: <c>Σ dy</c> and <c>Σ dy (x − mean)/√(variance + ε)</c>.</summary>
    public (T[] Bias, T[] Gain) Sums(ReadOnlySpan<T> x, ReadOnlySpan<T> dy)
    {
        var (first, second) = (new T[Mean.Length], new T[Mean.Length]);
        ColumnSums.Of(x, dy, Mean, first, second, default(ShiftedProducts<T>));
        for (var i = 0; i < second.Length; i++)
            second[i] = (second[i] - (low[i] * first[i])) * inverse[i];
        return (first, second);
    }

    /// <summary>
    /// The gradient of the matrix whose statistics these are: with <c>x̂ = (x − mean)/√(variance + ε)</c>,
    /// <c>dx = gain/√(variance + ε) · (dy − Σdy/n − x̂ Σ(dy x̂)/n)</c>.
    /// </summary>
    public void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> gain, (T[] Bias, T[] Gain) sums, Span<T> result)
    {
        var (weight, scale, offset, count) = (Scale(gain), new T[Mean.Length], new T[Mean.Length], T.CreateChecked(rows));
        for (var i = 0; i < weight.Length; i++)
        {
            scale[i] = -weight[i] * inverse[i] * (sums.Gain[i] / count);
            offset[i] = -((weight[i] * (sums.Bias[i] / count)) + (low[i] * scale[i]));
        }

        new ColumnMap<T>(Mean, scale, offset).Run(x, dy, weight, result);
    }

    /// <summary><c>gain/√(variance + ε)</c></summary>
    public T[] Scale(ReadOnlySpan<T> gain)
    {
        var scale = inverse.AsSpan().ToArray();
        for (var i = 0; i < gain.Length; i++)
            scale[i] *= gain[i];
        return scale;
    }

    /// <summary>The mean of rows that are spread evenly. Their distance is odd, so that they are not all at one border of images.</summary>
    private static T[] SampleMean(ReadOnlySpan<T> x, int columns)
    {
        var (mean, rows) = (new T[columns], x.Length / columns);
        var (count, distance) = (int.Min(rows, Sample), (int.Max(1, rows / Sample) - 1) | 1);
        for (var row = 0; row < count; row++)
            Elementwise.Zip(mean, x.Slice(row * distance * columns, columns), mean, default(Add<T>));
        Elementwise.Map(mean, mean, new WithSecond<T, Divide<T>>(default, T.CreateChecked(count)));
        return mean;
    }

    // Rounding may leave a difference of squares below 0. A NaN stays.
    private static T Positive(T variance) => variance < T.Zero ? T.Zero : variance;

    /// <summary>The sum, and what rounding took from it.</summary>
    private static (T Sum, T Lost) TwoSum(T a, T b)
    {
        var sum = a + b;
        var second = sum - a;
        return (sum, (a - (sum - second)) + (b - second));
    }
}
