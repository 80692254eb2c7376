namespace FunctionalNet;

/// <summary>
/// Until it is disposed, the first Ctrl+C is a request to stop instead of the end of the process; a second one ends it.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly Action beforeTheEnd;
    private volatile bool isRequested;

    /// <param name="beforeTheEnd">The clean-up to run when a second Ctrl+C ends the process, which disposes of nothing.</param>
    public Interrupt(Action beforeTheEnd)
    {
        this.beforeTheEnd = beforeTheEnd;
        Console.CancelKeyPress += Press;
    }

    public bool IsRequested => isRequested;

    public void Dispose() => Console.CancelKeyPress -= Press;

    /// <summary>Handles a press of the keys. Returns whether the process continues.</summary>
    internal bool Press()
    {
        if (isRequested)
            beforeTheEnd();
        var goesOn = !isRequested;
        isRequested = true;
        return goesOn;
    }

    private void Press(object? sender, ConsoleCancelEventArgs pressed) => pressed.Cancel = Press();
}
