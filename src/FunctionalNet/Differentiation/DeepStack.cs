using System.Runtime.ExceptionServices;

namespace FunctionalNet;

/// <summary>
/// Calls nested as deep as functions are composed. A stack overflow cannot be caught: it would end the process. So when the stack
/// of a thread is nearly used up, the call continues on the stack of another thread, and this one waits for it.
/// </summary>
internal static class DeepStack
{
    // Enough for about a hundred thousand compositions. It is reserved, and committed only as far as calls nest.
    private const int StackSize = 64 << 20;

    /// <summary>The result of the function, called on an empty stack. Its exceptions are rethrown here.</summary>
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
                // Rethrown to the caller: on this thread no one would catch it.
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }
    }
}
