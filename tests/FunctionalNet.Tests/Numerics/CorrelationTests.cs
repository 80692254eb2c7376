using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class CorrelationTestsInSinglePrecision : CorrelationTests<float>;

public sealed class CorrelationTestsInDoublePrecision : CorrelationTests<double>;

/// <summary>Correlations and their gradients are the sums that they are defined as, whatever the geometry.</summary>
public abstract class CorrelationTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_geometries(int seed)
    {
        for (var i = 0; i < 60; i++)
            Check(Geometry.Draw(Key.Seed(seed).Fold(i)));
    }

    /// <summary>Windows of 3×3 over many channels are computed another way: tiles of two by two, the last of which may reach beyond the result.</summary>
    [Theory]
    [InlineData(16, 32, 8, 8, 1)]
    [InlineData(32, 17, 7, 10, 1)]
    [InlineData(19, 30, 5, 4, 0)]
    [InlineData(40, 16, 4, 9, 2)]
    public void Windows_of_three_by_three(int inputs, int outputs, int height, int width, int padding)
    {
        WindowAxis Axis(int length) => new(length, length + (2 * padding) - 2, 3, 1, 1, padding, padding);
        var geometry = new Geometry(Key.Seed(7), 3, inputs, outputs, 1, [Axis(height), Axis(width)]);
        Assert.True(geometry.Shape.IsWinograd, $"{geometry} is computed by the sum over the window");
        Check(geometry);
    }

    /// <summary>A batch that goes over threads has the bits of its images one by one, except for the sum over them.</summary>
    [Theory]
    [InlineData(13)]
    [InlineData(37)]
    public void A_batch_has_the_bits_of_its_images(int outputs)
    {
        var axes = ImmutableArray.Create(new WindowAxis(19, 19, 3, 1, 1, 1, 1), new WindowAxis(17, 17, 3, 1, 1, 1, 1));
        var (batch, one) = (CorrelationShape.Of(9, 21, outputs, 1, axes), CorrelationShape.Of(1, 21, outputs, 1, axes));
        var source = Key.Seed(0).Normal<T>([9 * 19 * 17 * 21]).ToArray();
        var weights = Key.Seed(1).Normal<T>([9 * 21 * outputs]).ToArray();
        var (whole, pieces) = (new T[9 * 19 * 17 * outputs], new T[9 * 19 * 17 * outputs]);
        Correlation.Apply<T>(batch, source, weights, areTransposed: false, [], whole);
        for (var i = 0; i < 9; i++)
        {
            Correlation.Apply<T>(
                one, source.AsSpan(i * 19 * 17 * 21, 19 * 17 * 21), weights, areTransposed: false, [], pieces.AsSpan(i * 19 * 17 * outputs, 19 * 17 * outputs));
        }

        Assert.Equal(pieces, whole);
    }

    private static void Check(Geometry geometry)
    {
        Check(geometry, "result", geometry.Result, geometry.Computed);
        Check(geometry, "gradient of the source", geometry.SourceGradient, geometry.ComputedSourceGradient);
        Check(geometry, "gradient of the weights", geometry.WeightGradient, geometry.ComputedWeightGradient);
    }

    private static void Check(Geometry geometry, string what, double[] expected, T[] actual)
    {
        // A sum of a few hundred products of numbers of about 1.
        var tolerance = typeof(T) == typeof(float) ? 1e-4 : 1e-12;
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var got = double.CreateChecked(actual[i]);
            Assert.True(Math.Abs(got - expected[i]) <= tolerance, Invariant($"{what} of {geometry}: element {i}: expected {expected[i]:g9}, got {got:g9}"));
        }
    }

    private sealed class Geometry
    {
        private readonly int batch;
        private readonly int inputs;
        private readonly int outputs;
        private readonly int groups;
        private readonly ImmutableArray<WindowAxis> axes;
        private readonly T[] source;
        private readonly T[] weights;
        private readonly T[] bias;
        private readonly T[] gradient;

        public Geometry(Key key, int batch, int inputs, int outputs, int groups, ImmutableArray<WindowAxis> axes)
        {
            (this.batch, this.inputs, this.outputs, this.groups, this.axes) = (batch, inputs, outputs, groups, axes);
            source = key.Fold(100).Normal<T>([axes.Aggregate(batch * inputs, (size, axis) => size * axis.Input)]).ToArray();
            weights = key.Fold(101).Normal<T>([axes.Aggregate(inputs / groups * outputs, (size, axis) => size * axis.Taps)]).ToArray();
            bias = key.Fold(102).Normal<T>([outputs]).ToArray();
            gradient = key.Fold(103).Normal<T>([axes.Aggregate(batch * outputs, (size, axis) => size * axis.Output)]).ToArray();
            Result = [.. Enumerable.Range(0, gradient.Length).Select(i => double.CreateChecked(bias[i % outputs]))];
            SourceGradient = new double[source.Length];
            WeightGradient = new double[weights.Length];
            Sum();
        }

        public double[] Result { get; }

        public double[] SourceGradient { get; }

        public double[] WeightGradient { get; }

        public T[] Computed
        {
            get
            {
                var result = new T[Result.Length];
                Correlation.Apply<T>(Shape, source, weights, areTransposed: false, bias, result);
                return result;
            }
        }

        public T[] ComputedSourceGradient
        {
            get
            {
                // What is not written stays visible.
                var result = Enumerable.Repeat(T.CreateChecked(1000), source.Length).ToArray();
                foreach (var part in Shape.Transposed())
                    Correlation.Apply<T>(part, gradient, weights, areTransposed: true, [], result);
                return result;
            }
        }

        public T[] ComputedWeightGradient
        {
            get
            {
                var result = new T[weights.Length];
                CorrelationGradient.Of<T>(Shape, source, gradient, result);
                return result;
            }
        }

        public CorrelationShape Shape => CorrelationShape.Of(batch, inputs, outputs, groups, axes);

        public static Geometry Draw(Key key)
        {
            var groups = One(key, 0, 1, 4);
            var isDepthwise = One(key, 1, 0, 3) == 0;
            var inputs = isDepthwise ? groups * 5 : groups * One(key, 2, 1, 7);
            var outputs = isDepthwise ? inputs : groups * One(key, 3, 1, 36);
            var axes = Enumerable.Range(0, One(key, 4, 1, 4)).Select(axis => DrawAxis(key.Fold(10 + axis))).ToImmutableArray();
            return new(key, One(key, 5, 1, 4), inputs, outputs, isDepthwise ? inputs : groups, axes);
        }

        public override string ToString() =>
            $"batch {batch}, {inputs} to {outputs} channels, {groups} groups, {string.Join(", ", axes)}";

        private static WindowAxis DrawAxis(Key key)
        {
            var (taps, stride, dilation, before, after) =
                (One(key, 0, 1, 5), One(key, 1, 1, 4), One(key, 2, 1, 4), One(key, 3, 0, 4), One(key, 4, 0, 4));
            var reach = ((taps - 1) * dilation) + 1;
            var input = One(key, 5, int.Max(1, reach - before - after), 9);
            return new(input, ((input + before + after - reach) / stride) + 1, taps, stride, dilation, before, after);
        }

        private static int One(Key key, int part, int from, int to) => from >= to ? from : from + key.Fold(part).Integers(1, to - from)[0];

        private void Sum()
        {
            foreach (var (output, window) in from image in Enumerable.Range(0, batch) from o in Positions(axis => axis.Output) from t in Positions(axis => axis.Taps) select ((image, o), t))
            {
                var at = axes.Select((axis, i) => (output.o[i] * axis.Stride) - axis.Before + (window[i] * axis.Dilation)).ToArray();
                if (at.Where((place, i) => place < 0 || place >= axes[i].Input).Any())
                    continue;
                var (x, y, w) = (Flat(output.image, at, axis => axis.Input) * inputs, Flat(output.image, output.o, axis => axis.Output) * outputs, Flat(0, window, axis => axis.Taps));
                for (var n = 0; n < outputs; n++)
                {
                    for (var c = 0; c < inputs / groups; c++)
                        Add(x + (n / (outputs / groups) * (inputs / groups)) + c, y + n, (((w * (inputs / groups)) + c) * outputs) + n);
                }
            }
        }

        private void Add(int x, int y, int w)
        {
            var (xs, dy, ws) = (double.CreateChecked(source[x]), double.CreateChecked(gradient[y]), double.CreateChecked(weights[w]));
            Result[y] += xs * ws;
            SourceGradient[x] += dy * ws;
            WeightGradient[w] += xs * dy;
        }

        private IEnumerable<int[]> Positions(Func<WindowAxis, int> length) => axes.Aggregate(
            Enumerable.Repeat(Array.Empty<int>(), 1), (all, axis) => all.SelectMany(at => Enumerable.Range(0, length(axis)).Select(i => (int[])[.. at, i])));

        private int Flat(int image, int[] at, Func<WindowAxis, int> length) => at.Select((place, i) => (place, i)).Aggregate(
            image, (flat, next) => (flat * length(axes[next.i])) + next.place);
    }
}
