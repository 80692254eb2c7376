using System.Runtime.ExceptionServices;

namespace FunctionalNet;

/// <summary>
/// Calls that nest as deep as functions are composed. A stack overflow cannot be caught: it would end the process. So where the stack of a
/// thread is nearly used up, the call goes on upon the stack of another thread, and this one waits for it.
/// </summary>
internal static class DeepStack
{
    // Reserved, and used only as far as calls nest: some hundred thousand compositions.
    private const int StackSize = 64 << 20;

    /// <summary>The result of the function, called on an empty stack. What it throws is thrown here.</summary>
    public static TResult Continue<TArgument, TResult>(Func<TArgument, TResult> function, TArgument argument)
    {
        var (result, failure) = (default(TResult)!, default(ExceptionDispatchInfo));
        var thread = new Thread(Run, StackSize) { IsBackground = true };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;

        void Run()
        {
            try
            {
                result = function(argument);
            }
            catch (Exception exception)
            {
                // Thrown again to the caller: this thread has no one to throw to.
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
