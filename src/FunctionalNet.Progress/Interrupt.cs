namespace FunctionalNet;

/// <summary>
/// While it lives, the first Ctrl+C is a request instead of the end of the process; a second one ends it.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly Action beforeTheEnd;
    private volatile bool isRequested;

    /// <param name="beforeTheEnd">What is to be put in order when a second one ends the process, which disposes of nothing.</param>
    public Interrupt(Action beforeTheEnd)
    {
        this.beforeTheEnd = beforeTheEnd;
        Console.CancelKeyPress += Press;
    }

    public bool IsRequested => isRequested;

    public void Dispose() => Console.CancelKeyPress -= Press;

    /// <summary>What a press of the keys does; whether the process goes on.</summary>
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
