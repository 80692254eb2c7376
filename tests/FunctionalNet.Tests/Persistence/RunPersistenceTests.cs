using FunctionalNet.Resumption;
using LanguageExt.Common;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>A run that is saved while it goes on, and gone on from.</summary>
public sealed class RunPersistenceTests : IDisposable
{
    private static readonly TrainingRun<Batch<float>, float> Run = ResumedRuns<float>.By(Optimizers.Adam(0.01));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void States_are_passed_on_as_they_are_and_the_last_ones_are_kept()
    {
        Assert.Equal(Run.Take(24), Run.Take(24).SavedTo(folder.Path, Run, every: 5));
        Assert.Equal(["step-000000000015.safetensors", "step-000000000020.safetensors", "step-000000000023.safetensors"], folder.Entries);
        Assert.Equal(Run.Where(state => state.Step is 15 or 20 or 23).Take(3), Run.SavedIn(folder.Path).ThrowIfFail().States);
    }

    [Fact]
    public void The_last_state_is_saved_when_the_sequence_is_left()
    {
        foreach (var state in Run.SavedTo(folder.Path, every: 1000))
        {
            if (state.Step == 7)
                break;
        }

        Assert.Equal(7, Run.ResumedFrom(folder.Path).ThrowIfFail().Run.Initial.Step);
    }

    [Fact]
    public void The_last_state_is_saved_when_training_throws()
    {
        var states = Run.Select(state => state.Step < 7 ? state : throw new InvalidOperationException("the data have ended"));
        Assert.Throws<InvalidOperationException>(() => states.SavedTo(folder.Path, Run, every: 1000).Last());
        Assert.Equal(6, Run.ResumedFrom(folder.Path).ThrowIfFail().Run.Initial.Step);
    }

    [Theory]
    [InlineData(Goal.Maximize, 10)]
    [InlineData(Goal.Minimize, 15)]
    public void The_best_by_a_metric_is_kept_also_over_processes(Goal goal, int best)
    {
        double Score(TrainingState<float> state) => state.Step switch { 10 => 3, 15 => -3, 5 or 20 => double.NaN, _ => 0 };
        var measured = Run.Select(state => new MeasuredState<float>(state)).WithMetrics(("score", Score));
        _ = measured.Take(21).SavedTo(folder.Path, Run, every: 5, keep: 1, best: "score", goal).Last();
        Assert.Equal([best, 20], Run.SavedIn(folder.Path).ThrowIfFail().States.Select(state => state.Step));
        var resumed = Run.ResumedFrom(folder.Path).ThrowIfFail().Run.Select(state => new MeasuredState<float>(state)).WithMetrics(("score", Score));
        _ = resumed.Take(11).SavedTo(folder.Path, Run, every: 5, keep: 1, best: "score", goal).Last();
        Assert.Equal([best, 30], Run.SavedIn(folder.Path).ThrowIfFail().States.Select(state => state.Step));
    }

    [Fact]
    public void A_metric_that_there_is_not_is_named() => Failure.Says(
        "no metric is called test; there are none", () => Run.Take(3).Select(state => new MeasuredState<float>(state)).SavedTo(folder.Path, Run, 1, best: "test").Last());

    [Fact]
    public void Without_a_state_a_run_begins_at_its_beginning()
    {
        Assert.Equal("from the beginning", $"{Run.ResumedFrom(folder.Path)}"["Succ(".Length..^1]);
        Assert.Equal(Run.Initial, Run.ResumedFrom(folder.At("none")).ThrowIfFail().Run.Initial);
    }

    [Fact]
    public void A_torn_or_foreign_file_is_passed_over_and_said()
    {
        _ = Run.Take(11).SavedTo(folder.Path, Run, every: 5).Last();
        var torn = folder.At("step-000000000010.safetensors");
        File.WriteAllBytes(torn, File.ReadAllBytes(torn)[..^9]);
        folder.Write("notes.safetensors", "nothing"u8.ToArray());
        folder.Write("notes.txt", "nothing"u8.ToArray());
        var resumed = Run.ResumedFrom(folder.Path).ThrowIfFail();
        Assert.Equal((5, folder.At("step-000000000005.safetensors")), (resumed.Run.Initial.Step, resumed.File));
        Assert.Equal([$"{folder.At("notes.safetensors")}: expected a safetensors file, found 7 bytes", torn], resumed.PassedOver.Select(TornByName).ToArray());
        Assert.Equal([0, 5], Run.SavedIn(folder.Path).ThrowIfFail().States.Select(state => state.Step));
        Assert.Equal(Run.ElementAt(12), resumed.Run.ElementAt(7));

        string TornByName(Error error) => error.Message.StartsWith($"{torn}: expected ", StringComparison.Ordinal) ? torn : error.Message;
    }

