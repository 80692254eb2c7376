using System.CommandLine;
using DigitJobs;

namespace TwoLayerNet;

/// <summary>The command line: its options, their limits, and the chapter's values as defaults.</summary>
internal static class CommandLine
{
    private static readonly JobOptions Job = new(
        batch: "The number of images in a batch, drawn with replacement",
        rate: "The learning rate of gradient descent", usualRate: 0.1,
        seed: "The seed of weights and batches");

    private static readonly Option<int> Iterations = NumberOption.Whole("--iterations", "The number of training steps", 10_000, least: 0);

    private static readonly Option<int> Hidden = NumberOption.Whole("--hidden", "The number of neurons in the hidden layer", 50);

    /// <summary>Runs with the settings in the arguments, or prints what is wrong with them. Returns the exit code.</summary>
    public static Task<int> Invoke(string[] arguments, Func<Settings, CancellationToken, Task<int>> run, CancellationToken cancellation) =>
        Job.Invoke(
            "Trains the textbook's two-layer network on handwritten digits.",
            [Job.Data, Iterations, Job.Batch, Job.Rate, Hidden, Job.Seed, .. Job.Others],
            ofNetwork: [],
            arguments,
            (parsed, token) => run(new(Job.Read(parsed), parsed.GetRequiredValue(Iterations), parsed.GetRequiredValue(Hidden)), token),
            cancellation);
}
