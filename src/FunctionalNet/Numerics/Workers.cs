using System.Runtime.ExceptionServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// Divides work into independent parts and runs them on all threads of the machine. Which thread runs which part is left to
/// chance and changes no bit.
/// </summary>
internal static class Workers
{
    // With more parts than threads, a thread that is held up does not keep the others waiting for long.
    private const int PartsPerThread = 2;

    /// <summary>Work on the items from <paramref name="start"/> on, <paramref name="count"/> of them.</summary>
    public delegate void Part(nint start, nint count);

    /// <summary>The number of threads that work, the caller's included.</summary>
#pragma warning disable RS0030 // It changes how fast a result is computed, not the result.
    public static int Count { get; } = Environment.ProcessorCount;
#pragma warning restore RS0030

    /// <summary>The number of parts to divide work into.</summary>
    public static int Parts => PartsPerThread * Count;

    /// <summary>
    /// Does work on items 0 to <paramref name="length"/>, in parts that begin at multiples of <paramref name="unit"/>. The
    /// caller works too and takes every part that no one has begun, so it never waits for a thread to wake, only for parts
    /// under way. All parts are run even if some fail; then the exception of the first of these, in order, is thrown.
    /// </summary>
    public static void Run(nint length, nint unit, Part work)
    {
        var job = new Job(length, unit, work);
        for (var helper = 1; helper < int.Min(Count, job.Parts); helper++)
            ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.Execute();
        job.Wait();
    }

    private sealed class Job(nint length, nint unit, Part work) : IThreadPoolWorkItem
    {
        private readonly nint units = (length + unit - 1) / unit;
        private readonly Exception?[] failures = new Exception?[nint.Min(Workers.Parts, (length + unit - 1) / unit)];
        private int begun;
        private int done;

        public int Parts => failures.Length;

        public void Execute()
        {
            for (var part = Interlocked.Increment(ref begun) - 1; part < Parts; part = Interlocked.Increment(ref begun) - 1)
            {
                try
                {
                    var (start, end) = (units * part / Parts * unit, nint.Min(length, units * (part + 1) / Parts * unit));
                    work(start, end - start);
                }
                catch (Exception exception)
                {
                    // Rethrown to the caller: on a thread of the pool no one would catch it.
                    failures[part] = exception;
                }

                Interlocked.Increment(ref done);
            }
        }

        public void Wait()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref done) < Parts)
                spin.SpinOnce(sleep1Threshold: -1);
            if (Array.Find(failures, failure => failure is not null) is { } first)
                ExceptionDispatchInfo.Throw(first);
        }
    }
}
