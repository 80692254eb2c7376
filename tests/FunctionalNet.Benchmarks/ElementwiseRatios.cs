using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Environments;
using FunctionalNet.Numerics;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// Elementwise operations and reductions compared with <see cref="TensorPrimitives"/>, or with a copy where that lacks the function: the
/// medians of short rounds, in each of which one is measured right after the other, into arrays that are there already. To be run with
/// <c>DOTNET_TieredCompilation=0</c>: otherwise some functions of the other's are measured before they are optimised, and seem slow.
/// </summary>
internal static class ElementwiseRatios
{
    private const int Largest = 10_000_000;
    private const int Rounds = 15;

    private static readonly ImmutableArray<int> Counts = [1_000, 10_000, 100_000, 1_000_000, Largest];
    private static readonly TimeSpan Recompilation = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ForEachRound = TimeSpan.FromMilliseconds(0.5);

    /// <summary>Prints a Markdown table of times as multiples of the other's, of these operations or of all, and returns the exit code.</summary>
    public static int Print<T>(ImmutableArray<string> names)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Console.WriteLine(HostEnvironmentInfo.GetInformation());
        Console.WriteLine($"| {typeof(T).Name} | beside | {string.Join(" | ", Counts.Select(count => count.ToString("0e0", CultureInfo.InvariantCulture)))} |");
        Console.WriteLine($"|---|---|{string.Concat(Counts.Select(_ => "---:|"))}");
        ImmutableArray<(string Name, Action<int> Theirs, Action<int> Ours, string Other)> comparisons =
            [.. new Comparisons<T>().All.Where(comparison => names.IsEmpty || names.Contains(comparison.Name))];
        LetCompile([.. comparisons.SelectMany(comparison => new[] { comparison.Theirs, comparison.Ours })]);
        foreach (var (name, theirs, ours, other) in comparisons)
        {
            var ratios = Counts.Select(count => Ratio(() => theirs(count), () => ours(count)).ToString("F2", CultureInfo.InvariantCulture));
            Console.WriteLine($"| {name} | {other} | {string.Join(" | ", ratios)} |");
        }

