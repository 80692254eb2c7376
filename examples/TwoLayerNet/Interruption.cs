using System.Runtime.InteropServices;

namespace TwoLayerNet;

/// <summary>
/// While it lives, the first Ctrl+C, or request to terminate, asks the run to end with what was learnt so far; the second ends the
/// process, wherever it is.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration interrupted;
    private readonly PosixSignalRegistration terminated;

    public Interruption()
    {
        interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        interrupted.Dispose();
        terminated.Dispose();
        source.Dispose();
    }

    private void Cancel(PosixSignalContext signal)
    {
        signal.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
