using System.Numerics;

namespace FunctionalNet.Numerics;

/// <summary>A <see cref="ColumnNormalization{T}"/> of each of some samples, <c>[samples, rows, columns]</c>, by its own statistics. Threads share the samples.</summary>
internal sealed class SampleNormalization<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ColumnNormalization<T>[] ofSamples;
    private readonly int columns;

    private SampleNormalization(int samples, int columns) => (ofSamples, this.columns) = (new ColumnNormalization<T>[samples], columns);

    /// <summary>What is done with a sample, its number given.</summary>
    private delegate void Sample(int index, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result);

    /// <summary>Fills the result with the normalized samples. Statistics are those of groups of so many columns.</summary>
    public static SampleNormalization<T> Normalize(
        ReadOnlySpan<T> x, int samples, int columns, int group, T epsilon, ReadOnlySpan<T> gain, ReadOnlySpan<T> bias, Span<T> result)
    {
        var own = new SampleNormalization<T>(samples, columns);
        var (gains, biases) = (gain.ToArray(), bias.ToArray());
        own.Each(x, x, result, (index, x, _, to) =>
        {
            own.ofSamples[index] = ColumnNormalization<T>.Of(x, columns, group, epsilon);
            own.ofSamples[index].Normalize(x, gains, biases, to);
        });
        return own;
    }

    /// <summary>The sums over each sample that the gradients of bias and gain are made of: <c>[samples, columns]</c>.</summary>
    public (T[] Bias, T[] Gain) SumsOfEach(ReadOnlySpan<T> x, ReadOnlySpan<T> dy)
    {
        var (bias, gain) = (new T[ofSamples.Length * columns], new T[ofSamples.Length * columns]);
        Each(x, dy, [], (index, x, dy, _) => ofSamples[index].Sum(x, dy, bias.AsSpan(index * columns, columns), gain.AsSpan(index * columns, columns)));
        return (bias, gain);
    }

    /// <summary>The gradient of the samples, from the sums over each.</summary>
    public void Gradient(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, ReadOnlySpan<T> gain, (T[] Bias, T[] Gain) sums, Span<T> result)
    {
        var gains = gain.ToArray();
        Each(x, dy, result, (index, x, dy, to) => ofSamples[index].Gradient(
            x, dy, gains, sums.Bias.AsSpan(index * columns, columns), sums.Gain.AsSpan(index * columns, columns), to));
    }

    private unsafe void Each(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> result, Sample work)
    {
        var size = ofSamples.Length == 0 ? 0 : x.Length / ofSamples.Length;
        fixed (T* pinned = x, pinnedY = y, pinnedResult = result)
        {
            var (from, fromY, to, resultSize) = ((nint)pinned, (nint)pinnedY, (nint)pinnedResult, result.IsEmpty ? 0 : size);
            if (Elementwise.IsWorthThreads<T>(x.Length) && ofSamples.Length > 1)
                Workers.Run(ofSamples.Length, 1, Some);
            else
                Some(0, ofSamples.Length);

            void Some(nint start, nint count)
            {
                for (var index = start; index < start + count; index++)
                {
                    work(
                        (int)index, new((T*)from + (index * size), size), new((T*)fromY + (index * size), size), new((T*)to + (index * resultSize), resultSize));
                }
            }
        }
    }
}
