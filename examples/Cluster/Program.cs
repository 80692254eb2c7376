using Cluster;
using DigitJobs;
using FunctionalNet;

var isLaunchedAlone = Mpi.LaunchedRanks == 1;
var world = Mpi.Start().Match<Communicator?>(Succ: ranks => ranks, Fail: error =>
{
    Console.Error.WriteLine(isLaunchedAlone ? $"{error.Message}. This runs alone." : error.Message);
    return null;
});
if (world is null && !isLaunchedAlone)
    return 1;

// Only the first rank prints. What is wrong with a rank is told by that one.
if (world is { IsFirst: false })
    Console.SetOut(TextWriter.Null);

using var interruption = new Interruption();

// A rank that waits for one that has died cannot heed the request to stop: some seconds after it, it is ended.
using var end = world is { Size: > 1 }
    ? interruption.Token.Register(() => Task.Delay(TimeSpan.FromSeconds(10)).ContinueWith(_ => Environment.Exit(interruption.ExitCode(1)), TaskScheduler.Default))
    : default;
var job = new ClusterJob(world);
return interruption.ExitCode(await CommandLine.Invoke(args, (settings, token) => JobProgram.Run(job, settings.For(world), token), interruption.Token));
