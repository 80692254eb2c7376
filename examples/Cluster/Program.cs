using Cluster;
using DigitJobs;
using FunctionalNet;

var world = Mpi.Start().Match<Communicator?>(Succ: ranks => ranks, Fail: error =>
{
    Console.Error.WriteLine($"{error.Message}. This runs alone.");
    return null;
});

// Only the first rank prints. What is wrong with a rank is told by that one.
if (world is { IsFirst: false })
    Console.SetOut(TextWriter.Null);

using var interruption = new Interruption();
var job = new ClusterJob(world);
return interruption.ExitCode(await CommandLine.Invoke(args, (settings, token) => JobProgram.Run(job, settings.For(world), token), interruption.Token));
