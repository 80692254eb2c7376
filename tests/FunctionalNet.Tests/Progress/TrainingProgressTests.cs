using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Spectre.Console;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Progress;

public sealed class TrainingProgressTests
{
    private static readonly Dataset<double> Points = new(
        Key.Seed(0).Normal<double>([6, 2]), ImmutableArray.Create(0, 1, 1, 0, 1, 0));

    private static readonly TrainingRun<Batch<double>, double> Run = Train.Run(
        Affine(2, 2), Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), Batches.ShuffledEpochs(Points, 2, Key.Seed(1)), Key.Seed(2));

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
    public void Without_a_terminal_nothing_is_shown_or_measured()
    {
        var screen = new Screen(isTerminal: false);
        _ = Run.Take(10).WithProgress(9, Run.Batches, _ => throw new InvalidOperationException("measured"), Console(screen)).Last();
        Assert.Equal("", screen.Text);
    }

    [Fact]
    public void Metrics_of_states_are_passed_on_too() => Assert.Equal(
        Run.Take(5).Checkpoint(2), Run.Take(5).Checkpoint(2).WithProgress(4, Run.Batches, console: Console(new Screen(isTerminal: true))));

    [Fact]
    public void The_accuracy_is_measured_once_an_epoch()
    {
        var measured = new List<long>();
        _ = Run.Take(10).WithProgress(9, Run.Batches, Measure, Console(new Screen(isTerminal: true))).Last();
        Assert.Equal([3L, 6, 9], measured);

        double Measure(TrainingState<double> state)
        {
            measured.Add(state.Step);
            return 1;
        }
    }

    [Fact]
    public void Speed_is_samples_by_the_clock_and_the_bar_what_is_done_of_what_was_to_do()
    {
        var (screen, clock) = (new Screen(isTerminal: true), new Clock());
        var half = Batches.ShuffledEpochs(Points, 4, Key.Seed(1));
        var run = Run with { Batches = half, Initial = Run.ElementAt(20) };
        foreach (var _ in run.Take(5).WithProgress(28, half, console: Console(screen), clock: clock))
            clock.Now = clock.Now.AddSeconds(0.5);
        // Four of eight steps, with three samples each on average, in two seconds.
        Assert.True(screen.Text.Contains(" 6 samples/s", StringComparison.Ordinal), screen.Text);
        Assert.True(screen.Text.Contains(" 50%", StringComparison.Ordinal), screen.Text);
        Assert.False(screen.Text.Contains("100%", StringComparison.Ordinal), screen.Text);
    }

    [Fact]
    public void A_run_that_is_there_already_is_done()
    {
        var screen = new Screen(isTerminal: true);
        _ = Run.Take(1).WithProgress(0, Run.Batches, console: Console(screen)).Last();
        Assert.True(screen.Text.Contains("100%", StringComparison.Ordinal), screen.Text);
        var refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => Run.Skip(5).WithProgress(4, Run.Batches, console: Console(new Screen(isTerminal: false))).First());
        Assert.StartsWith("expected a last step of 5 or more, where the run begins, got 4", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_left_early_gives_the_terminal_back()
    {
        var console = Console(new Screen(isTerminal: true));
        Assert.Equal(2, Run.WithProgress(9, Run.Batches, console: console).ElementAt(2).Step);
        Assert.Equal(1, Run.WithProgress(9, Run.Batches, console: console).ElementAt(1).Step);
    }

    [Fact]
    public void A_terminal_that_shows_one_run_refuses_another()
    {
        var console = Console(new Screen(isTerminal: true));
        foreach (var _ in Run.Take(2).WithProgress(1, Run.Batches, console: console))
        {
            var refused = Assert.Throws<InvalidOperationException>(() => Run.WithProgress(9, Run.Batches, console: console).First());
            Assert.Equal("cannot show the progress of a run on this terminal", refused.Message);
            Assert.NotNull(refused.InnerException);
        }
    }

    [Fact]
    public void A_terminal_that_cannot_draw_in_place_gets_line_after_line()
    {
        var screen = new Screen(isTerminal: true);
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = screen });
        _ = Run.Take(10).WithProgress(12, Run.Batches, console: console).Last();
        Assert.Matches(@"epoch 3, step 9, loss \d\.\d{4}, \d+ samples/s: 75%", screen.Text);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(40)]
    public void A_narrow_terminal_has_as_much_as_fits_in_a_line(int width)
    {
        var screen = new Screen(isTerminal: true, width);
        _ = Run.Take(10).WithProgress(9, Run.Batches, _ => 1, Console(screen)).Last();
        var drawn = screen.Text.Split('\n').Where(line => line.Contains("epoch", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(drawn);
        Assert.All(drawn, line => Assert.Matches(@"epoch \d, step \d.*%.*\d\d:\d\d:\d\d", line));
    }

    [Fact]
    public void Words_that_do_not_fit_are_left_out()
    {
        var progress = new RunProgress(Step: 1500, Epoch: 3, LossSum: 0.5, LossWeight: 2, Accuracy: 0.93125, SamplesPerSecond: 41_200.4);
        Assert.Equal("epoch 3, step 1500, loss 0.2500, accuracy 0.931, 41200 samples/s", $"{progress}");
        Assert.Equal("epoch 3, step 1500, loss 0.2500, accuracy 0.931", progress.Within(63));
        Assert.Equal("epoch 3, step 1500", progress.Within(20));
        Assert.Equal("epoch 3", progress.Within(0));
    }

    [Fact]
    public void The_loss_is_a_mean_that_forgets_and_what_is_not_known_is_left_out()
    {
        var (first, second) = (Run.ElementAt(1), Run.ElementAt(2));
        var start = RunProgress.None.After(Run.Initial, Run.Batches, double.NaN);
        Assert.Equal("epoch 1, step 0", $"{start}");
        var next = start.After(first, Run.Batches, 123.4).After(second, Run.Batches, 567.8);
        Assert.Equal((0.98 * LossOf(first) + LossOf(second)) / 1.98, next.SmoothLoss ?? double.NaN, 1e-15);
        Assert.Equal($"epoch 1, step 2, loss {next.SmoothLoss:0.0000}, 568 samples/s", $"{next}");
        Assert.Equal(2, next.After(Run.ElementAt(4), Run.Batches, 1).Epoch);
        Assert.Equal("epoch 1, step 2, loss NaN", $"{next.After(second with { Loss = double.NaN }, Run.Batches, double.NaN)}");
    }

    [Fact]
    public void The_first_interrupt_is_a_request_and_the_second_the_end()
    {
        var putInOrder = 0;
        using var interrupt = new Interrupt(() => putInOrder++);
        Assert.False(interrupt.IsRequested);
        Assert.True(interrupt.Press());
        Assert.Equal((true, 0), (interrupt.IsRequested, putInOrder));
        Assert.False(interrupt.Press());
        Assert.Equal(1, putInOrder);
    }

    [Fact]
    public void A_deadline_ends_a_sequence_with_the_latest_item()
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

    private sealed class Screen(bool isTerminal, int width = 160) : IAnsiConsoleOutput
    {
        private readonly StringBuilder text = new();

        public string Text => text.ToString();

        public TextWriter Writer => new StringWriter(text, CultureInfo.InvariantCulture);

        public bool IsTerminal => isTerminal;

        public int Width => width;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
