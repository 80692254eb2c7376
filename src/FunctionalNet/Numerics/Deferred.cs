using System.Runtime.ExceptionServices;

namespace FunctionalNet.Numerics;

/// <summary>The result of a pure function, which another thread computes if one has time before it is asked for. It is computed once.</summary>
internal sealed class Deferred<TResult>(Func<TResult> function) : IWork, IDisposable
{
    private readonly ManualResetEventSlim done = new();
    private ExecutionContext? context;
    private int begun;
    private TResult? result;
    private ExceptionDispatchInfo? failure;

    /// <summary>Offers the computation to another thread, in the caller's context: its culture, for one, is that of the function.</summary>
    public void Offer()
    {
        context = ExecutionContext.Capture();
        _ = WorkerThread.TryDefer(this);
    }

    /// <summary>The result, computed here if no one has begun. What the function has thrown is thrown.</summary>
    public TResult Await()
    {
        if (TryBegin())
            Compute();
        else
            done.Wait();
        failure?.Throw();
        return result!;
    }

    /// <summary>From now on nothing runs: it is not begun, or waited for if it has been.</summary>
    public void Dispose()
    {
        if (!TryBegin())
            done.Wait();
    }

    void IWork.Execute(int thread)
    {
        if (!TryBegin())
            return;
        if (context is null)
            Compute();
        else
            ExecutionContext.Run(context, deferred => ((Deferred<TResult>)deferred!).Compute(), this);
    }

    private bool TryBegin() => Interlocked.Exchange(ref begun, 1) == 0;

    private void Compute()
    {
        try
        {
            result = function();
        }
        catch (Exception exception)
        {
            // Thrown to whoever asks for the result: on another thread no one would catch it.
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        done.Set();
    }
}
