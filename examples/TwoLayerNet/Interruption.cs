using System.Runtime.InteropServices;

namespace TwoLayerNet;

/// <summary>
/// Until it is disposed, the first Ctrl+C, or request to terminate, asks the run to stop and to report its result so far; the second
/// ends the process at once.
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
