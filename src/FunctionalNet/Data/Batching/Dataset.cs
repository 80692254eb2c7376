using System.Numerics;

namespace FunctionalNet;

/// <summary>A data set in memory; batches gather rows from it.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed partial record Dataset<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A data set of inputs <c>[samples, ...]</c> with a target for each.</summary>
    /// <exception cref="ArgumentException">The number of targets is not the number of inputs.</exception>
    public Dataset(Tensor<T> inputs, Targets<T> targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Shape.Rank == 0)
            throw new ArgumentException("a data set: expected inputs [samples, ...], got []");
        (Inputs, Targets) = (inputs, RequireTargets("a data set", inputs, targets));
    }

    /// <summary>The inputs <c>[samples, ...]</c>.</summary>
    public Tensor<T> Inputs { get; }

    /// <summary>The targets, one for each row of the inputs.</summary>
    public Targets<T> Targets { get; }

    /// <summary>The number of samples.</summary>
    public int Count => Targets.Count;

    /// <summary>The samples at these indices, gathered in one pass.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample at an index.</exception>
    public Batch<T> Batch(params ReadOnlySpan<int> indices) => new(Inputs.Rows(indices), Targets.Rows(indices));

    /// <summary>The whole data set as one batch.</summary>
    public Batch<T> AsBatch() => new(Inputs, Targets);

    /// <summary>The sample at an index: <c>dataset[7]</c>, <c>dataset[^1]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample at this index.</exception>
    public Sample<T> this[Index sample]
    {
        get
        {
            var index = sample.GetOffset(Count);
            return (uint)index < (uint)Count ? new(Inputs.Row(index), Targets.Rows(index))
                : throw new ArgumentOutOfRangeException(nameof(sample), $"there is no sample {sample} in {this}");
        }
    }

    /// <summary>A range of the samples, copied: <c>dataset[..1000]</c>.</summary>
    public Dataset<T> this[Range samples] => new(Inputs[samples], Targets[samples]);

    /// <summary>All samples in order, in batches of at most <paramref name="size"/>, made lazily.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public IEnumerable<Batch<T>> InBatchesOf(int size)
    {
        Require.Positive(size);
        return from batch in Enumerable.Range(0, Batches.CountOf(size, Count))
               let rows = Batches.Positions(batch, size, Count)
               select new Batch<T>(Inputs[rows], Targets[rows]);
    }

    /// <summary>
    /// The same batches where the samples are: nothing is copied. They are for what is soon done with, since each keeps all samples alive;
    /// those of <see cref="InBatchesOf"/> may be kept.
    /// </summary>
    internal Batch<T> Window(Range samples) => new(Inputs.Window(samples), Targets.Window(samples));

    /// <summary>One line: <c>Dataset: 60000 × f32[784]</c>.</summary>
    public override string ToString() => $"Dataset: {Describe(Inputs)}";

    /// <summary>The targets, if there is one for each row of the inputs; a scalar is a single row.</summary>
    internal static Targets<T> RequireTargets(string subject, Tensor<T> inputs, Targets<T> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        var rows = inputs.Shape is [var samples, ..] ? samples : 1;
        return rows == targets.Count ? targets : throw new ArgumentException(
            Invariant($"{subject}: expected a target for each row of the inputs {inputs.Shape}, got {targets.Count} targets"));
    }

    internal static string Describe(Tensor<T> inputs) => inputs.Shape.Rank == 0
        ? $"1 × {TensorFormat.Type<T>([])}"
        : Invariant($"{inputs.Shape[0]} × {TensorFormat.Type<T>(inputs.Shape[1..])}");
}
