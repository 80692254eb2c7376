using System.CommandLine;
using DigitJobs;

namespace Cluster;

/// <summary>The command line: its options, their limits and defaults.</summary>
internal static class CommandLine
{
    private static readonly JobOptions Job = new(
        batch: "The number of images in a batch, of all ranks together, drawn with replacement",
        rate: "The learning rate of gradient descent", usualRate: 0.1,
        seed: "The seed of weights and batches");

    private static readonly Option<string> Network = new Option<string>("--network")
    {
        Description = "chapter, of 50 hidden neurons, or wide, of twice 512",
        DefaultValueFactory = _ => Networks.Names[0],
    }.AcceptOnlyFromAmong([.. Networks.Names]);

    private static readonly Option<int> Iterations = NumberOption.Whole("--iterations", "The number of training steps", 10_000, least: 0);

    private static readonly Option<int> Shards = NumberOption.Whole(
        "--shards", "The number of parts of a batch, which the bits of a run depend on; as many ranks at most can share them", 8);

    /// <summary>Runs with the settings in the arguments, or prints what is wrong with them. Returns the exit code.</summary>
    public static Task<int> Invoke(string[] arguments, Func<Settings, CancellationToken, Task<int>> run, CancellationToken cancellation) =>
        Job.Invoke(
            "Trains a network on handwritten digits on as many machines as there are: mpirun -np 4 dotnet Cluster.dll.",
            [Job.Data, Network, Iterations, Job.Batch, Shards, Job.Rate, Job.Seed, .. Job.Others],
            ofNetwork: [Network],
            arguments,
            (parsed, token) => run(
                new(Job.Read(parsed), parsed.GetRequiredValue(Network), parsed.GetRequiredValue(Iterations), parsed.GetRequiredValue(Shards)), token),
            cancellation);
}
