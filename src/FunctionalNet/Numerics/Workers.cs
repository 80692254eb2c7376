namespace FunctionalNet.Numerics;

/// <summary>
/// Divides work that is independent part by part over the threads of the machine. Which thread does which part is left to
/// chance and changes no bit.
/// </summary>
internal static class Workers
{
    public delegate void Work<TPart>(TPart part);

    /// <summary>How many threads there are to work, the caller's included.</summary>
#pragma warning disable RS0030 // It decides how fast a result is there, not what it is.
    public static int Count { get; } = Environment.ProcessorCount;
#pragma warning restore RS0030

    /// <summary>
    /// Does all parts. The caller works too and takes every part that no one has begun, so it never waits for a thread to
    /// wake, only for parts under way.
    /// </summary>
    public static void Run<TPart>(TPart[] parts, Work<TPart> work)
    {
        var job = new Job<TPart>(parts, work);
        for (var helper = 1; helper < int.Min(Count, parts.Length); helper++)
            ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.Execute();
        job.Wait();
    }

    private sealed class Job<TPart>(TPart[] parts, Work<TPart> work) : IThreadPoolWorkItem
    {
        private int begun;
        private int done;
        private Exception? failure;

        public void Execute()
        {
            for (var part = Interlocked.Increment(ref begun) - 1; part < parts.Length; part = Interlocked.Increment(ref begun) - 1)
            {
                try
                {
                    work(parts[part]);
                }
                catch (Exception exception)
                {
                    // Thrown again to the caller: a thread of the pool has no one to throw to.
                    failure = exception;
                }

                Interlocked.Increment(ref done);
            }
        }

        public void Wait()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref done) < parts.Length)
                spin.SpinOnce(sleep1Threshold: -1);
            if (failure is not null)
                throw new InvalidOperationException("a part of the work failed", failure);
        }
    }
}