        return 0;
    }

    /// <summary>
    /// Waits for the runtime to recompile hot methods in the background. Our kernels are compiled fully at once, those of others are not. It is
    /// enough for cheap operations only.
    /// </summary>
    private static void LetCompile(ImmutableArray<Action<int>> operations)
    {
        for (var round = 0; round < 6; round++)
        {
            foreach (var operation in operations)
            {
                for (var call = 0; call < 60; call++)
                    operation(Counts[0]);
            }

            Thread.Sleep(Recompilation);
        }
    }

    private static double Ratio(Action theirs, Action ours)
    {
        var ratios = Enumerable.Range(0, Rounds).Select(_ => SecondsOf(theirs) is var one ? SecondsOf(ours) / one : 0).ToList();
        return ratios.Order().ElementAt(Rounds / 2);
    }

    private static double SecondsOf(Action call)
    {
        call();
        var (calls, clock) = (0, Stopwatch.StartNew());
        do
        {
            call();
            calls++;
        }
        while (clock.Elapsed < ForEachRound);

        return clock.Elapsed.TotalSeconds / calls;
    }

    /// <summary>Each operation of ours on the first so many numbers, and what it is compared with.</summary>
    private sealed class Comparisons<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private static readonly T Half = T.CreateChecked(0.5);

        private readonly T[] x = [.. Key.Seed(0).Normal<T>([Largest]).Data];
        private readonly T[] positive = [.. Key.Seed(1).Uniform<T>([Largest]).Data];
        private readonly T[] other = [.. Key.Seed(2).Normal<T>([Largest]).Data];
        private readonly T[] result = new T[Largest];
        private readonly T[] second = new T[Largest];
        private readonly int[] indices = new int[Largest / 10];

        public IEnumerable<(string Name, Action<int> Theirs, Action<int> Ours, string Other)> All =>
        [
            Unary("negate", default(Negate<T>), TensorPrimitives.Negate),
            Unary("abs", default(Absolute<T>), TensorPrimitives.Abs),
            Unary("sqrt", default(SquareRoot<T>), TensorPrimitives.Sqrt, positive),
            Unary("1/sqrt", default(ReciprocalSquareRoot<T>), TensorPrimitives.ReciprocalSqrt, positive),
            Unary("exp", default(Exponential<T>), TensorPrimitives.Exp),
            Unary("log", default(Logarithm<T>), TensorPrimitives.Log, positive),
            Unary("sin", default(Sine<T>), TensorPrimitives.Sin),
            Unary("cos", default(Cosine<T>), TensorPrimitives.Cos),
            Unary("tanh", default(HyperbolicTangent<T>), TensorPrimitives.Tanh),
            Unary("sigmoid", default(Sigmoid<T>), TensorPrimitives.Sigmoid),
            Unary("clip", new Clamp<T>(-Half, Half), (from, to) => TensorPrimitives.Clamp(from, -Half, Half, to)),
            Unary("add a number", new WithSecond<T, Add<T>>(default, Half), (from, to) => TensorPrimitives.Add(from, Half, to)),
            Binary("add", default(Add<T>), TensorPrimitives.Add),
            Binary("subtract", default(Subtract<T>), TensorPrimitives.Subtract),
            Binary("multiply", default(Multiply<T>), TensorPrimitives.Multiply),
            Binary("divide", default(Divide<T>), TensorPrimitives.Divide),
            Binary("maximum", default(Larger<T>), TensorPrimitives.Max),
            Binary("minimum", default(Smaller<T>), TensorPrimitives.Min),
            Binary("power", default(PowerFunction<T>), (a, b, to) => TensorPrimitives.Pow(b, a, to), isSwapped: true),
            Reduction("sum", TensorPrimitives.Sum, Reductions.Sum),
            Reduction("sum of squares", TensorPrimitives.SumOfSquares, Reductions.SumOfSquares),
            Reduction("max", TensorPrimitives.Max, Reductions.Max),
            Reduction("min", TensorPrimitives.Min, numbers => Reductions.Fold(numbers, T.PositiveInfinity, default(Smaller<T>), default(Smaller<T>))),
            Reduction("product", TensorPrimitives.Product, numbers => Reductions.Fold(numbers, T.One, default(Multiply<T>), default(Multiply<T>))),
            Reduction("argmax", numbers => T.CreateChecked(TensorPrimitives.IndexOfMax(numbers)), numbers => T.CreateChecked(Reductions.IndexOfMax(numbers))),
            Copy("sign", default(Signum<T>)),
            Copy("relu", default(Rectify<T>)),
            Copy("leaky relu", new LeakyRectify<T>(Half)),
            Copy("softsign", default(SoftSignum<T>)),
            Copy("erf", default(ErrorFunction<T>)),
            Copy("elu", new ExponentialLinear<T>(T.One, T.One, T.One)),
            Copy("gelu", default(GaussianLinear<T>)),
            Copy("gelu, tanh", default(TanhGaussianLinear<T>)),
            Copy("silu", default(SigmoidLinear<T>)),
            Copy("mish", default(MishFunction<T>)),
            Copy("softplus", default(SoftPositive<T>)),
            // Two arrays are read and one is written, or three and one: as many bytes as one copy and a half, or two.
            ("less", CopyOfThreeHalves, count => Elementwise.Zip(x.AsSpan(0, count), positive, result, default(IsLess<T>)), "1.5 copies"),
            ("where", CopyOfTwice, count => Elementwise.Select<T>(x.AsSpan(0, count), positive, other, result), "2 copies"),
            ("sum over rows of 100", CopyOf, count => Reductions.SumRows<T>(x.AsSpan(0, count), result.AsSpan(0, 100)), "copy"),
            ("sum over rows of 10", CopyOf, count => Reductions.SumRows<T>(x.AsSpan(0, count), result.AsSpan(0, 10)), "copy"),
            ("sum of rows of 100", CopyOf, count => SumOfRows(count, 100), "copy"),
            ("sum of rows of 10", CopyOf, count => SumOfRows(count, 10), "copy"),
            ("argmax of rows of 10", CopyOf, count => ArgMaxOfRows(count, 10), "copy"),
            ("softmax of rows of 10", CopyOf, count => Softmax.Of<T>(x.AsSpan(0, count), 10, result.AsSpan(0, count)), "copy"),
            ("transpose of [n/100, 100]", CopyOf, count => new StridedView(0, [100, count / 100], [1, 100]).Read<T>(x, result.AsSpan(0, count)), "copy"),
        ];

        private void CopyOf(int count) => x.AsSpan(0, count).CopyTo(result);

        private void CopyOfThreeHalves(int count)
        {
            CopyOf(count);
            positive.AsSpan(0, count / 2).CopyTo(second);
        }

        private void CopyOfTwice(int count)
        {
            CopyOf(count);
            positive.AsSpan(0, count).CopyTo(second);
        }

        private void SumOfRows(int count, int length) =>
            Reductions.FoldEach(x.AsSpan(0, count), result.AsSpan(0, count / length), T.Zero, default(Add<T>), default(Add<T>));

        private void ArgMaxOfRows(int count, int length) =>
            Positions.OfRows(x.AsSpan(0, count), indices.AsSpan(0, count / length), T.NegativeInfinity, default(Larger<T>));

        private (string, Action<int>, Action<int>, string) Copy<TOperation>(string name, TOperation operation)
            where TOperation : struct, IUnaryOperation<T> =>
            (name, CopyOf, count => Elementwise.Map(x.AsSpan(0, count), result, operation), "copy");

        private (string, Action<int>, Action<int>, string) Unary<TOperation>(
            string name, TOperation operation, Action<ReadOnlySpan<T>, Span<T>> theirs, T[]? argument = null)
            where TOperation : struct, IUnaryOperation<T> =>
            (name, count => theirs((argument ?? x).AsSpan(0, count), result), count => Elementwise.Map((argument ?? x).AsSpan(0, count), result, operation), "TensorPrimitives");

        private (string, Action<int>, Action<int>, string) Binary<TOperation>(
            string name, TOperation operation, Action<ReadOnlySpan<T>, ReadOnlySpan<T>, Span<T>> theirs, bool isSwapped = false)
            where TOperation : struct, IBinaryOperation<T> => (
                name,
                count => theirs(x.AsSpan(0, count), positive.AsSpan(0, count), result),
                count => Elementwise.Zip((isSwapped ? positive : x).AsSpan(0, count), (isSwapped ? x : positive).AsSpan(0, count), result, operation),
                "TensorPrimitives");

        private (string, Action<int>, Action<int>, string) Reduction(string name, Func<ReadOnlySpan<T>, T> theirs, Func<ReadOnlySpan<T>, T> ours) =>
            (name, count => result[0] = theirs(positive.AsSpan(0, count)), count => result[0] = ours(positive.AsSpan(0, count)), "TensorPrimitives");
    }
}
