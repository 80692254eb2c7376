using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class GuardedMemoryTestsInSinglePrecision : GuardedMemoryTests<float>;

public sealed class GuardedMemoryTestsInDoublePrecision : GuardedMemoryTests<double>;

/// <summary>Kernels do not read or write beyond their spans, which end at a guard page.</summary>
public abstract class GuardedMemoryTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<int> Columns => [.. Enumerable.Range(1, 50)];

    [Theory]
    [MemberData(nameof(Columns))]
    public void Products_touch_nothing_beyond_their_matrices(int columns)
    {
        foreach (var (rows, depth) in GuardedMemory.IsSupported ? (ReadOnlySpan<(int, int)>)[(1, 1), (1, 9), (7, 5), (13, 33)] : [])
        {
            var (left, right) = (Key.Seed(1).Normal<T>([rows, depth]), Key.Seed(2).Normal<T>([depth, columns]));
            var expected = Naive.Product(left, right).Span;
            using var a = GuardedMemory.Of(left.Span);
            using var b = GuardedMemory.Of(right.Span);
            using var transposedA = GuardedMemory.Of(left.Transpose().Span);
            using var transposedB = GuardedMemory.Of(right.Transpose().Span);
            using var c = GuardedMemory.Of<T>(new T[rows * columns]);
            var x = new MatrixView<T>(a.Span<T>(), rows, depth);
            var y = new MatrixView<T>(b.Span<T>(), depth, columns);
            MatrixProduct.Multiply(x, y, c.Span<T>());
            Exact.Equal(expected, c.Span<T>(), $"[{rows}, {depth}] · [{depth}, {columns}]");
            MatrixProduct.Multiply(new MatrixView<T>(transposedA.Span<T>(), depth, rows).Transposed, y, c.Span<T>());
            Exact.Equal(expected, c.Span<T>(), $"[{rows}, {depth}] · [{depth}, {columns}], the left transposed");
            MatrixProduct.Multiply(x, new MatrixView<T>(transposedB.Span<T>(), columns, depth).Transposed, c.Span<T>());
            Exact.Equal(expected, c.Span<T>(), $"[{rows}, {depth}] · [{depth}, {columns}], the right transposed");
        }
    }

    [Fact]
    public void Gathering_touches_nothing_beyond_the_rows()
    {
        for (var length = 1; GuardedMemory.IsSupported && length <= 70; length++)
        {
            using var from = GuardedMemory.Of(Key.Seed(length).Normal<T>([3 * length]).Span);
            using var to = GuardedMemory.Of<T>(new T[2 * length]);
            Gather.Rows(from.Span<T>(), length, [2, 2], to.Span<T>());
            Exact.Equal(from.Span<T>()[(2 * length)..], to.Span<T>()[length..], $"rows of {length}");
        }
    }

    [Fact]
    public void Elementwise_functions_and_sums_touch_nothing_beyond_their_vectors()
    {
        for (var length = 1; GuardedMemory.IsSupported && length <= 70; length++)
        {
            using var x = GuardedMemory.Of(Key.Seed(length).Normal<T>([length]).Span);
            using var result = GuardedMemory.Of<T>(new T[length]);
            Elementwise.Map(x.Span<T>(), result.Span<T>(), default(Exponential<T>));
            Exact.Equal(Functions.Exp(x.Span<T>()[^1]), result.Span<T>()[^1], "exponential", length);
            Elementwise.Zip(x.Span<T>(), x.Span<T>(), result.Span<T>(), default(Add<T>));
            Exact.Equal(x.Span<T>()[^1] + x.Span<T>()[^1], result.Span<T>()[^1], "sum", length);
            Exact.Equal(Reductions.Sum<T>(x.Span<T>().ToArray()), Reductions.Sum<T>(x.Span<T>()), "sum", length);
        }
    }

    [Fact]
    public void Adaptive_steps_touch_nothing_behind_their_vectors_and_have_the_bits_of_scalars()
    {
        var (kept, small) = ((T.CreateChecked(0.75), T.CreateChecked(0.3)), T.CreateChecked(1e-3));
        var (adam, root) = (new AdamStep<T>(small, kept, kept, kept.Item2, small), new RootStep<T>(small, kept, small));
        for (var length = 1; GuardedMemory.IsSupported && length <= 40; length++)
        {
            using var x = GuardedMemory.Of(Key.Seed(length).Normal<T>([length]).Span);
            using var m = GuardedMemory.Of(Key.Seed(length + 1).Normal<T>([length]).Span);
            using var v = GuardedMemory.Of(Key.Seed(length + 2).Uniform<T>([length]).Span);
            using var nextM = GuardedMemory.Of<T>(new T[length]);
            using var nextV = GuardedMemory.Of<T>(new T[length]);
            using var update = GuardedMemory.Of<T>(new T[length]);
            adam.Run(x.Span<T>(), m.Span<T>(), v.Span<T>(), nextM.Span<T>(), nextV.Span<T>(), update.Span<T>());
            var (oneM, oneV, one) = (new T[1], new T[1], new T[1]);
            for (var i = 0; i < length; i++)
            {
                adam.Run(x.Span<T>().Slice(i, 1), m.Span<T>().Slice(i, 1), v.Span<T>().Slice(i, 1), oneM, oneV, one);
                Exact.Equal<T>([oneM[0], oneV[0], one[0]], [nextM.Span<T>()[i], nextV.Span<T>()[i], update.Span<T>()[i]], $"Adam's step of {length}");
            }

            root.Run(x.Span<T>(), v.Span<T>(), nextV.Span<T>(), update.Span<T>());
            for (var i = 0; i < length; i++)
            {
                root.Run(x.Span<T>().Slice(i, 1), v.Span<T>().Slice(i, 1), oneV, one);
                Exact.Equal<T>([oneV[0], one[0]], [nextV.Span<T>()[i], update.Span<T>()[i]], $"a step by the root of {length}");
            }
        }
    }

    [Fact]
    public void Normalizations_touch_nothing_beyond_their_matrices()
    {
        const int rows = 5;
        for (var columns = 1; GuardedMemory.IsSupported && columns <= 70; columns++)
        {
            T[] x = [.. Key.Seed(columns).Normal<T>([rows * columns]).Data], dy = [.. Key.Seed(columns + 1).Normal<T>([rows * columns]).Data];
            using var guardedX = GuardedMemory.Of<T>(x);
            using var guardedGradient = GuardedMemory.Of<T>(dy);
            using var result = GuardedMemory.Of<T>(new T[rows * columns]);
            foreach (var normalize in new Normalize[] { ByColumns, ByRows, BySamples })
            {
                var expected = new T[rows * columns];
                normalize(x, dy, columns, expected);
                normalize(guardedX.Span<T>(), guardedGradient.Span<T>(), columns, result.Span<T>());
                Exact.Equal<T>(expected, result.Span<T>(), $"{normalize.Method.Name} of {columns}");
            }
        }
    }

    [Fact]
    public void Random_zeros_touch_nothing_beyond_their_vectors()
    {
        for (var length = 1; GuardedMemory.IsSupported && length <= 70; length++)
        {
            using var x = GuardedMemory.Of(Key.Seed(length).Normal<T>([length]).Span);
            using var result = GuardedMemory.Of<T>(new T[length]);
            var expected = new T[length];
            new Dropping<T>((1, 2), 0.5).Run(x.Span<T>(), result.Span<T>());
            new Dropping<T>((1, 2), 0.5).Run(x.Span<T>().ToArray(), expected);
            Exact.Equal<T>(expected, result.Span<T>(), $"{length}");
        }
    }

    private delegate void Normalize(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, int columns, Span<T> gradient);

    private static void ByColumns(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, int columns, Span<T> gradient)
    {
        T[] bias = new T[columns], gain = new T[columns];
        var normalization = ColumnNormalization<T>.Of(x, columns, group: 1, T.CreateChecked(1e-3));
        normalization.Normalize(x, [], [], gradient);
        normalization.Sum(x, dy, bias, gain);
        normalization.Gradient(x, dy, [], bias, gain, gradient);
    }

    private static void ByRows(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, int columns, Span<T> gradient)
    {
        var normalization = RowNormalization<T>.Normalize(x, columns, columns, isCentred: true, T.CreateChecked(1e-3), [], [], gradient);
        _ = normalization.Sums(x, dy);
        normalization.Gradient(x, dy, [], gradient);
    }

    private static void BySamples(ReadOnlySpan<T> x, ReadOnlySpan<T> dy, int columns, Span<T> gradient)
    {
        var normalization = SampleNormalization<T>.Normalize(x, samples: 1, columns, group: 1, T.CreateChecked(1e-3), [], [], gradient);
        normalization.Gradient(x, dy, [], normalization.SumsOfEach(x, dy), gradient);
    }
}
