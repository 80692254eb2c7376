using Spectre.Console;

namespace FunctionalNet;

/// <summary>A line of text with a bar on a terminal, redrawn ten times a second by a thread of its own.</summary>
internal sealed class ProgressLine : IDisposable
{
    // The least width for a bar: on a narrower terminal the words matter more.
    private const int NarrowestWithBar = 80;
    private const int BarWidth = 12;

    // The width of the percentage, the remaining time, and the space around them.
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
        // A terminal can show one such display at a time, and there may be another.
        if (Task.WaitAny(started.Task, display) == 1 && display.IsFaulted)
            throw new InvalidOperationException("cannot show the progress of a run on this terminal", display.Exception.InnerException);
        bar = started.Task.Result;
        AppDomain.CurrentDomain.UnhandledException += EndBeforeTheProcess;
    }

    /// <summary>A line on this console, or null if it is not a terminal.</summary>
    /// <exception cref="InvalidOperationException">The console shows something else that is drawn in place.</exception>
    public static ProgressLine? On(IAnsiConsole console) => console.Profile.Out.IsTerminal ? new(console) : null;

    /// <summary>Shows the progress of the run and the share of it that is done.</summary>
    public void Show(RunProgress progress, double share)
    {
        latest = progress;
        // A terminal that cannot redraw prints a line with the description each time.
        if (!drawsInPlace)
            bar.Description = $"{progress}";
        bar.Value = share;
    }

    /// <summary>Draws the line for the last time and releases the terminal.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= EndBeforeTheProcess;
        finished.TrySetResult();
        display.GetAwaiter().GetResult();
    }

    // Otherwise the line would be drawn over the runtime's report of the exception.
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
