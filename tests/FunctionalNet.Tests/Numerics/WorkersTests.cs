using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

public sealed class WorkersTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 48)]
    [InlineData(1000, 1)]
    [InlineData(1000, 48)]
    [InlineData(1001, 7)]
    public void Parts_cover_every_item_once_and_begin_at_whole_units(int length, int unit)
    {
        var times = new int[length];
        Workers.Run(length, unit, (start, count) =>
        {
            Assert.Equal(0, start % unit);
            for (var item = start; item < start + count; item++)
                Interlocked.Increment(ref times[item]);
        });
        Assert.All(times, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Nothing_to_do_is_done() =>
        Workers.Run(0, 8, (_, _) => Assert.Fail("there is no part"));

    [Fact]
    public void A_part_may_divide_its_own_work()
    {
        var sum = 0;
        Workers.Run(20, 1, (_, outer) => Workers.Run(30, 1, (_, inner) => Interlocked.Add(ref sum, (int)(outer * inner))));
        Assert.Equal(600, sum);
    }

    [Fact]
    public void An_exception_arrives_as_it_was_thrown_whichever_thread_it_was_on()
    {
        for (var round = 0; round < 100; round++)
        {
            var failing = round % 40;
            var thrown = Assert.Throws<InvalidDataException>(() => Workers.Run(40, 1, (start, count) =>
            {
                if (start <= failing && failing < start + count)
                    throw new InvalidDataException($"item {failing}");
            }));
            Assert.Equal($"item {failing}", thrown.Message);
        }
    }

    [Fact]
    public void If_several_parts_fail_all_are_run_and_the_first_failure_is_thrown()
    {
        for (var round = 0; round < 100; round++)
        {
            var run = 0;
            var thrown = Assert.Throws<InvalidDataException>(() => Workers.Run(40, 1, (start, count) =>
            {
                Interlocked.Add(ref run, (int)count);
                throw new InvalidDataException($"from {start} on");
            }));
            Assert.Equal(("from 0 on", 40), (thrown.Message, run));
        }
    }
}
