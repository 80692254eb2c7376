using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Draws with probabilities: of events, of classes, of numbers by weight, and from a part of the normal distribution.</content>
public readonly partial record struct Key
{
    // The normal distribution function is subnormal below this, and 0 soon after.
    private const double FurthestTail = 37.5;

    /// <summary>
    /// Ones and zeros: 1 with this probability, where <see cref="Uniform{T}(Shape)"/> of the same key is below it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to 1.</exception>
    public Tensor<T> Bernoulli<T>(Shape shape, T probability)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!(probability >= T.Zero && probability <= T.One))
        {
            throw new ArgumentOutOfRangeException(
                nameof(probability), $"expected a probability from 0 to 1, got {NumberFormat.Shortest(probability)}");
        }

        var (uniform, events) = (Uniform<T>(shape), Tensor<T>.Allocate(shape.Size));
        var (limit, one) = (new Vector<T>(probability), Vector<T>.One);
        var at = 0;
        for (; at <= events.Length - Vector<T>.Count; at += Vector<T>.Count)
            Vector.ConditionalSelect(Vector.LessThan(new Vector<T>(uniform.Span[at..]), limit), one, Vector<T>.Zero).CopyTo(events, at);
        for (; at < events.Length; at++)
            events[at] = uniform.Span[at] < probability ? T.One : T.Zero;
        return Tensor<T>.Freeze(shape, events);
    }

    /// <summary>
    /// A class for each row of logits <c>[..., classes]</c>, drawn with the probabilities of their softmax. A logit of −∞ is never drawn.
    /// </summary>
    /// <exception cref="ArgumentException">There are no classes, or a row has NaN, +∞, or nothing but −∞.</exception>
    /// <example>
    /// <code>
    /// var certain = Tensor.Matrix(new[,] { { 0f, float.NegativeInfinity }, { -1000, 1000 } });
    /// Console.WriteLine(string.Join(", ", Key.Seed(0).Categorical(certain))); // 0, 1
    /// </code>
    /// </example>
    public ImmutableArray<int> Categorical<T>(Tensor<T> logits)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Require.NotNull(logits).Shape is not [.., > 0 and var classes])
            throw new ArgumentException($"expected logits [..., classes], got {logits.Shape}", nameof(logits));
        var words = Words(logits.Shape[..^1].Size);
        var drawn = ImmutableArray.CreateBuilder<int>(words.Length);
        var sums = new double[classes];
        for (var row = 0; row < words.Length; row++)
        {
            var largest = double.NegativeInfinity;
            foreach (var logit in logits.Span.Slice(row * classes, classes))
                largest = double.Max(largest, double.CreateTruncating(logit));
            if (!double.IsFinite(largest))
                throw new ArgumentException(Invariant($"expected logits of which one is finite and none +∞ or NaN, got {NumberFormat.Shortest(largest)} in row {row}"), nameof(logits));
            var sum = 0.0;
            for (var i = 0; i < classes; i++)
                sums[i] = sum += Functions.Exp(double.CreateTruncating(logits.Span[(row * classes) + i]) - largest);
            drawn.Add(Find(sums, words[row]));
        }

        return drawn.MoveToImmutable();
    }

    /// <summary>
    /// This many of the numbers 0, 1, … of the weights, drawn with replacement: each with a probability in proportion to its weight.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are 0 or too large to add.</exception>
    public ImmutableArray<int> WithReplacement(int count, params ReadOnlySpan<double> weights)
    {
        Require.NotNegative(count);
        var (sums, sum) = (new double[weights.Length], 0.0);
        RequireWeights(weights);
        for (var i = 0; i < sums.Length; i++)
            sums[i] = sum += weights[i];
        if (!(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException($"expected weights with a positive, finite sum, got {NumberFormat.Shortest(sum)}", nameof(weights));
        return [.. Words(count).Select(word => Find(sums, word))];
    }

    /// <summary>
    /// This many of the numbers 0, 1, … of the weights, drawn without replacement, one after the other: each with a probability in proportion
    /// to its weight among those that are left. What has a weight of 0 is not drawn.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or more than there are positive weights.</exception>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public ImmutableArray<int> WithoutReplacement(int count, params ReadOnlySpan<double> weights)
    {
        Require.NotNegative(count);
        var positive = weights.Length - weights.Count(0.0);
        return count <= positive ? Permutation(weights)[..count] : throw new ArgumentOutOfRangeException(
            nameof(count), Invariant($"expected at most {positive} draws, one for each positive weight, got {count}"));
    }

    /// <summary>
    /// A permutation of the numbers 0, 1, … of the weights, in which each place is drawn from those that are left, with probabilities in
    /// proportion to the weights. Those of weight 0 come last, in order.
    /// </summary>
    /// <remarks>
    /// Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006: number i is the i-th to ring of clocks whose times are
    /// exponential, with the weights as rates.
    /// </remarks>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public ImmutableArray<int> Permutation(ReadOnlySpan<double> weights)
    {
        RequireWeights(weights);
        double[] rates = [.. weights];
        var times = new double[rates.Length];
        var words = Words(times.Length);
        for (var i = 0; i < times.Length; i++)
            times[i] = rates[i] == 0 ? 0 : -Functions.Log(Interior(words[i])) / rates[i];
        return [.. Enumerable.Range(0, times.Length).OrderBy(i => rates[i] == 0).ThenBy(i => times[i])];
    }

    /// <summary>
    /// Standard normal numbers that are from <paramref name="low"/> to <paramref name="high"/>, as if all others had been drawn again. Either
    /// end may be infinite. In float they are those in double, rounded.
    /// </summary>
    /// <remarks>The quantile of a number that is uniform between the probabilities of the ends, in the tail that has the more digits.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="low"/> is not below <paramref name="high"/>, or the range is beyond ±37.5, where there is nothing to draw.
    /// </exception>
    public Tensor<T> TruncatedNormal<T>(Shape shape, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(shape);
        var (from, to) = (double.CreateTruncating(low), double.CreateTruncating(high));
        if (!(from < to && from < FurthestTail && to > -FurthestTail))
        {
            throw new ArgumentOutOfRangeException(
                nameof(low), $"[{NumberFormat.Shortest(low)}, {NumberFormat.Shortest(high)}] is no range to draw normal numbers from");
        }

        // Near 0 probabilities have more digits than near 1, so the upper tail is drawn as the lower, and turned around.
        var sign = from > 0 ? -1 : 1;
        var (least, most) = sign < 0 ? (-to, -from) : (from, to);
        var (start, end) = (NormalQuantile.Inverse(least), NormalQuantile.Inverse(most));
        var words = Words(shape.Size);
        return Tensor.Generate(shape, i =>
        {
            var probability = double.Min(start + ((end - start) * Interior(words[i])), double.BitDecrement(1));
            return T.Clamp(T.CreateTruncating(sign * NormalQuantile.Of(double.Max(probability, double.Epsilon))), low, high);
        });
    }

    /// <summary>The number whose part of the sums a random word falls into.</summary>
    private static int Find(double[] sums, ulong word)
    {
        var place = UniformDouble.Of(word) * sums[^1];
        // The first sum above the place: one that is equal ends a part, or several of weight 0.
        var (low, high) = (0, sums.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = sums[middle] > place ? (low, middle) : (middle + 1, high);
        }

        // The product may round up to the last sum, whose part may be empty.
        while (low > 0 && sums[low] == sums[low - 1])
            low--;
        return low;
    }

    /// <summary>A number uniform in (0, 1), with neither end: the middle of one of 2⁵² equal parts.</summary>
    private static double Interior(ulong word) => ((word >> 12) + 0.5) * double.ScaleB(1, -52);

    private static void RequireWeights(ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] is not (>= 0 and < double.PositiveInfinity))
                throw new ArgumentException(Invariant($"expected weights of 0 or more, got {NumberFormat.Shortest(weights[i])} for number {i}"), nameof(weights));
        }
    }
}
