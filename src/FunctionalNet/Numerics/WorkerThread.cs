using System.Collections.Concurrent;

namespace FunctionalNet.Numerics;

/// <summary>Work that threads can share: each that executes it does what is left of it. It throws nothing.</summary>
internal interface IWork
{
    /// <param name="thread">The number of the thread: 0 is the caller.</param>
    void Execute(int thread);
}

/// <summary>
/// A thread that works for others. Work that someone waits for goes before work that is wanted later. When there is neither, it looks
/// out for some for a while before it sleeps: in training, work comes again after some microseconds, and to wake takes longer.
/// </summary>
/// <remarks>Not a thread of the pool: one of those sleeps sooner, and each step of training would find it asleep.</remarks>
internal sealed class WorkerThread
{
    // Some hundred microseconds.
    private const int Patience = 10_000;

    private static readonly WorkerThread[] All = [.. Enumerable.Range(1, Workers.Count - 1).Select(number => new WorkerThread(number))];
    private static readonly ConcurrentQueue<IWork> Deferred = new();

    // The worker that this thread is.
    [ThreadStatic]
    private static WorkerThread? own;

    // What someone waits for.
    private static volatile IWork? urgent;

    private readonly object gate = new();
    private readonly int number;
    private bool isDeferred;
    private int isAsleep;

    private WorkerThread(int number)
    {
        this.number = number;
        new Thread(Work) { IsBackground = true, Name = "FunctionalNet" }.Start();
    }

    /// <summary>
    /// Offers work to all threads, until <see cref="EndHelp"/>. False if they have other work that someone waits for, or if this is one
    /// of them.
    /// </summary>
    public static bool TryHelp(IWork work)
    {
        if (own is not null || All.Length == 0 || Interlocked.CompareExchange(ref urgent, work, null) is not null)
            return false;
        foreach (var thread in All)
            thread.Wake();
        return true;
    }

    /// <summary>Withdraws the work: all of it has been begun.</summary>
    public static void EndHelp() => urgent = null;

    /// <summary>Work for a thread that has nothing more urgent to do. False if there is no thread but the caller's.</summary>
    public static bool TryDefer(IWork work)
    {
        if (own is not null || All.Length == 0)
            return false;
        Deferred.Enqueue(work);
        // No one is found awake who has not seen it.
        Interlocked.MemoryBarrier();
        foreach (var thread in All)
        {
            if (thread.Wake())
                break;
        }

        return true;
    }

    /// <summary>Puts off the deferred work that this thread does, if someone waits for other work, until that is done.</summary>
    public static void YieldToUrgent()
    {
        if (own is not { isDeferred: true } worker || urgent is not { } work)
            return;
        worker.isDeferred = false;
        work.Execute(worker.number);
        worker.isDeferred = true;
    }

    private void Work()
    {
        own = this;
        IWork? last = null;
        for (var idle = 0; ; idle++)
        {
            var work = urgent;
            if (work is not null && work != last)
            {
                work.Execute(number);
                idle = 0;
            }
            else if (Deferred.TryDequeue(out var deferred))
            {
                isDeferred = true;
                deferred.Execute(number);
                (isDeferred, idle) = (false, 0);
            }
            else if (idle < Patience)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Sleep(work);
            }

            // Nothing is left of it, but it may still be on offer.
            last = work;
        }
    }

    private void Sleep(IWork? last)
    {
        lock (gate)
        {
            // First it says that it sleeps, then it looks again: work that comes after that wakes it.
            Interlocked.Exchange(ref isAsleep, 1);
            if ((urgent is null || urgent == last) && Deferred.IsEmpty)
                Monitor.Wait(gate);
            Interlocked.Exchange(ref isAsleep, 0);
        }
    }

    private bool Wake()
    {
        if (Volatile.Read(ref isAsleep) == 0)
            return false;
        lock (gate)
            Monitor.Pulse(gate);
        return true;
    }
}