    [Fact]
    public void A_changed_file_is_passed_over_and_said()
    {
        _ = Run.Take(11).SavedTo(folder.Path, Run, every: 5).Last();
        var changed = folder.At("step-000000000010.safetensors");
        var bytes = File.ReadAllBytes(changed);
        bytes[^1] ^= 1;
        File.WriteAllBytes(changed, bytes);
        var resumed = Run.ResumedFrom(folder.Path).ThrowIfFail();
        Assert.Equal(5, resumed.Run.Initial.Step);
        Assert.EndsWith("the file is not whole, or was changed", resumed.PassedOver.Single().Message, StringComparison.Ordinal);
    }

    /// <summary>Runs that differ from the one in the folder, and how that is said.</summary>
    [Fact]
    public void The_state_of_another_run_is_refused_by_what_differs()
    {
        _ = Run.Take(1).SavedTo(folder.Path, Run, every: 5).Last();
        var file = folder.At("step-000000000000.safetensors");
        var optimizer = ResumedRuns<float>.By(Optimizers.Adam(0.02));
        Assert.Equal(
            $"{file}: expected a state of the run {RunDescription.Of(optimizer)}: expected the optimizer Adam(0.02), found Adam(0.01)", Message(optimizer.ResumedFrom(folder.Path)));
        var network = Train.Run(Affine(6, 3), Losses.SoftmaxCrossEntropy, Run.Optimizer, Run.Batches, Key.Seed(0));
        Assert.Equal(
            $"{file}: expected a state of the run {RunDescription.Of(network)}: expected the network and loss {network.Objective}, found {Run.Objective}",
            Message(network.ResumedFrom(folder.Path)));
        Assert.Equal(
            $"{file}: Affine1/W: expected double-precision numbers, found single-precision numbers (F32)",
            Message(ResumedRuns<double>.By(Layers<double>.Optimizers.Adam(0.01)).ResumedFrom(folder.Path)));
        var seed = Run with { Initial = Run.Initial with { Key = Key.Seed(9) } };
        Assert.Equal(
            $"{file}: expected a state of the run with the key {Key.Seed(9)}, found {Run.Initial.Key}: that of another seed", Message(seed.ResumedFrom(folder.Path)));
        Assert.Equal(Message(optimizer.ResumedFrom(folder.Path)), Assert.Throws<IOException>(() => optimizer.Take(3).SavedTo(folder.Path, optimizer, 1).Last()).Message);
        Assert.Equal([Path.GetFileName(file)], folder.Entries);
    }

