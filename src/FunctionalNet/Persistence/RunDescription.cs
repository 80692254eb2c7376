using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The run that a state belongs to, as texts. A state of another run is refused by them.</summary>
/// <param name="Objective">The objective: network and loss.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Batches">The batches.</param>
public sealed record RunDescription(string Objective, string Optimizer, string Batches)
{
    /// <summary>The objective: network and loss.</summary>
    public string Objective { get; init => field = Require.NotNull(value, nameof(Objective)); } = Require.NotNull(Objective, nameof(Objective));

    /// <summary>The optimizer.</summary>
    public string Optimizer { get; init => field = Require.NotNull(value, nameof(Optimizer)); } = Require.NotNull(Optimizer, nameof(Optimizer));

    /// <summary>The batches.</summary>
    public string Batches { get; init => field = Require.NotNull(value, nameof(Batches)); } = Require.NotNull(Batches, nameof(Batches));

    /// <summary>The description of a run.</summary>
    public static RunDescription Of<TBatch, T>(TrainingRun<TBatch, T> run)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        return new($"{run.Objective}", $"{run.Optimizer}", $"{run.Batches}");
    }

    /// <summary>The differences of another description, in a line; none if it is the same.</summary>
    internal Option<string> DifferencesOf(RunDescription other)
    {
        var differences = new[] { ("network and loss", Objective, other.Objective), ("optimizer", Optimizer, other.Optimizer), ("batches", Batches, other.Batches) }
            .Where(part => part.Item2 != part.Item3)
            .Select(part => $"expected the {part.Item1} {part.Item2}, found {part.Item3}");
        return string.Join("; ", differences) is { Length: > 0 } text ? text : Option<string>.None;
    }

    /// <summary>One line: objective, optimizer, batches.</summary>
    public override string ToString() => $"{Objective}, {Optimizer}, {Batches}";
}
