using Spectre.Console;

namespace FunctionalNet;

/// <summary>A line of text with a bar on a terminal, drawn anew ten times a second by a thread of its own.</summary>
internal sealed class ProgressLine : IDisposable
{
    // Leaves room for the text within 80 columns.
    private const int BarWidth = 12;

    private readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProgressTask bar;
    private readonly Task display;
    private volatile RunProgress latest = RunProgress.None;

    private ProgressLine(IAnsiConsole console, long steps)
    {
        using var ready = new ManualResetEventSlim();
        ProgressTask? task = null;
        display = console.Progress()
            .Columns(new TextColumn(() => latest), new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                task = context.AddTask("training", maxValue: long.Max(steps, 1));
                ready.Set();
                return finished.Task;
            });
        ready.Wait();
        bar = task!;
    }

    /// <summary>A line on this console, or none if it is no terminal.</summary>
    public static ProgressLine? On(IAnsiConsole console, long steps) =>
        console.Profile.Out.IsTerminal ? new(console, steps) : null;

    public void Show(RunProgress progress) => (latest, bar.Value) = (progress, progress.Step);

    public void Dispose()
    {
        finished.SetResult();
        display.GetAwaiter().GetResult();
    }
}
