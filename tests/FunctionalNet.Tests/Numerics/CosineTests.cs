using System.Numerics;
using CsCheck;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class CosineTestsInSinglePrecision : CosineTests<float>
{
    [Fact]
    public void The_bits_are_the_same_on_every_machine() => Assert.Equal(2371476630u, Fingerprint(BitConverter.SingleToUInt32Bits));
}

public sealed class CosineTestsInDoublePrecision : CosineTests<double>
{
    [Fact]
    public void The_bits_are_the_same_on_every_machine() => Assert.Equal(15526017137440636229ul, Fingerprint(BitConverter.DoubleToUInt64Bits));
}

/// <summary>Cosine and sine, against a reference of 200 binary places.</summary>
public abstract class CosineTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // In single precision the double's result is rounded once more.
    private static readonly double Claimed = typeof(T) == typeof(float) ? 2 : 1.5;

    private static readonly Gen<T> Angles = Gen.OneOf(
        Gen.Double[-1, 1], Gen.Double[-10, 10], Gen.Double[-1e5, 1e5], Gen.Double[-1048576, 1048576], Gen.Int[-660_000, 660_000].Select(n => n * (Math.PI / 2)))
        .Select(T.CreateTruncating);

    [Fact]
    public void Cosines_are_accurate() => IsAccurate(Functions.Cos, Reference.Cos);

    [Fact]
    public void Sines_are_accurate() => IsAccurate(Functions.Sin, Reference.Sin);

    [Fact]
    public void They_are_even_and_odd_to_the_bit() => Angles.ForAll(
        x =>
        {
            Exact.Equal(Functions.Cos(x), Functions.Cos(-x), Invariant($"cos of {-x:g17}"), 0);
            Exact.Equal(-Functions.Sin(x), Functions.Sin(-x), Invariant($"sin of {-x:g17}"), 0);
        },
        iter: 2000);

    [Fact]
    public void They_do_not_depend_on_length_or_position()
    {
        var x = Enumerable.Range(0, 40).Select(i => T.CreateChecked((i * 12345.678) - 1e5)).ToArray();
        for (var start = 0; start < x.Length; start++)
        {
            var (cosines, sines) = (new T[x.Length - start], new T[x.Length - start]);
            Functions.Cos<T>(x.AsSpan(start), cosines);
            Functions.Sin<T>(x.AsSpan(start), sines);
            Exact.Equal<T>(Array.ConvertAll(x[start..], Functions.Cos), cosines, "cosines");
            Exact.Equal<T>(Array.ConvertAll(x[start..], Functions.Sin), sines, "sines");
        }
    }

    [Fact]
    public void At_the_extremes()
    {
        Exact.Equal(T.One, Functions.Cos(T.Zero), "cos 0", 0);
        Exact.Equal(T.One, Functions.Cos(T.NegativeZero), "cos −0", 0);
        Exact.Equal(T.Zero, Functions.Sin(T.Zero), "sin 0", 0);
        Exact.Equal(T.NegativeZero, Functions.Sin(T.NegativeZero), "sin −0", 0);
        Exact.Equal(T.Epsilon, Functions.Sin(T.Epsilon), "sin at the smallest subnormal", 0);
        Assert.All(
            new[] { T.NaN, T.PositiveInfinity, T.NegativeInfinity, T.CreateChecked(1048577), T.CreateChecked(-1e30) },
            x => Assert.True(T.IsNaN(Functions.Cos(x)) && T.IsNaN(Functions.Sin(x)), Invariant($"at {x:g17}")));
        Assert.False(T.IsNaN(Functions.Cos(T.CreateChecked(1048576))));
    }

    [Fact]
    public void Powers_are_products()
    {
        var (three, tenth) = (T.CreateChecked(3), T.CreateChecked(0.1));
        Assert.Equal(T.One, Functions.Power(T.Zero, 0));
        Assert.Equal(T.CreateChecked(-27), Functions.Power(-three, 3));
        Assert.Equal(T.CreateChecked(1594323), Functions.Power(three, 13));
        Assert.Equal(T.Zero, Functions.Power(tenth, long.MaxValue));
        // 5 = 101 in binary digits: x, and then x⁴.
        var square = tenth * tenth;
        Assert.Equal(tenth * (square * square), Functions.Power(tenth, 5));
    }

    private protected static TBits Fingerprint<TBits>(Func<T, TBits> bits)
        where TBits : IBinaryInteger<TBits>, IUnsignedNumber<TBits> =>
        Key.Seed(42).Uniform([10_000], T.CreateChecked(-1000), T.CreateChecked(1000)).Data.SelectMany(x => new[] { Functions.Cos(x), Functions.Sin(x) })
            .Aggregate(TBits.Zero, (hash, result) => (hash ^ bits(result)) * TBits.CreateTruncating(0x100000001b3));

    private static void IsAccurate(Func<T, T> function, Func<double, double, double> error) => Angles.ForAll(
        x =>
        {
            var result = double.CreateChecked(function(x));
            var nearest = T.CreateChecked(Math.Abs(result));
            var spacing = double.CreateChecked(T.BitIncrement(nearest) - nearest);
            var units = Math.Abs(error(double.CreateChecked(x), result)) / spacing;
            Assert.True(units <= Claimed, Invariant($"at {x:g17} it is {result:g17}: {units:f2} units in the last place off"));
        },
        iter: 5000);

    /// <summary>Taylor series in whole numbers of 2⁻²⁰⁰, of the angle less whole turns.</summary>
    private static class Reference
    {
        private const int Places = 200;

        private static readonly BigInteger One = BigInteger.One << Places;

        // 100 decimals, 332 binary places.
        private static readonly BigInteger Pi = (BigInteger.Parse(
            "31415926535897932384626433832795028841971693993751058209749445923078164062862089986280348253421170679",
            System.Globalization.CultureInfo.InvariantCulture) << Places) / BigInteger.Pow(10, 100);

        /// <summary>The error of a result as a cosine.</summary>
        public static double Cos(double x, double result) => Difference(result, Series(Turned(x), even: true));

        /// <summary>The error of a result as a sine.</summary>
        public static double Sin(double x, double result) => Difference(result, Series(Turned(x), even: false));

        private static BigInteger Turned(double x) => BigInteger.Remainder(Fixed(x), 2 * Pi);

        private static BigInteger Series(BigInteger x, bool even)
        {
            var (sum, term) = (BigInteger.Zero, even ? One : x);
            for (var k = even ? 1 : 2; !term.IsZero; k += 2)
            {
                sum += term;
                term = -(((term * x) >> Places) * x >> Places) / (k * (k + 1));
            }

            return sum;
        }

        private static BigInteger Fixed(double x)
        {
            var bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
            var (exponent, significand) = ((int)(bits >> 52), bits & 0xFFFFFFFFFFFFF);
            var shift = Places + int.Max(exponent, 1) - 1075;
            BigInteger magnitude = exponent == 0 ? significand : significand | (1L << 52);
            magnitude = shift >= 0 ? magnitude << shift : magnitude >> -shift;
            return x < 0 ? -magnitude : magnitude;
        }

        private static double Difference(double result, BigInteger exact) => Math.ScaleB((double)(Fixed(result) - exact), -Places);
    }
}
