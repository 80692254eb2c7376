using System.Globalization;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class DeferredTests
{
    [Fact]
    public void A_result_is_computed_once_whoever_computes_it()
    {
        for (var round = 0; round < 1000; round++)
        {
            var times = 0;
            using var deferred = new Deferred<int>(() => Interlocked.Increment(ref times));
            deferred.Offer();
            Assert.Equal((1, 1), (deferred.Await(), times));
        }
    }

    [Fact]
    public void What_was_not_offered_is_computed_by_who_asks_for_it()
    {
        using var deferred = new Deferred<int>(() => Environment.CurrentManagedThreadId);
        Assert.Equal(Environment.CurrentManagedThreadId, deferred.Await());
    }

    [Fact]
    public void What_the_function_throws_arrives_with_whoever_asks()
    {
        using var deferred = new Deferred<int>(() => throw new InvalidDataException("step 7"));
        deferred.Offer();
        Assert.Equal("step 7", Assert.Throws<InvalidDataException>(() => deferred.Await()).Message);
    }

    [Fact]
    public void After_it_is_disposed_of_nothing_runs()
    {
        for (var round = 0; round < 1000; round++)
        {
            var (begun, ended) = (0, 0);
            var deferred = new Deferred<int>(() =>
            {
                begun++;
                Thread.SpinWait(50);
                return ended++;
            });
            deferred.Offer();
            deferred.Dispose();
            var seen = begun;
            Assert.Equal((seen, seen), (begun, ended));
        }
    }

    [Fact]
    public void The_function_runs_in_the_culture_of_who_offered_it()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ";";
            CultureInfo.CurrentCulture = other;
            for (var round = 0; round < 100; round++)
            {
                using var deferred = new Deferred<string>(() => 1.5.ToString(CultureInfo.CurrentCulture));
                deferred.Offer();
                Assert.Equal("1;5", deferred.Await());
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Work_that_someone_waits_for_is_done_while_other_work_is_under_way()
    {
        var entered = new ManualResetEventSlim();
        var free = new ManualResetEventSlim();
        using var slow = new Deferred<int>(() =>
        {
            entered.Set();
            free.Wait();
            return 1;
        });
        slow.Offer();
        if (Workers.Count > 1)
            entered.Wait();
        var sum = 0;
        Workers.Run(100, 1, (_, count) => Interlocked.Add(ref sum, (int)count));
        free.Set();
        Assert.Equal((100, 1), (sum, slow.Await()));
    }

    [Fact]
    public void Callers_at_the_same_time_do_not_wait_for_each_other()
    {
        using var meeting = new Barrier(3);
        var threads = Enumerable.Range(0, 3).Select(_ => new Thread(() => Workers.Run(1, 1, (_, _) => meeting.SignalAndWait()))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(1, meeting.CurrentPhaseNumber);
    }
}
