using FunctionalNet;
using FunctionalNet.Ranks;
using LanguageExt;

// A rank, for the tests, which start several and end one of them at any moment.
//
//     run FOLDER STEPS    goes on with the run from where it was left in the folder; rank 0 prints "going", and the fingerprint and the loss at the end
//     gather              rank 0 prints the sum of two numbers of each rank, the shapes of what all ranks have, and its place in each half of them
//     throw               the last rank throws, while the others wait
//     exit                the last rank ends with an exit code of 3, while the others wait
var world = Mpi.Start().ThrowIfFail();
var collective = world.Collective<float>();
switch (args)
{
    case ["run", var folder, var steps]:
        var run = RankedRun.Of(collective);
        var goesOn = run.ResumedFrom(folder).ThrowIfFail().Run;
        collective.Barrier().ThrowIfFail();
        var states = goesOn.TakeUntil(state => state.Step >= int.Parse(steps, System.Globalization.CultureInfo.InvariantCulture));
        if (world.IsFirst)
        {
            Console.WriteLine("going");
            Console.WriteLine(RankedRun.Summary(states.SavedTo(folder, run, every: 5, keep: 2).Last(), collective));
        }
        else
        {
            _ = RankedRun.Summary(states.Last(), collective);
        }

        return 0;
    case ["gather"]:
        var all = collective.Gather(Tensor.Ones<float>([world.Rank + 1, 2])).ThrowIfFail();
        var half = world.Split(world.Rank % 2).ThrowIfFail();
        var first = collective.Broadcast(Tensor.Scalar<float>(world.Rank + 7)).ThrowIfFail();
        if (world.IsFirst)
            Console.WriteLine(FormattableString.Invariant($"{string.Join(' ', all.Select(tensor => tensor.Shape))}, half of {half.Size}, {first[[]]}"));
        return 0;
    case ["throw"] when world.Rank == world.Size - 1:
        throw new InvalidOperationException("this rank fails");
    case ["exit"] when world.Rank == world.Size - 1:
        return 3;
    case ["throw" or "exit"]:
        collective.Barrier().ThrowIfFail();
        return 0;
    default:
        Console.Error.WriteLine("expected run FOLDER STEPS, gather, throw or exit");
        return 2;
}
