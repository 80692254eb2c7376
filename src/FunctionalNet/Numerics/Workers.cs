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
    /// <remarks>
    /// Each thread has parts of its own, the caller the first ones, and takes those of others when it is done: the rows that a thread has
    /// computed are in its own cache when it works on the same rows of the next array. One caller at a time has the help of the other
    /// threads: within a part, and for a second caller, work goes on alone.
    /// </remarks>
    public static void Run(nint length, nint unit, Part work)
    {
        var job = new Job(length, unit, work);
        var isHelped = job.Parts > 1 && WorkerThread.TryHelp(job);
        job.Execute(thread: 0);
        if (isHelped)
            WorkerThread.EndHelp();
        job.Wait();
    }

    private sealed class Job(nint length, nint unit, Part work) : IWork
    {
        private readonly nint units = (length + unit - 1) / unit;
        private readonly int[] begun = new int[nint.Min(Workers.Parts, (length + unit - 1) / unit)];
        private readonly Exception?[] failures = new Exception?[nint.Min(Workers.Parts, (length + unit - 1) / unit)];
        private int done;

        public int Parts => begun.Length;

        public void Execute(int thread)
        {
            var first = Parts * thread / Count;
            for (var i = 0; i < Parts; i++)
            {
                var part = (first + i) % Parts;
                if (Volatile.Read(ref begun[part]) == 0 && Interlocked.Exchange(ref begun[part], 1) == 0)
                    Do(part, units * part / Parts * unit, nint.Min(length, units * (part + 1) / Parts * unit));
            }
        }

        private void Do(int part, nint start, nint end)
        {
            try
            {
                work(start, end - start);
            }
            catch (Exception exception)
            {
                // Rethrown to the caller: on another thread no one would catch it.
                failures[part] = exception;
            }

            Interlocked.Increment(ref done);
            WorkerThread.YieldToUrgent();
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
