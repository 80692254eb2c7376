using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>
/// Mean and population variance of each column of <c>[rows, columns]</c>, or of groups of as many neighbouring columns, and what is made of them: the
/// normalized columns, with a gain and a bias for each, and their gradients.
/// </summary>
/// <remarks>Statistics take one pass over memory, with the mean of some rows as shift.</remarks>
internal sealed class ColumnNormalization<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The rows that the shifts are the means of: one of so many, within limits.
    private const int OneOf = 16;
    private const int LeastRows = 4;
    private const int MostRows = 64;

    private readonly T count;
    private readonly int group;
    private readonly T[] low;
    private readonly T[] inverse;

    private ColumnNormalization(T count, int group, T[] mean, T[] low, T[] variance, T epsilon)
    {
        (this.count, this.group, Mean, this.low, Variance, inverse) = (count, group, mean, low, variance, new T[mean.Length]);
        Elementwise.Map(variance, inverse, new InverseDeviation<T>(epsilon));
    }

    /// <summary>The mean of each column.</summary>
    public T[] Mean { get; }

    /// <summary>The population variance of each column.</summary>
    public T[] Variance { get; }

    /// <summary>The statistics of a matrix, each over a group of so many columns.</summary>
    public static ColumnNormalization<T> Of(ReadOnlySpan<T> x, int columns, int group, T epsilon)
    {
        var (shift, first, second) = (SampleMean(x, columns), new T[columns], new T[columns]);
        AddGroups(shift, group);
        Elementwise.Map(shift, shift, new WithSecond<T, Divide<T>>(default, T.CreateChecked(group)));
        ColumnSums.Of(x, x, shift, first, second, default(ShiftedSquares<T>));
        AddGroups(first, group);
        AddGroups(second, group);
        var count = T.CreateChecked(x.Length / columns * group);
        Moments.Of(shift, first, second, count);
        return new(count, group, shift, first, second, epsilon);
    }

    /// <summary>Given statistics, in the place of those of a matrix.</summary>
    public static ColumnNormalization<T> Given(ReadOnlySpan<T> mean, ReadOnlySpan<T> variance, T epsilon) =>
        new(T.One, 1, mean.ToArray(), new T[mean.Length], variance.ToArray(), epsilon);

    /// <summary><c>gain (x − mean)/√(variance + ε) + bias</c>; without gains and biases where these are empty.</summary>
    public void Normalize(ReadOnlySpan<T> x, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> result)
    {
        var (scale, offset) = (Scale(gain), new T[Mean.Length]);
        for (var i = 0; i < offset.Length; i++)
            offset[i] = (bias.IsEmpty ? T.Zero : bias[i]) - (low[i] * scale[i]);
        new ColumnMap<T>(Mean, scale, offset).Run(x, result);
    }

    /// <summary>Fills the gradients of bias and gain: <c>Σ dy</c> and <c>Σ dy (x − mean)/√(variance + ε)</c>.</summary>
    public void Sum(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, Span<T> bias, Span<T> gain)
    {
        ColumnSums.Of(x, dy, Mean, bias, gain, default(ShiftedProducts<T>));
        for (var i = 0; i < gain.Length; i++)
            gain[i] = (gain[i] - (low[i] * bias[i])) * inverse[i];
    }

    /// <summary>
    /// The gradient of the matrix whose statistics these are: with <c>x̂ = (x − mean)/√(variance + ε)</c>, <c>g = gain dy</c> and sums over the n numbers that share
    /// them, <c>dx = (g − Σg/n − x̂ Σ(g x̂)/n)/√(variance + ε)</c>.
    /// </summary>
    /// <param name="x">The matrix.</param>
    /// <param name="dy">The gradient of what <see cref="Normalize"/> has made of it.</param>
    /// <param name="gain">The gain of each column; none if empty.</param>
    /// <param name="biasGradient">What <see cref="Sum"/> gives, <c>Σ dy</c> of each column.</param>
    /// <param name="gainGradient">And <c>Σ dy x̂</c>.</param>
    /// <param name="result">The gradient.</param>
    public void Gradient(
        ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> gain, ReadOnlySpan<T> biasGradient, ReadOnlySpan<T> gainGradient, Span<T> result)
    {
        var (weight, scale, offset) = (Scale(gain), gainGradient.ToArray(), biasGradient.ToArray());
        for (var i = 0; i < gain.Length; i++)
            (scale[i], offset[i]) = (scale[i] * gain[i], offset[i] * gain[i]);
        AddGroups(scale, group);
        AddGroups(offset, group);
        for (var i = 0; i < weight.Length; i++)
        {
            scale[i] = -(inverse[i] * inverse[i] * (scale[i] / count));
            offset[i] = -((inverse[i] * (offset[i] / count)) + (low[i] * scale[i]));
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
        var count = int.Min(rows, int.Clamp(rows / OneOf, LeastRows, MostRows));
        var distance = ((rows / int.Max(1, count)) - 1) | 1;
        for (var row = 0; row < count; row++)
            Elementwise.Zip(mean, x.Slice(row * distance * columns, columns), mean, default(Add<T>));
        Elementwise.Map(mean, mean, new WithSecond<T, Divide<T>>(default, T.CreateChecked(count)));
        return mean;
    }

    /// <summary>The sum of each group in the place of each of its columns.</summary>
    private static void AddGroups(Span<T> columns, int group)
    {
        for (var at = 0; group > 1 && at < columns.Length; at += group)
            columns.Slice(at, group).Fill(Reductions.Sum<T>(columns.Slice(at, group)));
    }
}
