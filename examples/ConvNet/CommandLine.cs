using System.CommandLine;
using DigitJobs;

namespace ConvNet;

/// <summary>The command line: its options, their limits, and the defaults, with which the networks come to their accuracy.</summary>
internal static class CommandLine
{
    private static readonly JobOptions Job = new(
        batch: "The number of images in a batch; each image once an epoch",
        rate: "The learning rate of Adam at first; it goes to 0 by a cosine", usualRate: 0.001,
        seed: "The seed of weights, batches, augmentation and dropout");

    private static readonly Option<string> Network = new Option<string>("--network")
    {
        Description = "simple, of one convolution, or deep, of six, whose images are augmented",
        DefaultValueFactory = _ => "simple",
    }.AcceptOnlyFromAmong([.. Recipe.Names]);

    private static readonly Option<int> Epochs = NumberOption.Whole("--epochs", "The number of times that each training image is learnt from", 15);

    /// <summary>Runs with the settings in the arguments, or prints what is wrong with them. Returns the exit code.</summary>
    public static Task<int> Invoke(string[] arguments, Func<Settings, CancellationToken, Task<int>> run, CancellationToken cancellation) =>
        Job.Invoke(
            "Trains the textbook's convolutional networks on handwritten digits.",
            [Job.Data, Network, Epochs, Job.Batch, Job.Rate, Job.Seed, .. Job.Others],
            ofNetwork: [Network],
            arguments,
            (parsed, token) => run(new(Job.Read(parsed), parsed.GetRequiredValue(Network), parsed.GetRequiredValue(Epochs)), token),
            cancellation);
}
