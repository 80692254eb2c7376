using System.Numerics;
using CsCheck;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class ElementwiseTestsInSinglePrecision : ElementwiseTests<float>;

public sealed class ElementwiseTestsInDoublePrecision : ElementwiseTests<double>;

public abstract class ElementwiseTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Factor = T.CreateTruncating(0.3);

    private static readonly Check[] Checks =
    [
        Binary(default(Add<T>)),
        Binary(default(Subtract<T>)),
        Binary(default(Multiply<T>)),
        Binary(default(Divide<T>)),
        Binary(default(RectifiedGradient<T>)),
        Binary(default(SigmoidGradient<T>)),
        Binary(default(TanhGradient<T>)),
        Binary(new AddScaled<T>(Factor)),
        Binary(new WeightedSum<T>(Factor, Factor)),
        Binary(new Interpolate<T>(Factor)),
        Binary(new AddScaledSquare<T>(Factor, Factor)),
        Binary(new QuotientOfRoot<T>(Factor, Factor)),
        Binary(default(AddSquare<T>)),
        Binary(default(Keep<T>)),
        Binary(new Flip<T, Subtract<T>>(default)),
        Unary(new WithSecond<T, Subtract<T>>(default, Factor)),
        Unary(default(Negate<T>)),
        Unary(default(Rectify<T>)),
        Unary(default(Sigmoid<T>)),
        Unary(default(HyperbolicTangent<T>)),
        Unary(default(Exponential<T>)),
        Unary(default(Logarithm<T>)),
        Unary(default(Cosine<T>)),
        Unary(default(Sine<T>)),
        Unary(new ScaleAndClip<T>(Factor, Factor)),
        Unary(default(ErrorFunction<T>)),
        Unary(default(Absolute<T>)),
        Unary(default(Signum<T>)),
        Unary(default(SquareRoot<T>)),
        Unary(default(ReciprocalSquareRoot<T>)),
        Unary(new InverseDeviation<T>(Factor)),
        Unary(new Clamp<T>(-Factor, Factor)),
        Unary(new LeakyRectify<T>(Factor)),
        Unary(new Thresholded<T>(Factor)),
        Unary(new ExponentialLinear<T>(Factor, Factor, Factor)),
        Unary(default(SigmoidLinear<T>)),
        Unary(default(SoftPositive<T>)),
        Unary(default(MishFunction<T>)),
        Unary(default(SoftSignum<T>)),
        Unary(default(GaussianLinear<T>)),
        Unary(default(TanhGaussianLinear<T>)),
        Binary(default(PowerFunction<T>)),
        Binary(default(Larger<T>)),
        Binary(default(Smaller<T>)),
        Binary(default(IsLess<T>)),
        Binary(default(IsLessOrEqual<T>)),
        Binary(default(IsEqual<T>)),
        Binary(default(Masked<T>)),
        Binary(new LeakyGradient<T>(Factor)),
        Binary(new ThresholdedGradient<T>(Factor)),
        Binary(new ExponentialLinearGradient<T>(Factor, Factor, Factor)),
        Binary(default(SigmoidLinearGradient<T>)),
        Binary(default(MishGradient<T>)),
        Binary(default(SoftSignumGradient<T>)),
        Binary(default(GaussianLinearGradient<T>)),
        Binary(default(TanhGaussianLinearGradient<T>)),
    ];

    /// <summary>An operation, and its expected value for two arguments that are long enough.</summary>
    private sealed record Check(Type Operation, Action<T[], T[]> Holds);

    [Fact]
    public void A_vector_of_any_length_has_the_bits_of_scalars_at_every_position() =>
        Gen.Select(Numbers<T>.Any.Array[41], Numbers<T>.Any.Array[41]).ForAll(
            arguments =>
            {
                foreach (var check in Checks)
                    check.Holds(arguments.Item1, arguments.Item2);
            },
            iter: 50);

    [Fact]
    public void No_operation_is_left_unchecked()
    {
        var operations = typeof(Elementwise).Assembly.GetTypes().Where(type => type.IsValueType && type.GetInterfaces()
            .Any(kind => kind.IsGenericType && kind.Name is nameof(IUnaryOperation<>) + "`1" or nameof(IBinaryOperation<>) + "`1"));
        var @checked = Checks.Select(check => check.Operation.GetGenericTypeDefinition());
        Assert.Equal([], operations.Except(@checked).Select(type => type.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void More_numbers_than_a_cache_holds_have_the_bits_of_few_wherever_they_begin(int start)
    {
        const int Length = (4 << 20) + 21;
        var x = Key.Seed(start).Normal<T>([Length + 8]).Data.ToArray();
        var (ours, expected) = (new T[Length + 8], new T[Length + 8]);
        for (var i = 0; i < Length; i += 1000)
        {
            var part = int.Min(1000, Length - i);
            Elementwise.Zip(x.AsSpan(i + start, part), x.AsSpan(i, part), expected.AsSpan(i + start, part), default(Subtract<T>));
            Elementwise.Map(expected.AsSpan(i + start, part), expected.AsSpan(i + start, part), default(Absolute<T>));
        }

        Elementwise.Zip(x.AsSpan(start, Length), x, ours.AsSpan(start), default(Subtract<T>));
        Elementwise.Map(ours.AsSpan(start, Length), ours.AsSpan(start), default(Absolute<T>));
        Exact.Equal<T>(expected, ours, $"{Length} from {start} on");
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 10)]
    [InlineData(130, 10)]
    [InlineData(21, 50)]
    [InlineData(3, 512)]
    [InlineData(3, 600)]
    public void Rows_with_the_same_row_have_the_bits_of_each_with_it(int rows, int length) =>
        Gen.Select(Numbers<T>.Any.Array[rows * length], Numbers<T>.Any.Array[length]).ForAll(
            drawn =>
            {
                var (x, row) = drawn;
                var expected = new T[x.Length];
                for (var i = 0; i < x.Length; i += length)
                    Elementwise.Zip(x.AsSpan(i, length), row, expected.AsSpan(i, length), default(Subtract<T>));
                Elementwise.ZipRows(x, row, x, default(Subtract<T>));
                Exact.Equal<T>(expected, x, $"{rows} rows of {length}");
            },
            iter: 20);

    [Fact]
    public void Rectifying_gives_zero_for_minus_zero_and_NaN_for_NaN()
    {
        T[] x = [-T.One, T.NegativeZero, T.One, T.NaN, T.NegativeInfinity, T.PositiveInfinity];
        var result = new T[x.Length];
        Elementwise.Map(x, result, default(Rectify<T>));
        Exact.Equal<T>([T.Zero, T.Zero, T.One, T.NaN, T.Zero, T.PositiveInfinity], result, "rectified");
    }

    [Fact]
    public void A_scaled_sum_is_rounded_once() =>
        Gen.Select(Numbers<T>.Ordinary, Numbers<T>.Ordinary).ForAll(drawn =>
        {
            var (x, y) = drawn;
            Exact.Equal(T.FusedMultiplyAdd(Factor, y, x), new AddScaled<T>(Factor).Apply(x, y), "x + factor · y", 0);
        });

    [Fact]
    public void Spans_that_are_too_short_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementwise.Map(new T[3], new T[2], default(Negate<T>)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementwise.Zip(new T[3], new T[2], new T[3], default(Add<T>)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Elementwise.Zip(new T[3], new T[3], new T[2], default(Add<T>)));
    }

    private static Check Unary<TOperation>(TOperation operation)
        where TOperation : struct, IUnaryOperation<T> => new(typeof(TOperation), (x, _) =>
        {
            for (var length = 0; length < x.Length; length++)
            {
                var expected = x[..length].Select(operation.Apply).Append(x[length]).ToArray();
                var inPlace = x[..(length + 1)];
                Elementwise.Map(x.AsSpan(0, length), inPlace, operation);
                Exact.Equal<T>(expected, inPlace, $"{typeof(TOperation).Name} of {length}");
            }
        });

    private static Check Binary<TOperation>(TOperation operation)
        where TOperation : struct, IBinaryOperation<T> => new(typeof(TOperation), (x, y) =>
        {
            for (var length = 0; length < x.Length; length++)
            {
                var expected = Enumerable.Range(0, length).Select(i => operation.Apply(x[i], y[i])).ToArray();
                var (ontoX, ontoY) = (x[..(length + 1)], y[..(length + 1)]);
                Elementwise.Zip(ontoX.AsSpan(0, length), y, ontoX, operation);
                Exact.Equal<T>([.. expected, x[length]], ontoX, $"{typeof(TOperation).Name} of {length} onto the first");
                Elementwise.Zip(x.AsSpan(0, length), ontoY, ontoY, operation);
                Exact.Equal<T>([.. expected, y[length]], ontoY, $"{typeof(TOperation).Name} of {length} onto the second");
            }
        });
}
