using DigitJobs;

namespace TwoLayerNet;

/// <summary>The settings of the command line.</summary>
internal sealed record Settings : JobSettings
{
    public Settings(JobSettings job, int iterations, int hidden)
        : base(job) => (Iterations, Hidden) = (iterations, hidden);

    /// <summary>The number of steps.</summary>
    public int Iterations { get; init; }

    /// <summary>The number of neurons in the hidden layer.</summary>
    public int Hidden { get; init; }
}
