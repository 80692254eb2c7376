using Spectre.Console;

namespace FunctionalNet;

/// <summary>A line of text with a bar on a terminal, drawn anew ten times a second by a thread of its own.</summary>
internal sealed class ProgressLine : IDisposable
{
    // Where the terminal is narrower, the words are worth more than the bar.
    private const int NarrowestWithBar = 80;
    private const int BarWidth = 12;

    // Percentage, remaining time, and what is between and around them.
    private const int NumbersWidth = 18;

    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProgressTask bar;
    private readonly Task display;
    private readonly bool drawsInPlace;
    private volatile RunProgress latest = RunProgress.None;

    private ProgressLine(IAnsiConsole console)
    {
        drawsInPlace = console.Profile.Capabilities is { Ansi: true, Interactive: true };
        var started = new TaskCompletionSource<ProgressTask>(TaskCreationOptions.RunContinuationsAsynchronously);
        display = console.Progress().Columns([.. Columns(console)]).StartAsync(async context =>
        {
            started.SetResult(context.AddTask("training", maxValue: 1));
            await finished.Task;
            context.Refresh();
        });
        // A terminal has room for one such display, and another may be there.
        if (Task.WaitAny(started.Task, display) == 1 && display.IsFaulted)
            throw new InvalidOperationException("the progress of a run cannot be shown here", display.Exception.InnerException);
        bar = started.Task.Result;
        AppDomain.CurrentDomain.UnhandledException += EndBeforeTheProcess;
    }

    /// <summary>A line on this console, or none if it is no terminal.</summary>
    /// <exception cref="InvalidOperationException">The console shows something else that is drawn in place.</exception>
    public static ProgressLine? On(IAnsiConsole console) => console.Profile.Out.IsTerminal ? new(console) : null;

    /// <summary>Shows how far the run is, and what share of it is done.</summary>
    public void Show(RunProgress progress, double share)
    {
        latest = progress;
        // Drawn line by line, with the description of what is done.
        if (!drawsInPlace)
            bar.Description = $"{progress}";
        bar.Value = share;
    }

    /// <summary>Draws it for the last time, and gives the terminal back.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= EndBeforeTheProcess;
        finished.TrySetResult();
        display.GetAwaiter().GetResult();
    }

    // What the runtime then says of the exception would be drawn over.
    private void EndBeforeTheProcess(object sender, UnhandledExceptionEventArgs args) => Dispose();

    private IEnumerable<ProgressColumn> Columns(IAnsiConsole console)
    {
        var hasBar = console.Profile.Width >= NarrowestWithBar;
        yield return new TextColumn(() => latest, NumbersWidth + (hasBar ? BarWidth + 1 : 0));
        if (hasBar)
            yield return new ProgressBarColumn { Width = BarWidth };
        yield return new PercentageColumn();
        yield return new RemainingTimeColumn();
    }
}
