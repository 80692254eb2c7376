using System.Runtime.InteropServices;

namespace DigitJobs;

/// <summary>
/// Until it is disposed, the first Ctrl+C, or request to terminate, asks the run to stop and to report its result so far; the second
/// ends the process at once.
/// </summary>
public sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupted;
    private readonly PosixSignalRegistration terminated;
    private volatile int signal;

    public Interruption()
    {
        interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
    }

    public CancellationToken Token => source.Token;

    /// <summary>The exit code: 128 and the number of the signal, as shells have it, or else this one.</summary>
    public int ExitCode(int uninterrupted) => signal == 0 ? uninterrupted : 128 + signal;

    public void Dispose()
    {
        interrupted.Dispose();
        terminated.Dispose();
        source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = Interlocked.CompareExchange(ref signal, Number(context.Signal), 0) == 0;
        source.Cancel();
    }

    // .NET has numbers of its own for signals.
    private static int Number(PosixSignal signal) => signal == PosixSignal.SIGINT ? 2 : 15;
}
