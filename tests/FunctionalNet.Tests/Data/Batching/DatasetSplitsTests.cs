using System.Collections.Immutable;
using CsCheck;

namespace FunctionalNet.Tests.Data;

public sealed class DatasetSplitsTests
{
    private static readonly Key Fixed = Key.Seed(7);

    // Fractions that sum to 1 or less, as whole percents.
    private static Gen<double[]> Fractions => Gen.Int[0, 60].Array[1, 5].Where(percents => percents.Sum() <= 100)
        .Select(percents => Array.ConvertAll(percents, percent => percent / 100.0));

    [Fact]
    public void Shuffling_keeps_every_sample_once_with_its_target()
    {
        var data = DatasetOperationsTests.Counted(50);
        var shuffled = data.Shuffle(Fixed);
        Assert.NotEqual(data, shuffled);
        Assert.Equal(shuffled, data.Shuffle(Fixed));
        Assert.Equal(Enumerable.Range(0, 50), Ids(shuffled).Order());
        Assert.Equal(Ids(shuffled).Select(id => id % 3), shuffled.Targets.ClassIndices);
    }

    [Theory]
    [InlineData(10, new[] { 0.7, 0.2, 0.1 }, new[] { 7, 2, 1 })]
    [InlineData(5, new[] { 0.5, 0.5 }, new[] { 3, 2 })]
    [InlineData(5, new[] { 0.5 }, new[] { 3 })]
    [InlineData(10, new[] { 0.33, 0.33, 0.34 }, new[] { 3, 3, 4 })]
    [InlineData(3, new[] { 0.0, 1.0 }, new[] { 0, 3 })]
    [InlineData(0, new[] { 0.5, 0.5 }, new[] { 0, 0 })]
    [InlineData(1, new[] { 0.2, 0.3, 0.5 }, new[] { 0, 0, 1 })]
    [InlineData(9, new double[0], new int[0])]
    public void The_counts_are_those_of_the_largest_remainder(int count, double[] fractions, int[] counts)
    {
        Assert.Equal(counts, DatasetOperationsTests.Counted(count).Split(fractions).Select(part => part.Count));
        Assert.Equal(counts, DatasetOperationsTests.Counted(count).Split(Fixed, fractions).Select(part => part.Count));
    }

    [Fact]
    public void Parts_are_disjoint_and_off_by_less_than_one() =>
        Gen.Select(Gen.Int[0, 60], Fractions).ForAll(drawn =>
        {
            var (count, fractions) = drawn;
            var data = DatasetOperationsTests.Counted(count);
            var parts = data.Split(fractions);
            Assert.Equal(Enumerable.Range(0, parts.Sum(part => part.Count)), parts.SelectMany(Ids));
            Assert.All(parts.Zip(fractions, (part, fraction) => (part, fraction)), of => Assert.InRange(Math.Abs(of.part.Count - (count * of.fraction)), 0, 1 - 1e-9));
            Assert.Equal<Dataset<float>>(data.Shuffle(Fixed).Split(fractions), data.Split(Fixed, fractions));
        });

    [Fact]
    public void A_stratified_split_keeps_the_shares_of_the_classes() =>
        Gen.Select(Gen.Int[0, 6].Array[0, 60], Fractions).ForAll(drawn =>
        {
            var (classes, fractions) = drawn;
            var data = new Dataset<float>(Tensor.Generate<float>([classes.Length, 2], i => i), classes);
            var parts = data.SplitStratified(Fixed, fractions);
            Assert.Equal<Dataset<float>>(parts, data.SplitStratified(Fixed, fractions));
            var ids = parts.SelectMany(Ids).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.All(parts, part => Assert.Equal(Ids(part).Select(id => classes[id]), part.Targets.ClassIndices));
            foreach (var (part, fraction) in parts.Zip(fractions, (part, fraction) => (part, fraction)))
            {
                foreach (var (label, count) in classes.CountBy(label => label))
                    Assert.InRange(Math.Abs(part.Targets.ClassIndices.Count(own => own == label) - (count * fraction)), 0, 1 - 1e-9);
            }
        });

    [Fact]
    public void The_roundings_of_many_classes_balance_each_other()
    {
        // 100 classes of 5: half of each would be 3 in one part and 2 in the other, 300 and 200 in all.
        var data = new Dataset<float>(Tensor.Zeros<float>([500, 1]), Enumerable.Range(0, 500).Select(i => i % 100).ToImmutableArray());
        Assert.Equal([250, 250], data.SplitStratified(Fixed, 0.5, 0.5).Select(part => part.Count));
    }

    [Fact]
    public void In_a_stratified_split_the_classes_are_mixed()
    {
        var data = new Dataset<float>(Tensor.Generate<float>([100, 2], i => i), Enumerable.Range(0, 100).Select(i => i / 50).ToImmutableArray());
        Assert.InRange(data.SplitStratified(Fixed, 0.8)[0].Targets.ClassIndices[..20].Sum(), 4, 16);
    }

    [Fact]
    public void Every_sample_is_once_in_validation()
    {
        var data = DatasetOperationsTests.Counted(23);
        foreach (var folds in new[] { data.KFold(5).ToList(), data.KFold(5, Fixed).ToList(), data.KFold(23).ToList(), data.KFold(2).ToList() })
        {
            Assert.Equal(Enumerable.Range(0, 23), folds.SelectMany(fold => Ids(fold.Validation)).Order());
            Assert.All(folds, fold => Assert.Equal(Enumerable.Range(0, 23), Ids(fold.Train).Concat(Ids(fold.Validation)).Order()));
            Assert.InRange(folds.Max(fold => fold.Validation.Count) - folds.Min(fold => fold.Validation.Count), 0, 1);
        }

        Assert.Equal(data.KFold(5, Fixed), data.KFold(5, Fixed));
        Assert.NotEqual(data.KFold(5, Fixed), data.KFold(5));
    }

    [Fact]
    public void Parts_are_taken_apart_if_there_are_as_many()
    {
        var data = DatasetOperationsTests.Counted(10);
        var (train, validation, test) = data.Split(0.6, 0.2, 0.2);
        Assert.Equal((data[..6], data[6..8], data[8..]), (train, validation, test));
        Failure.Says("expected 2 parts, got 1: each part of a split has a fraction of its own", () => { var (_, rest) = data.Split(0.8); return rest; });
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        var data = DatasetOperationsTests.Counted(4);
        Failure.Says("expected fractions from 0 to 1, got -0.1 (Parameter 'fractions')", () => data.Split(0.5, -0.1));
        Failure.Says("expected fractions from 0 to 1, got nan (Parameter 'fractions')", () => data.Split(Fixed, double.NaN));
        Failure.Says("expected fractions that sum to at most 1, got 1.1 (Parameter 'fractions')", () => data.SplitStratified(Fixed, 0.8, 0.3));
        Failure.Says("expected from 2 to 4 folds of Dataset: 4 × f32[2], got 1 (Parameter 'folds')", () => data.KFold(1));
        Failure.Says("expected from 2 to 4 folds of Dataset: 4 × f32[2], got 5 (Parameter 'folds')", () => data.KFold(5, Fixed));
    }

    private static IEnumerable<int> Ids(Dataset<float> data) => Enumerable.Range(0, data.Count).Select(row => (int)data.Inputs[row, 0] / 2);
}
