using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Spectre.Console;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Training;

public sealed class TrainingProgressTests
{
    private static readonly Dataset<double> Points = new(
        Key.Seed(0).Normal<double>([6, 2]), ImmutableArray.Create(0, 1, 1, 0, 1, 0));

    private static readonly TrainingRun<double> Run = Train.Run(
        Affine(2, 2), SoftmaxCrossEntropy, Sgd(0.1), Batches.ShuffledEpochs(Points, 2, Key.Seed(1)), Key.Seed(2));

    [Fact]
    public void States_come_through_as_they_are()
    {
        var states = Run.Take(10).ToList();
        Assert.Equal(states, Run.Take(10).WithProgress(9, Run.Batches, console: Console(new Screen(isTerminal: true))));
        Assert.Equal(states, Run.Take(10).WithProgress(9, Run.Batches, console: Console(new Screen(isTerminal: false))));
    }

    [Fact]
    public void A_terminal_shows_where_the_run_is()
    {
        var screen = new Screen(isTerminal: true);
        var last = Run.Take(10).WithProgress(9, Run.Batches, accuracy: state => state.Step / 12.0, Console(screen)).Last();
        Assert.Equal(9, last.Step);
        var shown = screen.Text;
        Assert.True(shown.Contains("epoch 3, step 9, loss ", StringComparison.Ordinal), shown);
        Assert.True(shown.Contains("accuracy 0.750", StringComparison.Ordinal), shown);
        Assert.True(shown.Contains("100%", StringComparison.Ordinal), shown);
    }

    [Fact]
    public void What_is_no_terminal_stays_quiet_and_measures_nothing()
    {
        var screen = new Screen(isTerminal: false);
        _ = Run.Take(10).WithProgress(9, Run.Batches, _ => throw new InvalidOperationException("measured"), Console(screen)).Last();
        Assert.Equal("", screen.Text);
    }

    [Fact]
    public void A_run_that_is_left_early_gives_the_terminal_back()
    {
        var screen = new Screen(isTerminal: true);
        Assert.Equal(2, Run.WithProgress(9, Run.Batches, console: Console(screen)).ElementAt(2).Step);
        var console = Console(screen);
        console.Progress().Start(context => context.AddTask("the terminal is free"));
    }

    [Fact]
    public void The_loss_is_smoothed_and_what_is_not_known_left_out()
    {
        var (first, second) = (Run.ElementAt(1), Run.ElementAt(2));
        var start = RunProgress.None.After(Run.Initial, Run.Batches, double.NaN);
        Assert.Equal("epoch 1, step 0", $"{start}");
        var next = start.After(first, Run.Batches, 123.4).After(second, Run.Batches, 567.8);
        Assert.Equal(0.98 * LossOf(first) + 0.02 * LossOf(second), next.SmoothLoss, 1e-15);
        Assert.Equal($"epoch 1, step 2, loss {next.SmoothLoss:0.0000}, 568 samples/s", $"{next}");
        Assert.Equal(2, next.After(Run.ElementAt(4), Run.Batches, 1).Epoch);
    }

    [Fact]
    public void A_deadline_ends_a_sequence_with_what_there_is()
    {
        var clock = new Clock();
        var steps = Run.Select(state =>
        {
            clock.Now = clock.Now.AddSeconds(1);
            return state.Step;
        });
        Assert.Equal([0L, 1, 2], steps.TakeUntil(clock.Now.AddSeconds(3), clock));
    }

    private static double LossOf(TrainingState<double> state) => state.Loss.IfNone(double.NaN);

    private static IAnsiConsole Console(Screen screen) => AnsiConsole.Create(new()
    {
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
        Out = screen,
    });

    private sealed class Screen(bool isTerminal) : IAnsiConsoleOutput
    {
        private readonly StringBuilder text = new();

        public string Text => text.ToString();

        public TextWriter Writer => new StringWriter(text, CultureInfo.InvariantCulture);

        public bool IsTerminal => isTerminal;

        public int Width => 160;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
