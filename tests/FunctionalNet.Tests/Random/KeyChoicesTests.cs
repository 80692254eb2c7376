using CsCheck;

namespace FunctionalNet.Tests.Random;

/// <summary>Draws with probabilities. The keys are fixed, so a bound that holds once always holds.</summary>
public sealed class KeyChoicesTests
{
    private const int Count = 100_000;

    private static readonly Key Fixed = Key.Seed(2027);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void Events_are_those_whose_uniform_number_is_below_the_probability(double probability)
    {
        var events = Fixed.Bernoulli<double>([Count], probability);
        Assert.Equal(Fixed.Uniform<double>([Count]).Map(u => u < probability ? 1 : 0), events);
        Assert.Equal(Fixed.Uniform<float>([33]).Map(u => u < (float)probability ? 1 : 0), Fixed.Bernoulli<float>([33], (float)probability));
        Within(probability, 4 * Math.Sqrt(probability * (1 - probability) / Count), events.Data.Average(), "share of events");
    }

    [Fact]
    public void Classes_have_the_probabilities_of_the_softmax()
    {
        double[] probabilities = [0.1, 0, 0.6, 0.3];
        var logits = Tensor.Generate<double>([Count, 4], i => Math.Log(probabilities[i % 4]) + 700);
        var drawn = Fixed.Categorical(logits);
        Assert.Equal<int>(drawn[..10], Fixed.Categorical(logits[..10]));
        Shares(probabilities, drawn);
        Assert.Equal(6, Fixed.Categorical(Tensor.Zeros<float>([2, 3, 5])).Length);
        Assert.Empty(Fixed.Categorical(Tensor.Zeros<float>([0, 5])));
        Assert.Equal<int>([0], Fixed.Categorical(Tensor.Zeros<float>([1])));
    }

    [Fact]
    public void Draws_with_replacement_are_in_proportion_to_the_weights()
    {
        Shares([0, 0.25, 0.75, 0], Fixed.WithReplacement(Count, 0, 1, 3, 0));
        Assert.All(Fixed.WithReplacement(100, 0, 0, 1e-300, 0), drawn => Assert.Equal(2, drawn));
        Assert.Empty(Fixed.WithReplacement(0, 1));
    }

    [Fact]
    public void Draws_without_replacement_are_one_after_the_other_in_proportion_to_those_left()
    {
        // First a, then b: P = wₐ · w_b / (1 − wₐ).
        double[] weights = [0.5, 0.3, 0.2];
        var pairs = Enumerable.Range(0, 20_000).Select(i => Fixed.Fold(i).WithoutReplacement(2, weights)).ToList();
        for (var a = 0; a < 3; a++)
        {
            for (var b = 0; b < 3; b++)
            {
                var expected = a == b ? 0 : weights[a] * weights[b] / (1 - weights[a]);
                Within(expected, 4 * Math.Sqrt(expected * (1 - expected) / pairs.Count), pairs.Count(pair => pair[0] == a && pair[1] == b) / (double)pairs.Count, $"{a} then {b}");
            }
        }
    }

    [Fact]
    public void A_weighted_permutation_has_each_number_once_and_those_without_weight_last() =>
        Gen.Select(Gen.Frequency((1, Gen.Const(0.0)), (3, Gen.Double[0.001, 10])).Array[0, 12], Gen.ULong).ForAll(drawn =>
        {
            var (weights, word) = drawn;
            var order = new Key(word, 1).Permutation(weights);
            Assert.Equal(Enumerable.Range(0, weights.Length), order.Order());
            var last = order.Where(i => weights[i] == 0).ToArray();
            Assert.Equal(order.TakeLast(last.Length), last);
            Assert.Equal(last.Order(), last);
            var positive = weights.Length - last.Length;
            Assert.Equal<int>(order[..positive], new Key(word, 1).WithoutReplacement(positive, weights));
        });

