using DigitJobs;
using FunctionalNet;

namespace Cluster;

/// <summary>The settings of the command line.</summary>
internal sealed record Settings : JobSettings
{
    public Settings(JobSettings job, string network, int iterations, int shards)
        : base(job) => (Network, Iterations, Shards) = (network, iterations, shards);

    /// <summary>The name of the network, one of <see cref="Networks.Names"/>.</summary>
    public string Network { get; init; }

    /// <summary>The number of steps.</summary>
    public int Iterations { get; init; }

    /// <summary>The number of shards of a batch.</summary>
    public int Shards { get; init; }

    /// <summary>The settings of a rank: only the first writes a report and saves parameters.</summary>
    public Settings For(Communicator? world) => world is { IsFirst: false } ? this with { Report = null, Save = null } : this;
}
