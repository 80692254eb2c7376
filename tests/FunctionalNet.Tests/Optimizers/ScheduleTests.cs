using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Optimization;

/// <summary>Schedules are their equations, and are joined at their ends.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void A_number_is_the_same_at_every_step()
    {
        RateSchedule number = 0.25;
        Assert.Equal([0.25, 0.25], new[] { number.At(0), number.At(long.MaxValue) });
        Assert.Null(number.Length);
        Assert.Equal("0.1", $"{(RateSchedule)0.1f}");
        Assert.Equal("0.1", $"{(RateSchedule)0.1}");
        Assert.Equal("2", $"{(RateSchedule)2}");
        Assert.Equal("1e-05", $"{(RateSchedule)1e-5f}");
        Assert.Equal("0.10000000149", $"{(RateSchedule)0.10000000149}");
    }

    [Fact]
    public void Each_is_its_equation()
    {
        Is(Schedules.Constant(0.5), (0, 0.5), (9, 0.5));
        Is(Schedules.Step(8, 0.5, 10), (0, 8), (9, 8), (10, 4), (29, 2), (30, 1));
        Is(Schedules.Exponential(8, 0.5, 10), (0, 8), (5, 8 * Math.Sqrt(0.5)), (10, 4), (30, 1));
        Is(Schedules.Exponential(1, 0.9), (0, 1), (1, 0.9), (2, 0.81), (100, Math.Pow(0.9, 100)));
        Is(Schedules.Linear(1, 0.5, 10), (0, 1), (5, 0.75), (10, 0.5), (11, 0.5));
        Is(Schedules.Cosine(1, 0.5, 12), (0, 1), (4, 0.5 + (0.25 * 1.5)), (6, 0.75), (8, 0.5 + (0.25 * 0.5)), (12, 0.5), (99, 0.5));
        Is(Schedules.CosineWithRestarts(1, 0.5, 4, growth: 3), (0, 1), (2, 0.75), (4, 1), (10, 0.75), (16, 1), (34, 0.75), (52, 1));
        Is(Schedules.CosineWithRestarts(1, 0, 6), (0, 1), (3, 0.5), (5, (1 - Math.Cos(Math.PI / 6)) / 2), (6, 1), (6_000_000_003, 0.5));
        Is(Schedules.CosineWithRestarts(1, 0, 3, growth: 1000), (0, 1), (3, 1), (1503, 0.5), (3003, 1));
        Is(Schedules.OneCycle(1, 10, share: 0.5, start: 4, end: 10), (0, 0.25), (2, 0.625), (4, 1), (9, 0.025), (10, 0.025), (99, 0.025));
        // A rise that is over before it begins.
        Is(Schedules.OneCycle(1, 3, share: 0.1), (0, 1), (2, 1 / 25e4));
        Is(Schedules.WarmUp(0.5, 5), (0, 0.1), (3, 0.4), (4, 0.5), (5, 0.5), (50, 0.5));

        static void Is(RateSchedule schedule, params (long Step, double Value)[] values) =>
            Assert.All(values, at => Assert.Equal(at.Value, schedule.At(at.Step), 1e-14));
    }

    [Fact]
    public void Both_ends_are_exact() => Assert.All(new[] { 0.1, 0.3, 1 / 3.0 }, rate =>
    {
        Assert.Equal((rate, 0.7 * rate), (Schedules.Cosine(rate, 0.7 * rate, 7).At(0), Schedules.Cosine(rate, 0.7 * rate, 7).At(7)));
        Assert.Equal((rate, 0.7 * rate), (Schedules.Linear(rate, 0.7 * rate, 7).At(0), Schedules.Linear(rate, 0.7 * rate, 7).At(7)));
        Assert.Equal((rate, rate), (Schedules.WarmUp(rate, 7).At(6), Schedules.WarmUp(rate, 7).At(7)));
    });

    [Fact]
    public void The_next_begins_where_one_ends_and_the_last_value_is_kept()
    {
        var rate = Schedules.WarmUp(0.1, 500) >> Schedules.Cosine(0.1, 0.01, 9500);
        Assert.Equal("WarmUp(0.1, 500) >> Cosine(0.1, 0.01, 9500)", $"{rate}");
        Assert.Equal(10_000, rate.Length);
        Assert.Equal((100, null), (Schedules.OneCycle(0.1, 100).Length, Schedules.CosineWithRestarts(0.1, 0, 5).Length));
        Assert.Equal("OneCycle(0.1, 100, 0.4, 10, 10000)", $"{Schedules.OneCycle(0.1, 100, share: 0.4, start: 10)}");
        Assert.Equal(
            [0.1 / 500, 0.1, 0.1, Schedules.Cosine(0.1, 0.01, 9500).At(1), 0.01, 0.01],
            new[] { rate.At(0), rate.At(499), rate.At(500), rate.At(501), rate.At(10_000), rate.At(20_000) });
        Assert.Equal([1, 1, 2], Enumerable.Range(1, 3).Select(step => (Schedules.Constant(1).For(3) >> 2).At(step)));
    }

    [Fact]
    public void Joining_is_associative()
    {
        var (first, second, third) = (Schedules.WarmUp(1, 3), Schedules.Linear(1, 0.5, 4), Schedules.Step(0.5, 0.1, 2));
        var (left, right) = ((first >> second) >> third, first.Then(second.Then(third)));
        Assert.Equal(left, right);
        Assert.Equal($"{left}", $"{right}");
        Assert.Equal(Enumerable.Range(0, 20).Select(step => left.At(step)), Enumerable.Range(0, 20).Select(step => right.At(step)));
    }

    [Fact]
    public void What_would_never_begin_is_refused()
    {
        Failure.Says(
            "0.1 has no end, so Linear(0.1, 0, 5) would never begin: limit it, (0.1).For(steps)", () => Schedules.Constant(0.1) >> Schedules.Linear(0.1, 0, 5));
        Failure.Says(
            "WarmUp(0.1, 5) >> 0.1 has no end, so 0.2 would never begin: limit it, (WarmUp(0.1, 5) >> 0.1).For(steps)", () => Schedules.WarmUp(0.1, 5) >> 0.1 >> 0.2);
        Assert.Equal("(WarmUp(0.1, 5) >> 0.1).For(10) >> 0.2", $"{(Schedules.WarmUp(0.1, 5) >> 0.1).For(10) >> 0.2}");
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Constant(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Step(0.1, -1, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Step(0.1, 0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Exponential(0.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Linear(0.1, double.PositiveInfinity, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Cosine(0.1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.WarmUp(double.NaN, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.CosineWithRestarts(0.1, double.NaN, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.CosineWithRestarts(0.1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.CosineWithRestarts(0.1, 0, 10, growth: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.OneCycle(double.NaN, 10));
        Failure.Says("expected steps of 2 or more, got 1 (Parameter 'steps')", () => Schedules.OneCycle(0.1, 1));
        Failure.Says("expected a share of more than 0 and less than 1, got 1 (Parameter 'share')", () => Schedules.OneCycle(0.1, 10, share: 1));
        Failure.Says("expected a divisor of more than 0, got 0 (Parameter 'end')", () => Schedules.OneCycle(0.1, 10, end: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Schedules.Constant(1).For(0));
        Failure.Says("expected step of 0 or more, got -1 (Parameter 'step')", () => Schedules.Constant(1).At(-1));
    }
}
