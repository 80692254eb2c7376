using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A data set whose inputs are rows of a file, and its targets too or in memory: a batch reads the rows that it has. Batches are those of a
/// <see cref="Dataset{T}"/> of the same samples, so training has the same bits.
/// </summary>
/// <example>
/// <code>
/// var (train, _) = Digits.Load&lt;float&gt;(Key.Seed(0), train: 1000, test: 0);
/// var path = Path.GetTempFileName();
/// Npy.Write(path, train.Inputs).ThrowIfFail();
/// var stored = new StoredDataset&lt;float&gt;(StoredRows.Open&lt;float&gt;(path).ThrowIfFail(), train.Targets);
/// var (fromFile, fromMemory) = (Batches.ShuffledEpochs(stored, 100, Key.Seed(1)), Batches.ShuffledEpochs(train, 100, Key.Seed(1)));
/// Console.WriteLine(fromFile); // Dataset: 1000 × f32[784]; batches of 100, shuffled every epoch, 10 to an epoch
/// Console.WriteLine(fromFile[7] == fromMemory[7]); // True
/// File.Delete(path);
/// </code>
/// </example>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class StoredDataset<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // One of the two.
    private readonly Targets<T>? targets;
    private readonly StoredRows<T>? storedTargets;

    /// <summary>A data set of stored inputs with targets in memory: classes, of which a billion take 4 GB.</summary>
    /// <exception cref="ArgumentException">The number of targets is not the number of inputs.</exception>
    public StoredDataset(StoredRows<T> inputs, Targets<T> targets)
        : this(inputs, Require.NotNull(targets), null, targets.Count)
    {
    }

    /// <summary>A data set of stored inputs with stored targets: quantities, images, rows of probabilities.</summary>
    /// <exception cref="ArgumentException">The number of targets is not the number of inputs.</exception>
    public StoredDataset(StoredRows<T> inputs, StoredRows<T> targets)
        : this(inputs, null, Require.NotNull(targets), targets.Count)
    {
    }

    private StoredDataset(StoredRows<T> inputs, Targets<T>? targets, StoredRows<T>? storedTargets, int count)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != count)
            throw new ArgumentException(Invariant($"a data set: expected a target for each row of the inputs {inputs}, got {count} targets"));
        (Inputs, this.targets, this.storedTargets) = (inputs, targets, storedTargets);
    }

    /// <summary>The inputs.</summary>
    public StoredRows<T> Inputs { get; }

    /// <summary>The number of samples.</summary>
    public int Count => Inputs.Count;

    /// <summary>A range of the samples, of whose inputs none is read: <c>dataset[..50_000]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the samples.</exception>
    public StoredDataset<T> this[Range samples] =>
        storedTargets is null ? new(Inputs[samples], targets![samples]) : new(Inputs[samples], storedTargets[samples]);

    /// <summary>The samples at these indices, read in the order of the file.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample at an index.</exception>
    /// <exception cref="IOException">A file was written to since it was opened, or cannot be read.</exception>
    public Batch<T> Batch(params ReadOnlySpan<int> indices) =>
        new(Inputs.Rows(indices), storedTargets is null ? targets!.Rows(indices) : storedTargets.Rows(indices));

    /// <summary>All samples as a data set in memory: <c>dataset[..1000].ToDataset()</c>.</summary>
    /// <exception cref="ArgumentException">They are more than a tensor holds.</exception>
    /// <exception cref="IOException">A file was written to since it was opened, or cannot be read.</exception>
    public Dataset<T> ToDataset() => new(Inputs.ToTensor(), storedTargets is null ? targets! : storedTargets.ToTensor());

    /// <summary>One line: <c>StoredDataset: 60000 × f32[784] in images.npy</c>.</summary>
    public override string ToString() => $"StoredDataset: {Inputs.Place}";

    /// <summary>The description of batches: that of a data set in memory, since a run goes on to the same bits from either.</summary>
    internal string Description => $"Dataset: {Inputs.Description}";

    /// <summary>The targets in a range, without the inputs.</summary>
    internal Targets<T> TargetsOf(Range samples) => storedTargets is null ? targets![samples] : storedTargets[samples].ToTensor();

    /// <summary>The samples in a range.</summary>
    internal Batch<T> Window(Range samples) => this[samples].ToDataset().AsBatch();
}
