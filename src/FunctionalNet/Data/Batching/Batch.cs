using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The inputs of one training step with their targets.</summary>
/// <param name="Inputs">The inputs <c>[batch, ...]</c>.</param>
/// <param name="Targets">The targets, one for each row of the inputs.</param>
/// <exception cref="ArgumentException">The number of targets is not the number of rows of the inputs.</exception>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Batch<T>(Tensor<T> Inputs, Targets<T> Targets) : IBatchOfRows
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The inputs <c>[batch, ...]</c>.</summary>
    public Tensor<T> Inputs { get; } = Require.NotNull(Inputs);

    /// <summary>The targets, one for each row of the inputs.</summary>
    public Targets<T> Targets { get; } = Dataset<T>.RequireTargets("a batch", Inputs, Require.NotNull(Targets));

    /// <summary>
    /// The number of the batch in the <see cref="Batches{TBatch}"/> that it was drawn from; none if it was made otherwise. Training checks
    /// by it that batches come in order.
    /// </summary>
    public Option<long> Number { get; init; }

    /// <summary>The place of the rows in the batch that they are a part of; null if they are all of it.</summary>
    internal RowShare? Share { get; init; }

    /// <summary>The number of samples.</summary>
    public int Count => Targets.Count;

    /// <summary>Equal when inputs and targets are, whichever batch they were drawn as.</summary>
    public bool Equals(Batch<T>? other) => other is not null && Inputs == other.Inputs && Targets == other.Targets;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inputs, Targets);

    /// <summary>One line: <c>Batch: 100 × f32[784]</c>.</summary>
    public override string ToString() => Share is var (first, whole)
        ? Invariant($"Batch: {Dataset<T>.Describe(Inputs)}, rows {first} to {first + Count} of {whole}")
        : $"Batch: {Dataset<T>.Describe(Inputs)}";

    object IBatchOfRows.Part(Range rows) => new Batch<T>(Inputs[rows], Targets[rows]) { Number = Number, Share = new(rows.GetOffsetAndLength(Count).Offset, Count) };

    object IBatchOfRows.PartOf(RowShare share) => this with { Share = share };
}
