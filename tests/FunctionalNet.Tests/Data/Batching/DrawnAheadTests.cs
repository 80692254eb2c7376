using System.Collections.Concurrent;

namespace FunctionalNet.Tests.Data;

/// <summary>Another thread may draw the next batch, and no one can tell but by its speed.</summary>
public sealed class DrawnAheadTests
{
    [Fact]
    public void At_most_one_batch_is_drawn_ahead_and_each_of_them_once()
    {
        var drawn = new ConcurrentQueue<long>();
        foreach (var (asked, step) in Recorded(drawn).Take(200).Index())
        {
            Assert.Equal(asked, step);
            Assert.InRange(drawn.Count, asked + 1, asked + 2);
        }

        Assert.Equal(drawn.Distinct().Count(), drawn.Count);
    }

    [Fact]
    public void Nothing_is_drawn_before_the_first_is_asked_for()
    {
        var drawn = new ConcurrentQueue<long>();
        using var sequence = Recorded(drawn).GetEnumerator();
        Thread.Yield();
        Assert.Empty(drawn);
        Assert.True(sequence.MoveNext());
        Assert.Contains(0, drawn);
    }

    [Fact]
    public void When_a_sequence_has_been_left_nothing_is_being_drawn()
    {
        for (var round = 0; round < 200; round++)
        {
            var (begun, ended) = (0, 0);
            var batches = Batches.Define("slow", 10, 1, step =>
            {
                Interlocked.Increment(ref begun);
                Thread.SpinWait(100);
                Interlocked.Increment(ref ended);
                return step;
            });
            foreach (var step in batches)
            {
                if (step == 2)
                    break;
            }

            var seen = Volatile.Read(ref begun);
            Assert.Equal(seen, Volatile.Read(ref ended));
            Thread.Yield();
            Assert.Equal(seen, Volatile.Read(ref begun));
        }
    }

    [Fact]
    public void What_a_draw_throws_arrives_at_its_own_step()
    {
        var batches = Batches.Define("broken", 10, 1, step => step < 3 ? step : throw new InvalidDataException($"no batch {step}"));
        using var sequence = batches.GetEnumerator();
        for (var step = 0; step < 3; step++)
        {
            Assert.True(sequence.MoveNext());
            Assert.Equal(step, sequence.Current);
        }

        Assert.Equal("no batch 3", Assert.Throws<InvalidDataException>(() => sequence.MoveNext()).Message);
    }

    [Fact]
    public void Sequences_that_are_gone_through_at_the_same_time_do_not_mix()
    {
        var one = Batches.Define("one", 10, 1, step => step);
        var other = Batches.Define("other", 7, 1, step => -step);
        Assert.All(one.Take(500).Zip(other.From(3)).Index(), pair => Assert.Equal((pair.Index, -pair.Index - 3), pair.Item));
        Parallel.For(0, 4, _ => Assert.Equal(Enumerable.Range(0, 500).Select(step => (long)step), one.Take(500)));
    }

    [Fact]
    public void A_draw_may_go_through_batches_itself()
    {
        var inner = Batches.Define("inner", 5, 1, step => step);
        var outer = Batches.Define("outer", 5, 1, step => inner.From(step).Take(10).Sum());
        Assert.Equal(Enumerable.Range(0, 50).Select(step => (10L * step) + 45), outer.Take(50));
    }

    private static Batches<long> Recorded(ConcurrentQueue<long> drawn) => Batches.Define("recorded", 10, 1, step =>
    {
        drawn.Enqueue(step);
        return step;
    });
}
