using System.Numerics;
using CsCheck;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class FunctionsTestsInSinglePrecision : FunctionsTests<float>
{
    [Fact]
    public void The_bits_are_the_same_on_every_machine() =>
        Assert.Equal(0x81bb47f3, Fingerprint(ExpLogSigmoid, BitConverter.SingleToUInt32Bits));

    [Fact]
    public void The_bits_of_tanh_are_the_same_on_every_machine() =>
        Assert.Equal(0xf54bea96, Fingerprint(x => [Functions.Tanh(x / 16)], BitConverter.SingleToUInt32Bits));
}

public sealed class FunctionsTestsInDoublePrecision : FunctionsTests<double>
{
    [Fact]
    public void The_bits_are_the_same_on_every_machine() =>
        Assert.Equal(0x59d28604280c6ccbul, Fingerprint(ExpLogSigmoid, BitConverter.DoubleToUInt64Bits));

    [Fact]
    public void The_bits_of_tanh_are_the_same_on_every_machine() =>
        Assert.Equal(0x8b133bd1407c8872ul, Fingerprint(x => [Functions.Tanh(x / 16)], BitConverter.DoubleToUInt64Bits));
}

public abstract class FunctionsTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Longest = 40;

    private static bool IsSingle => typeof(T) == typeof(float);

    [Fact]
    public void Exponentials_do_not_depend_on_length_or_position() =>
        DependsOnTheArgumentAlone(default(Exponential<T>), Gen.OneOf(Within(-800, 800), Numbers<T>.Any));

    [Fact]
    public void Logarithms_do_not_depend_on_length_or_position() =>
        DependsOnTheArgumentAlone(default(Logarithm<T>), Numbers<T>.Any);

    [Fact]
    public void Sigmoids_do_not_depend_on_length_or_position() =>
        DependsOnTheArgumentAlone(default(Sigmoid<T>), Gen.OneOf(Within(-100, 100), Numbers<T>.Any));

    [Fact]
    public void Tanhs_do_not_depend_on_length_or_position() =>
        DependsOnTheArgumentAlone(default(HyperbolicTangent<T>), Gen.OneOf(Within(-30, 30), Numbers<T>.Any));

    [Fact]
    public void Exponentials_are_accurate() =>
        IsAccurate(0.95, Functions.Exp, Math.Exp, IsSingle ? Within(-87, 88) : Within(-708, 709));

    [Fact]
    public void Logarithms_are_accurate() =>
        IsAccurate(1.1, Functions.Log, Math.Log, Numbers<T>.Any.Where(x => T.IsFinite(x) && x != T.Zero).Select(T.Abs));

    [Fact]
    public void Logarithms_are_accurate_near_one() =>
        IsAccurate(1.1, Functions.Log, Math.Log, Within(0.5, 2));

    [Fact]
    public void Sigmoids_are_accurate_in_both_tails() =>
        IsAccurate(2.5, Functions.Sigmoid, x => 1 / (1 + Math.Exp(-x)), IsSingle ? Within(-87, 87) : Within(-700, 700));

    [Fact]
    public void Tanhs_are_accurate() =>
        IsAccurate(1.6, Functions.Tanh, Math.Tanh, Within(-25, 25));

    [Fact]
    public void Tanhs_are_accurate_near_zero() =>
        IsAccurate(1.6, Functions.Tanh, Math.Tanh, Gen.OneOf(Within(-1, 1), Numbers<T>.Any.Where(T.IsFinite)));

    [Fact]
    public void Exponentials_of_the_extremes()
    {
        Is(T.One, Functions.Exp(T.Zero), "e⁰");
        Is(T.One, Functions.Exp(T.Epsilon), "eˣ at the smallest subnormal");
        Is(T.PositiveInfinity, Functions.Exp(T.CreateChecked(1000)), "e¹⁰⁰⁰");
        Is(T.Zero, Functions.Exp(T.CreateChecked(-1000)), "e⁻¹⁰⁰⁰");
        Is(T.PositiveInfinity, Functions.Exp(T.PositiveInfinity), "eˣ at ∞");
        Is(T.Zero, Functions.Exp(T.NegativeInfinity), "eˣ at −∞");
        Is(T.NaN, Functions.Exp(T.NaN), "eˣ at NaN");
    }

    [Fact]
    public void Logarithms_of_the_extremes()
    {
        Is(T.Zero, Functions.Log(T.One), "log 1");
        Is(T.NegativeInfinity, Functions.Log(T.Zero), "log 0");
        Is(T.NegativeInfinity, Functions.Log(T.NegativeZero), "log −0");
        Is(T.NaN, Functions.Log(-T.One), "log −1");
        Is(T.PositiveInfinity, Functions.Log(T.PositiveInfinity), "log ∞");
        Is(T.NaN, Functions.Log(T.NegativeInfinity), "log −∞");
        Is(T.NaN, Functions.Log(T.NaN), "log NaN");
    }

    [Fact]
    public void Sigmoids_of_the_extremes()
    {
        Is(T.CreateChecked(0.5), Functions.Sigmoid(T.Zero), "σ(0)");
        Is(T.CreateChecked(0.5), Functions.Sigmoid(-T.Epsilon), "σ at the smallest subnormal");
        Is(T.One, Functions.Sigmoid(T.CreateChecked(1000)), "σ(1000)");
        Is(T.Zero, Functions.Sigmoid(T.CreateChecked(-1000)), "σ(−1000)");
        Is(T.One, Functions.Sigmoid(T.PositiveInfinity), "σ(∞)");
        Is(T.Zero, Functions.Sigmoid(T.NegativeInfinity), "σ(−∞)");
        Is(T.NaN, Functions.Sigmoid(T.NaN), "σ(NaN)");
    }

    [Fact]
    public void Tanhs_of_the_extremes()
    {
        Is(T.Zero, Functions.Tanh(T.Zero), "tanh 0");
        Is(T.NegativeZero, Functions.Tanh(T.NegativeZero), "tanh −0");
        Is(T.Epsilon, Functions.Tanh(T.Epsilon), "tanh at the smallest subnormal");
        Is(-T.Epsilon, Functions.Tanh(-T.Epsilon), "tanh at the negative smallest subnormal");
        Is(T.One, Functions.Tanh(T.CreateChecked(20)), "tanh 20");
        Is(-T.One, Functions.Tanh(T.CreateChecked(-1000)), "tanh −1000");
        Is(T.One, Functions.Tanh(T.PositiveInfinity), "tanh ∞");
        Is(-T.One, Functions.Tanh(T.NegativeInfinity), "tanh −∞");
        Is(T.NaN, Functions.Tanh(T.NaN), "tanh NaN");
    }

    [Fact]
    public void Tanh_is_odd_to_the_bit() =>
        Gen.OneOf(Within(-25, 25), Numbers<T>.Any).ForAll(x => Is(-Functions.Tanh(x), Functions.Tanh(-x), $"tanh of {-x:g17}"), iter: 5000);

    [Fact]
    public void The_result_may_be_the_argument()
    {
        InPlace(default(Exponential<T>));
        InPlace(default(Logarithm<T>));
        InPlace(default(Sigmoid<T>));
        InPlace(default(HyperbolicTangent<T>));
    }

    /// <summary>A Fowler–Noll–Vo hash of the bits of many results.</summary>
    private protected static TBits Fingerprint<TBits>(Func<T, T[]> functions, Func<T, TBits> bits)
        where TBits : IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        var arguments = Key.Seed(42).Uniform([10_000], T.CreateChecked(-80), T.CreateChecked(80)).Data;
        return arguments.SelectMany(functions).Aggregate(
            TBits.Zero, (hash, result) => (hash ^ bits(result)) * TBits.CreateTruncating(0x100000001b3));
    }

    private protected static T[] ExpLogSigmoid(T x) => [Functions.Exp(x), Functions.Log(T.Abs(x)), Functions.Sigmoid(x)];

    private static void InPlace<TOperation>(TOperation operation)
        where TOperation : struct, IUnaryOperation<T>
    {
        var x = Enumerable.Range(-10, 21).Select(T.CreateChecked).ToArray();
        var expected = Array.ConvertAll(x, operation.Apply);
        Elementwise.Map(x, x, operation);
        Exact.Equal<T>(expected, x, typeof(TOperation).Name);
    }

    private static void DependsOnTheArgumentAlone<TOperation>(TOperation operation, Gen<T> arguments)
        where TOperation : struct, IUnaryOperation<T> =>
        arguments.Array[2 * Longest].ForAll(
            x =>
            {
                var expected = Array.ConvertAll(x, operation.Apply);
                var result = new T[Longest];
                for (var length = 1; length <= Longest; length++)
                {
                    for (var start = 0; start < Longest; start++)
                    {
                        Elementwise.Map(x.AsSpan(start, length), result.AsSpan(0, length), operation);
                        Exact.Equal<T>(expected.AsSpan(start, length), result.AsSpan(0, length), $"{length} from {start} on");
                    }
                }
            },
            iter: 10);

    /// <summary>Checks the claimed error in units in the last place; one more in double, where the reference is rounded too.</summary>
    private static void IsAccurate(double claimed, Func<T, T> function, Func<double, double> reference, Gen<T> arguments) =>
        arguments.ForAll(
            x =>
            {
                var (expected, actual) = (reference(double.CreateChecked(x)), function(x));
                var nearest = T.CreateTruncating(expected);
                var spacing = double.CreateChecked(T.BitIncrement(T.Abs(nearest)) - T.Abs(nearest));
                var error = Math.Abs(double.CreateChecked(actual) - expected) / spacing;
                Assert.True(
                    error <= (IsSingle ? claimed : claimed + 1),
                    $"at {x:g17} it is {actual:g17} instead of {expected:g17}: {error:f2} units in the last place");
            },
            iter: 5000);

    private static Gen<T> Within(double low, double high) => Gen.Double[low, high].Select(T.CreateTruncating);

    private static void Is(T expected, T actual, string what) => Exact.Equal(expected, actual, what, 0);
}
