using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>Inputs with their targets, to be taken in one step.</summary>
/// <param name="Inputs"><c>[batch, ...]</c></param>
/// <param name="Targets">One for each row of the inputs.</param>
/// <exception cref="ArgumentException">There are not as many targets as rows of the inputs.</exception>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Batch<T>(Tensor<T> Inputs, Targets<T> Targets)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary><c>[batch, ...]</c></summary>
    public Tensor<T> Inputs { get; } = Require.NotNull(Inputs);

    /// <summary>One for each row of the inputs.</summary>
    public Targets<T> Targets { get; } = Dataset<T>.RequireTargets("a batch", Inputs, Require.NotNull(Targets));

    /// <summary>
    /// The number of the batch in the <see cref="Batches{T}"/> that it was drawn from; none if it was made otherwise. Training
    /// asks it whether batches come in order.
    /// </summary>
    public Option<long> Number { get; init; }

    /// <summary>How many samples the batch has.</summary>
    public int Count => Targets.Count;

    /// <summary>Equal when inputs and targets are, wherever they were drawn.</summary>
    public bool Equals(Batch<T>? other) => other is not null && Inputs == other.Inputs && Targets == other.Targets;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Inputs, Targets);

    /// <summary>One line: <c>Batch: 100 × f32[784]</c>.</summary>
    public override string ToString() => $"Batch: {Dataset<T>.Describe(Inputs)}";
}
