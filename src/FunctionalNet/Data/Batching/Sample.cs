using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>One input with its target.</summary>
/// <param name="Input">The input, without an axis for samples.</param>
/// <param name="Target">The target, a single row: a class <c>[3]</c>, or values <c>[1, ...]</c>.</param>
/// <exception cref="ArgumentException">The target has another number of rows than 1.</exception>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Sample<T>(Tensor<T> Input, Targets<T> Target)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The input, without an axis for samples.</summary>
    public Tensor<T> Input { get; } = Require.NotNull(Input);

    /// <summary>The target, a single row.</summary>
    public Targets<T> Target { get; } = Require.NotNull(Target).Count == 1
        ? Target : throw new ArgumentException(Invariant($"a sample: expected one target, got {Target.Count}"));

    /// <summary>The class of the sample.</summary>
    /// <exception cref="ArgumentException">The target is values that are not probabilities.</exception>
    public int Class => Target.ClassIndices[0];

    /// <summary>One line: <c>Sample: f32[784], class 3</c>.</summary>
    public override string ToString() => Target is Targets<T>.Classes(var classes)
        ? Invariant($"Sample: {TensorFormat.Type<T>(Input.Shape)}, class {classes[0]}")
        : $"Sample: {TensorFormat.Type<T>(Input.Shape)}, {Target}";
}

/// <summary>Ways to put samples together.</summary>
public static class Sample
{
    /// <summary>Samples as a batch: inputs of equal shape <c>[...]</c> become <c>[samples, ...]</c>.</summary>
    /// <exception cref="ArgumentException">There is no sample, or the shapes or the kinds of targets differ.</exception>
    public static Batch<T> Collate<T>(ImmutableArray<Sample<T>> samples)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (samples.IsDefaultOrEmpty)
            throw new ArgumentException("expected samples to collate, got none", nameof(samples));
        Shape row = [1, .. samples[0].Input.Shape];
        for (var i = 0; i < samples.Length; i++)
        {
            if (samples[i].Input.Shape != samples[0].Input.Shape)
                throw new ArgumentException(Invariant($"expected inputs {samples[0].Input.Shape} like that of sample 0, got {samples[i].Input.Shape} in sample {i}"));
        }

        return new(
            Tensor.Concatenate(0, [.. samples.Select(sample => sample.Input.Reshape(row))]),
            TargetsOfSeveral.Concatenate([.. samples.Select(sample => sample.Target)]));
    }
}
