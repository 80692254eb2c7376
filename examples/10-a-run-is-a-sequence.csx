#load "setup.csx"

// 10. A run is a sequence
//
// The chapter trains in a loop. Here the loop is turned inside out: a training run is a value, an infinite lazy sequence of states,
// and enumerating it makes it run.

var (train, test) = Digits.Load<float>(Key.Seed(0), train: 3000, test: 500);
var network = Affine(784, 30, Initializers.HeNormal) >> Relu >> Affine(30, 10, Initializers.HeNormal);
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(1));
var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Momentum(0.05, 0.9), batches, Key.Seed(2));
Console.WriteLine(run.First());
Console.WriteLine(run.ElementAt(3));

// Everything that is done with a run is a function from sequences to sequences, and these compose like layers. Nothing is computed
// before ToList asks for it, and early stopping ends it. Meanwhile, WithProgress shows the progress if there is a terminal. Ctrl+C
// ends the sequence, and the states so far are in the list.

var epochs = run.ByEpoch(40)
    .WithMetrics(("test", state => network.Accuracy(state.Parameters, test)))
    .StopEarly(patience: 3, epoch => epoch["test"])
    .WithProgress(lastStep: 40 * batches.PerEpoch, batches)
    .ToList();
foreach (var epoch in epochs)
    Console.WriteLine($"epoch {epoch.State.Step / batches.PerEpoch,2}: {epoch["test"]:P1}");

// Your own functions work the same way. This one keeps the states whose loss is lower than any before.

IEnumerable<TrainingState<float>> Records(IEnumerable<TrainingState<float>> states)
{
    var lowest = float.PositiveInfinity;
    foreach (var state in states)
    {
        var loss = state.Loss.IfNone(lowest);
        if (loss < lowest)
            yield return state;
        lowest = Math.Min(lowest, loss);
    }
}

Console.WriteLine($"of 300 steps, {Records(run.Take(301)).Count()} had a loss lower than all before");

// Since states never change, a checkpoint is the state itself. Batches and keys are functions of the step. So any state of a run can
// be recomputed, to the bit, from the nearest checkpoint; nothing else has to be recorded.

var kept = run.Take(301).Checkpoint(every: 100).Last().Checkpoints;
var once = run.ElementAt(234).Parameters.Fingerprint();
Console.WriteLine($"step 234 again, from step 200: {run.Replay(234, kept).Parameters.Fingerprint() == once}");

// And a run can be forked: what if the rate had been different from step 300 on? The velocity is kept, since the optimizer is of the
// same kind. An optimizer of another kind begins with a new state: run.With(optimizer).

foreach (var rate in new[] { 0.005, 0.05, 0.5 })
{
    var fork = run with { Initial = kept[^1], Optimizer = Optimizers.Momentum(rate, 0.9) };
    Console.WriteLine($"at a rate of {rate} from there, 100 steps later: {network.Accuracy(fork.ElementAt(100).Parameters, test):P1}");
}

// A fork that diverges stops by itself, in a state that can be inspected and that tells where it happened.

var tooFast = (run with { Initial = kept[^1] }).With(Optimizers.Sgd(1e15));
Console.WriteLine(tooFast.Last());