    [Theory]
    [InlineData(-2, 2)]
    [InlineData(0.5, 0.6)]
    [InlineData(-1, double.PositiveInfinity)]
    [InlineData(5, double.PositiveInfinity)]
    [InlineData(-7, -6)]
    [InlineData(double.NegativeInfinity, -30)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    public void Truncated_normal_numbers_are_distributed_as_those_that_are_within_the_range(double low, double high)
    {
        var z = Fixed.TruncatedNormal([Count], low, high).Data.Sort();
        Assert.InRange(z[0], low, high);
        Assert.InRange(z[^1], low, high);
        // The Kolmogorov–Smirnov distance is below this in all but 1 of 1000 samples. In the lower tail probabilities have all digits.
        var turned = low > 0 ? [.. z.Select(x => -x).Reverse()] : z;
        var (start, end) = low > 0 ? (Below(-high), Below(-low)) : (Below(low), Below(high));
        var distance = turned.Where((_, i) => i % 100 == 0).Select((x, i) => Math.Abs(((Below(x) - start) / (end - start)) - (100.0 * i / Count))).Max();
        Assert.InRange(distance, 0, 1.95 / Math.Sqrt(Count));
        static double Below(double x) => FunctionalNet.Numerics.NormalQuantile.Inverse(x);
    }

    [Fact]
    public void Truncated_normal_numbers_in_single_precision_are_those_in_double_rounded()
    {
        Assert.Equal(Fixed.TruncatedNormal([100], -2.0, 2.0).Data.Select(z => (float)z), Fixed.TruncatedNormal([100], -2f, 2f).Data);
        Assert.All(Fixed.TruncatedNormal([100], 1f, float.BitIncrement(1)).Data, z => Assert.InRange(z, 1, float.BitIncrement(1)));
        Assert.Empty(Fixed.TruncatedNormal([0], -1f, 1f).Data);
    }

    [Fact]
    public void Draws_of_a_seed_are_the_same_for_ever()
    {
        Assert.Equal("4 0 1 2 3 2 0 2 3 1", string.Join(' ', Key.Seed(42).Categorical(Tensor.Zeros<float>([10, 6]))));
        Assert.Equal("3 0 1 2 2 2 0 2 3 1", string.Join(' ', Key.Seed(42).WithReplacement(10, 1, 2, 3, 4)));
        Assert.Equal("4 5 3 0 2 1", string.Join(' ', Key.Seed(42).Permutation([1.0, 2, 3, 4, 5, 6])));
        Assert.Equal("0.44581013796448155", FormattableString.Invariant($"{Key.Seed(42).TruncatedNormal([1], -2.0, 2.0)[0]:R}"));
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Failure.Says("expected a probability from 0 to 1, got 1.5 (Parameter 'probability')", () => Fixed.Bernoulli([2], 1.5));
        Failure.Says("expected a probability from 0 to 1, got nan (Parameter 'probability')", () => Fixed.Bernoulli([2], float.NaN));
        Failure.Says("expected logits [..., classes], got [3, 0] (Parameter 'logits')", () => Fixed.Categorical(Tensor.Zeros<float>([3, 0])));
        Failure.Says("expected logits [..., classes], got [] (Parameter 'logits')", () => Fixed.Categorical(Tensor.Scalar(1f)));
        Failure.Says(
            "expected logits of which one is finite and none +∞ or NaN, got nan in row 1 (Parameter 'logits')",
            () => Fixed.Categorical(Tensor.Matrix(new[,] { { 0, 1 }, { 1, double.NaN } })));
        Failure.Says("expected weights of 0 or more, got -1 for number 1 (Parameter 'weights')", () => Fixed.WithReplacement(2, 1, -1));
        Failure.Says("expected weights of 0 or more, got inf for number 0 (Parameter 'weights')", () => Fixed.Permutation([double.PositiveInfinity]));
        Failure.Says("expected weights with a positive, finite sum, got 0 (Parameter 'weights')", () => Fixed.WithReplacement(2, 0, 0));
        Failure.Says("expected weights with a positive, finite sum, got inf (Parameter 'weights')", () => Fixed.WithReplacement(2, 1e308, 1e308));
        Failure.Says("expected at most 2 draws, one for each positive weight, got 3 (Parameter 'count')", () => Fixed.WithoutReplacement(3, 1, 0, 1));
        Failure.Says("expected count of 0 or more, got -1 (Parameter 'count')", () => Fixed.WithReplacement(-1, 1));
        Failure.Says("[2, 1] is no range to draw normal numbers from (Parameter 'low')", () => Fixed.TruncatedNormal([1], 2f, 1f));
        Failure.Says("[nan, 1] is no range to draw normal numbers from (Parameter 'low')", () => Fixed.TruncatedNormal([1], double.NaN, 1));
        Failure.Says("[40, inf] is no range to draw normal numbers from (Parameter 'low')", () => Fixed.TruncatedNormal([1], 40, double.PositiveInfinity));
    }

    private static void Shares(double[] expected, IReadOnlyCollection<int> drawn)
    {
        for (var i = 0; i < expected.Length; i++)
            Within(expected[i], 4 * Math.Sqrt(expected[i] * (1 - expected[i]) / drawn.Count), drawn.Count(x => x == i) / (double)drawn.Count, $"share of {i}");
    }

    private static void Within(double expected, double tolerance, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance, $"{what}: {actual} is further from {expected} than {tolerance}");
}
