using CsCheck;

namespace FunctionalNet.Tests.Random;

public sealed class KeyTests
{
    private static readonly Key Fixed = Key.Seed(42);

    private static Gen<Key> Keys => Gen.Select(Gen.ULong, Gen.ULong).Select(words => new Key(words.Item1, words.Item2));

    [Fact]
    public void Draws_of_a_seed_are_the_same_for_ever()
    {
        Assert.Equal<double>([0.6803382384164232, 0.0937493149301648, 0.2987624949286388], Fixed.Uniform<double>([3]).Data);
        Assert.Equal<float>([0.6803382f, 0.093749285f, 0.29876244f, 0.47076702f], Fixed.Uniform<float>([4]).Data);
        Assert.Equal<double>([0.46864483642510957, -1.318014990323588, -0.5279630387645985], Fixed.Normal<double>([3]).Data);
        Assert.Equal<int>([6, 3, 9, 7, 1, 8, 2, 0, 4, 5], Fixed.Permutation(10));
        Assert.Equal<int>([68, 9, 29, 47, 57, 46, 1, 39, 65, 27], Fixed.Integers(10, 100));
    }

    [Fact]
    public void Keys_derived_from_a_seed_are_the_same_for_ever()
    {
        Assert.Equal("Key(0000000000000000 000000000000002a)", Fixed.ToString());
        Assert.Equal("Key(a334aec02221fb2a d351516ef0f350e0)", Fixed.Fold(7).ToString());
        Assert.Equal("Key(d84d6adcf457dad8 9456db22ac21d629)", Fixed.Split().First.ToString());
        Assert.Equal("Key(baa25bc42e0a9f2d 040bbe5664641316)", Fixed.Split().Second.ToString());
    }

    [Fact]
    public void The_same_key_draws_the_same_and_is_not_used_up() =>
        Keys.ForAll(
            key =>
            {
                var copy = new Key(key.High, key.Low);
                Assert.Equal(key.Normal<float>([9]), key.Normal<float>([9]));
                Assert.Equal(key.Uniform<double>([9]), copy.Uniform<double>([9]));
                Assert.Equal<int>(key.Permutation(9), copy.Permutation(9));
                Assert.Equal<int>(key.Integers(9, 7), copy.Integers(9, 7));
                Assert.Equal((key.Split(), key.Fold(3)), (copy.Split(), copy.Fold(3)));
            },
            iter: 50);

    [Fact]
    public void Splits_folds_and_seeds_are_all_distinct() =>
        Keys.ForAll(
            key =>
            {
                IEnumerable<long> indices = [long.MinValue, .. Enumerable.Range(-50, 100), long.MaxValue];
                Key[] keys = [key, .. key.Split(100), .. indices.Select(key.Fold)];
                Assert.Equal(keys.Length, keys.Distinct().Count());
            },
            iter: 20);

    [Fact]
    public void Draws_of_derived_keys_are_distinct()
    {
        Key[] keys = [Fixed, Key.Seed(43), Key.Seed(-42), .. Fixed.Split(50), .. Enumerable.Range(0, 50).Select(i => Fixed.Fold(i))];
        var draws = keys.SelectMany(key => key.Uniform<double>([100]).Data).ToArray();
        Assert.Equal(draws.Length, draws.Distinct().Count());
    }

    [Fact]
    public void Splitting_in_two_gives_the_first_of_splitting_in_many() =>
        Assert.Equal<Key>([Fixed.Split().First, Fixed.Split().Second], Fixed.Split(5).Take(2));

    [Fact]
    public void A_shorter_draw_is_the_beginning_of_a_longer_one() =>
        Gen.Select(Keys, Gen.Int[0, 20], Gen.Int[0, 20]).ForAll(drawn =>
        {
            var (key, n, more) = drawn;
            Assert.Equal<float>(key.Uniform<float>([n]).Data, key.Uniform<float>([n + more]).Data[..n]);
            Assert.Equal<double>(key.Normal<double>([n]).Data, key.Normal<double>([n + more]).Data[..n]);
            Assert.Equal<int>(key.Integers(n, 10), key.Integers(n + more, 10)[..n]);
            Assert.Equal<Key>(key.Split(n), key.Split(n + more)[..n]);
        });

    [Fact]
    public void The_shape_of_a_draw_does_not_change_its_numbers() =>
        Assert.Equal(Fixed.Normal<double>([24]).Reshape([2, 3, 4]), Fixed.Normal<double>([2, 3, 4]));

    [Fact]
    public void A_draw_may_be_empty_or_a_single_number()
    {
        Assert.Empty(Fixed.Uniform<float>([0, 3]).Data);
        Assert.Empty(Fixed.Permutation(0));
        Assert.Empty(Fixed.Integers(0, 5));
        Assert.Empty(Fixed.Split(0));
        Assert.Equal(Fixed.Uniform<float>([1]).Data[0], Fixed.Uniform<float>([]).ToScalar());
    }

    [Fact]
    public void Single_precision_is_double_precision_cut_short_or_rounded()
    {
        var (single, full) = (Fixed.Uniform<float>([1000]), Fixed.Uniform<double>([1000]));
        Assert.Equal(full.Data.Select(x => (float)(Math.Floor(x * (1 << 24)) / (1 << 24))), single.Data);
        Assert.Equal(Fixed.Normal<double>([1000]).Data.Select(x => (float)x), Fixed.Normal<float>([1000]).Data);
    }

    [Fact]
    public void Uniform_numbers_stay_below_the_end_of_their_range()
    {
        // There is no float between these two: without care every second draw would round up.
        var (low, high) = (1f, float.BitIncrement(1f));
        Assert.All(Fixed.Uniform([1000], low, high).Data, x => Assert.Equal(low, x));
        Assert.All(Fixed.Uniform([1000], -3.0, -1.0).Data, x => Assert.InRange(x, -3.0, double.BitDecrement(-1)));
    }

    [Fact]
    public void Invalid_draws_are_refused()
    {
        Refused("bound", () => Fixed.Integers(3, 0));
        Refused("bound", () => Fixed.Integers(3, -5));
        Refused("count", () => Fixed.Integers(-1, 5));
        Refused("count", () => Fixed.Permutation(-1));
        Refused("count", () => Fixed.Split(-1));
        Refused("low", () => Fixed.Uniform([3], 1f, 1f));
        Refused("low", () => Fixed.Uniform([3], 2.0, 1.0));
        Refused("low", () => Fixed.Uniform([3], double.NaN, 1));
        Refused("low", () => Fixed.Uniform([3], 0, double.NaN));
        Refused("low", () => Fixed.Uniform([3], 0, float.PositiveInfinity));
        Refused("low", () => Fixed.Uniform([3], float.NegativeInfinity, 0));
        Failure.Says(
            "expected low less than high, and a finite difference, got [-3.4028235e+38, 3.4028235e+38) (Parameter 'low')",
            () => Fixed.Uniform([3], float.MinValue, float.MaxValue));
    }

    private static void Refused(string parameter, Func<object> draw) => Assert.Throws<ArgumentOutOfRangeException>(parameter, draw);
}
