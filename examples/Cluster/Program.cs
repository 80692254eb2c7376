using Cluster;
using DigitJobs;
using FunctionalNet;

var started = Mpi.Start();
if (started.IsFail)
{
    var message = started.Match(Succ: _ => "", Fail: error => error.Message);
    Console.Error.WriteLine(Mpi.LaunchedRanks == 1 ? $"{message}. This runs alone." : message);
    if (Mpi.LaunchedRanks > 1)
        return 1;
}

var world = started.Match<Communicator?>(Succ: ranks => ranks, Fail: _ => null);

// Only the first rank prints. What is wrong with a rank is told by that one.
if (world is { IsFirst: false })
    Console.SetOut(TextWriter.Null);

using var interruption = new Interruption();
var job = new ClusterJob(world);
return interruption.ExitCode(await CommandLine.Invoke(args, (settings, token) => JobProgram.Run(job, settings.For(world), token), interruption.Token));
