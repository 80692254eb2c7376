using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class PoolingTestsInSinglePrecision : PoolingTests<float>;

public sealed class PoolingTestsInDoublePrecision : PoolingTests<double>;

/// <summary>Pooling has the bits of the same sums one number after the other, whatever the channels, and on all threads.</summary>
public abstract class PoolingTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Fewer channels than a vector has numbers, as many, more; even windows that tile, overlapping ones, and large ones.</summary>
    public static TheoryData<int, int, int, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, int, int>();
            foreach (var channels in new[] { 1, 2, 3, 5, 8, 9, 16, 17, 31, 33 })
            {
                cases.Add(channels, 2, 2, 1, 0);
                cases.Add(channels, 3, 2, 1, 1);
                cases.Add(channels, 2, 3, 2, 1);
                cases.Add(channels, 5, 1, 1, 2);
                cases.Add(channels, 1, 2, 1, 0);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_window_is_taken_in_order(int channels, int window, int stride, int dilation, int padding)
    {
        var images = new Images(3, [Axis(8, window, stride, dilation, padding), Axis(6, window, stride, dilation, padding)], channels);
        images.AssertAll(Key.Seed(channels));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void Three_axes_are_taken_in_order(int channels) => new Images(
        2, [Axis(5, 3, 2, 1, 1), Axis(4, 2, 2, 1, 0), Axis(6, 3, 1, 2, 2)], channels).AssertAll(Key.Seed(channels));

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    public void Threads_share_large_images(int channels) => new Images(
        37, [Axis(40, 2, 2, 1, 0), Axis(60, 2, 2, 1, 0)], channels).AssertAll(Key.Seed(channels));

    private static PooledAxis Axis(int length, int window, int stride, int dilation, int padding)
    {
        var outputs = ((length + (2 * padding) - (dilation * (window - 1)) - 1) / stride) + 1;
        return PooledAxis.Of(new(length, outputs, window, stride, dilation, padding, padding));
    }

    private sealed record Images(int Batch, PooledAxis[] Axes, int Channels)
    {
        private int InputSize => Axes.Aggregate(Batch * Channels, (size, axis) => size * axis.Input);

        private int OutputSize => Axes.Aggregate(Batch * Channels, (size, axis) => size * axis.Parts.Length);

        public void AssertAll(Key key)
        {
            // Of few values, so that there are equals.
            var x = key.Fold(0).Integers(InputSize, 25).Select(i => T.CreateChecked(i - 12) / T.CreateChecked(7)).ToArray();
            x[InputSize / 2] = T.NaN;
            var dy = key.Fold(1).Normal<T>([OutputSize]).ToArray();
            var (max, maxGradient, mean, meanGradient) = (new T[OutputSize], new T[InputSize], new T[OutputSize], new T[InputSize]);
            var pooling = Pooling.Along(Batch, Axes, Channels);
            pooling.Max<T>(x, max);
            pooling.MaxGradient<T>(x, max, dy, maxGradient);
            pooling.Mean<T>(x, mean);
            pooling.MeanGradient<T>(dy, meanGradient);
            var (wantedMaxGradient, wantedMeanGradient) = (new T[InputSize], new T[InputSize]);
            for (var output = 0; output < OutputSize; output++)
            {
                var window = Window(output);
                var largest = window.Any(place => T.IsNaN(x[place])) ? T.NaN : window.Max(place => x[place]);
                Assert.Equal(largest, max[output]);
                wantedMaxGradient[window.First(place => T.IsNaN(largest) ? T.IsNaN(x[place]) : x[place] == largest)] += dy[output];
                var length = T.CreateChecked(window.Count);
                Assert.Equal(window.Skip(1).Aggregate(x[window[0]], (sum, place) => sum + x[place]) / length, mean[output]);
                foreach (var place in window)
                    wantedMeanGradient[place] += dy[output] / length;
            }

            Assert.Equal(wantedMaxGradient, maxGradient);
            Assert.Equal(wantedMeanGradient, meanGradient);
        }

        /// <summary>The places in the input that an output takes, in order.</summary>
        private List<int> Window(int output)
        {
            var (rest, channel) = int.DivRem(output, Channels);
            var index = new int[Axes.Length];
            for (var axis = Axes.Length - 1; axis >= 0; axis--)
                (rest, index[axis]) = int.DivRem(rest, Axes[axis].Parts.Length);
            List<int> places = [rest];
            for (var axis = 0; axis < Axes.Length; axis++)
            {
                var (part, along) = (Axes[axis].Parts[index[axis]], Axes[axis]);
                places = [.. from place in places from i in Enumerable.Range(0, part.Count) select (place * along.Input) + part.First + (i * along.Step)];
            }

            return [.. places.Select(place => (place * Channels) + channel)];
        }
    }
}