    // It may be the newest state: a run from the beginning would write over it.
    [Fact]
    public void A_file_that_cannot_be_opened_is_not_passed_over()
    {
        _ = Run.Take(11).SavedTo(folder.Path, Run, every: 5).Last();
        var newest = folder.At("step-000000000010.safetensors");
        using (new FileStream(newest, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.StartsWith($"{newest}: ", Message(Run.ResumedFrom(folder.Path)), StringComparison.Ordinal);
            Assert.StartsWith($"{newest}: ", Message(Run.SavedIn(folder.Path)), StringComparison.Ordinal);
        }

        Assert.Equal(10, Run.ResumedFrom(folder.Path).ThrowIfFail().Run.Initial.Step);
    }

    [Fact]
    public void A_copy_that_somebody_has_made_is_not_deleted()
    {
        _ = Run.Take(6).SavedTo(folder.Path, Run, every: 5).Last();
        File.Copy(folder.At("step-000000000005.safetensors"), folder.At("mine.safetensors"));
        _ = Run.ResumedFrom(folder.Path).ThrowIfFail().Run.Take(16).SavedTo(folder.Path, Run, every: 5, keep: 1).Last();
        Assert.Equal(["mine.safetensors", "step-000000000020.safetensors"], folder.Entries);
        Assert.Equal([5, 20], Run.SavedIn(folder.Path).ThrowIfFail().States.Select(state => state.Step));
    }

    [UnixFact]
    public void Nothing_is_written_after_an_exception_of_the_one_who_is_told()
    {
        var (file, told) = (folder.Write("file", [1]), 0);
        var states = Run.SavedTo(file, every: 5, goOnAfter: _ => throw new InvalidOperationException(Invariant($"told {++told}")));
        Assert.Equal("told 1", Assert.Throws<InvalidOperationException>(() => states.Last()).Message);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Nested_optimizers_come_back() => GoesOn(ResumedRuns<float>.By(Optimizers.Lookahead(Optimizers.Accumulate(3, Optimizers.Partition(
        ("Affine1", Optimizers.Adam(0.01)),
        ("Affine2", Optimizers.Partition(("Affine2/W", Optimizers.Momentum(0.1, 0.9)), ("Affine2/b", Optimizers.Sgd(0.1)))))))));

    [Fact]
    public void A_custom_objective_and_an_optimizer_with_tensors_of_its_own_come_back()
    {
        const string Memory = "memory/of its own";
        var doubling = Optimizer.Define<float>(
            "Doubling",
            _ => TransformationState<float>.Empty.WithScalar("limit", double.PositiveInfinity)
                .WithOptimizer(Memory, Remembered(Parameters<float>.Create(new Parameter<float>("of/no layer", ParameterRole.Statistic, Tensor.Vector(1f, -0f))))),
            (updates, state, _) => (updates, state.WithOptimizer(Memory, Remembered(state.Optimizer(Memory)["Sum"].Tensor("sum").Map(sum => sum + sum)))));
        var network = Affine(6, 3);
        var objective = Objective.Define<Batch<float>, float>("size", (batch, mode) =>
            network.OnInput(batch.Inputs, mode) >> TensorNodes<float>.Square >> TensorNodes<float>.Sum);
        var run = Train.Run(objective, doubling >> Optimizers.Sgd(0.001), Run.Batches, network.Initialize(Key.Seed(0)), Key.Seed(1));
        Assert.Equal(64, run.ElementAt(6).Optimizer["Doubling"].Optimizer(Memory)["Sum"].Tensor("sum").Values[0].Data[0]);
        GoesOn(run);

        static OptimizerState<float> Remembered(Parameters<float> sum) => new([new TransformationState<float>("Sum").WithTensors("sum", sum)]);
    }

    private void GoesOn(TrainingRun<Batch<float>, float> run)
    {
        var last = run.Take(8).SavedTo(folder.Path, run, every: 3).Last();
        var resumed = run.ResumedFrom(folder.Path).ThrowIfFail().Run;
        Assert.Equal(last, resumed.Initial);
        Assert.Equal(run.ElementAt(20), resumed.ElementAt(13));
        var file = folder.At("step-000000000007.safetensors");
        Assert.Equal(File.ReadAllBytes(file), SavedState<float>.Load(file).ThrowIfFail().Encode());
    }

    [Fact]
    public void Replay_and_the_search_for_a_NaN_take_states_from_the_disk()
    {
        _ = Run.Take(31).SavedTo(folder.Path, Run, every: 10, keep: 9).Last();
        Assert.Equal(Run.ElementAt(25), Run.Replay(25, Run.SavedIn(folder.Path).ThrowIfFail().States));
        using var other = new TemporaryFolder();
        var wild = ResumedRuns<float>.By(Optimizers.Sgd(3e38));
        var last = wild.SavedTo(other.Path, every: 1, keep: 99).Last();
        Assert.True(last.HasDiverged);
        Assert.Equal(wild.FirstNonFinite(last), wild.FirstNonFinite(last, wild.SavedIn(other.Path).ThrowIfFail().States));
    }

    [Fact]
    public void What_a_killed_writer_has_left_is_deleted()
    {
        folder.Write(".abcd1234.xyz.part", [1, 2, 3]);
        folder.Write(".mine.part", [1, 2, 3]);
        _ = Run.Take(1).SavedTo(folder.Path, Run, every: 1).Last();
        Assert.Equal([".mine.part", "step-000000000000.safetensors"], folder.Entries);
    }

    [Fact]
    public void A_folder_that_vanishes_is_a_failure_of_one_line_and_training_goes_on_as_asked()
    {
        var errors = new List<string>();
        var last = Run.Take(11).Select(Deleting)
            .SavedTo(folder.At("run"), Run, every: 5, goOnAfter: Told(errors, goOn: true)).Last();
        Assert.Equal(10, last.Step);
        // The file of step 5 is in its place before the folder is flushed, which may find it gone.
        Assert.InRange(errors.Count, 1, 2);
        Assert.StartsWith($"{folder.At("run")}/step-000000000010.safetensors: ", errors[^1], StringComparison.Ordinal);

        TrainingState<float> Deleting(TrainingState<float> state)
        {
            if (state.Step == 6 && SpinWait.SpinUntil(() => File.Exists(folder.At("run/step-000000000005.safetensors")), TimeSpan.FromMinutes(1)))
                Directory.Delete(folder.At("run"), recursive: true);
            return state;
        }
    }

    [UnixFact]
    public void A_place_that_is_no_folder_is_said_at_the_first_state_and_training_ends_as_asked()
    {
        var errors = new List<string>();
        var file = folder.Write("file", [1]);
        Assert.Equal([0], Run.SavedTo(file, every: 5, goOnAfter: Told(errors, goOn: false)).Select(state => state.Step));
        Assert.StartsWith($"{file}: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.StartsWith($"{file}: ", Assert.Throws<IOException>(() => Run.SavedTo(file, every: 5).Last()).Message, StringComparison.Ordinal);
        Assert.Equal([1], File.ReadAllBytes(file));
    }

    private static Func<Error, bool> Told(List<string> errors, bool goOn) => error =>
    {
        errors.Add(error.Message);
        return goOn;
    };

    private static string Message<A>(LanguageExt.Fin<A> result) => result.Match(value => $"{value}", error => error.Message);
}
