namespace DigitJobs;

/// <summary>The settings that every job has.</summary>
public record JobSettings(string Data, int Batch, double Rate, long Seed, string Precision, bool Json, string? Report)
{
    /// <summary>The folder of the run's states; null to save none.</summary>
    public Checkpoints? Checkpoints { get; init; }

    /// <summary>The file to save the parameters to after the run; null for none.</summary>
    public string? Save { get; init; }

    /// <summary>The file of a saved network to ask, in place of a run; null to train.</summary>
    public string? Predict { get; init; }
}
