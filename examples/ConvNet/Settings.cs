using DigitJobs;

namespace ConvNet;

/// <summary>The settings of the command line.</summary>
internal sealed record Settings : JobSettings
{
    public Settings(JobSettings job, string network, int epochs)
        : base(job) => (Network, Epochs) = (network, epochs);

    /// <summary>The name of the network, one of <see cref="Recipe.Names"/>.</summary>
    public string Network { get; init; }

    /// <summary>The number of times that each training image is learnt from.</summary>
    public int Epochs { get; init; }
}
