using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>A state of a run as a file keeps it: the state itself, the run that it belongs to, and the metrics that were measured of it.</summary>
/// <param name="State">The state.</param>
/// <param name="Run">The run that it belongs to.</param>
/// <remarks>
/// The file is a safetensors file that any reader reads: the parameters are tensors under their paths, the tensors of the optimizer are below
/// <c>/optimizer</c>, and all else is in the metadata. It has a version and a checksum. Writing a state that was read gives the same bytes.
/// </remarks>
/// <example>
/// <code>
/// var network = Affine(784, 10);
/// var batches = Batches.ShuffledEpochs(Digits.Generate&lt;float&gt;(Key.Seed(0), 50), 25, Key.Seed(1));
/// var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.001), batches, Key.Seed(2));
/// var bytes = new SavedState&lt;float&gt;(run.ElementAt(3), RunDescription.Of(run)).Encode();
/// var saved = SavedState&lt;float&gt;.Decode(bytes).ThrowIfFail();
/// Console.WriteLine((run with { Initial = saved.State }).ElementAt(2) == run.ElementAt(5)); // True
/// </code>
/// </example>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record SavedState<T>(TrainingState<T> State, RunDescription Run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The state.</summary>
    public TrainingState<T> State { get; init => field = Require.NotNull(value, nameof(State)); } = Require.NotNull(State, nameof(State));

    /// <summary>The run that it belongs to.</summary>
    public RunDescription Run { get; init => field = Require.NotNull(value, nameof(Run)); } = Require.NotNull(Run, nameof(Run));

    /// <summary>Names and values of metrics, in the order in which they were measured.</summary>
    public ImmutableArray<(string Name, double Value)> Metrics { get; init; } = [];

    /// <summary>Writes or replaces a file in an existing folder, whole or not at all. Returns its path, or the reason for a failure.</summary>
    public Fin<string> Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return StateFile.Write(path, this);
    }

    /// <summary>The state in a file. A file that is broken, of another precision or of something else is an error of one line that names it.</summary>
    public static Fin<SavedState<T>> Load(string path) => MappedFile.Read<SavedState<T>>(Require.NotNull(path), StateFile.Decode<T>);

    /// <summary>The bytes of the file.</summary>
    /// <exception cref="ArgumentException">They are more than an array holds.</exception>
    public byte[] Encode() => StateFile.Encode(this);

    /// <summary>The state in the bytes of a file.</summary>
    public static Fin<SavedState<T>> Decode(ReadOnlySpan<byte> bytes) => ByteRange.Over(bytes, StateFile.Decode<T>).InOneLine();

    /// <summary>Equal when state, run and metrics are.</summary>
    public bool Equals(SavedState<T>? other) =>
        other is not null && State == other.State && Run == other.Run && Metrics.AsSpan().SequenceEqual(other.Metrics.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Metrics.Aggregate(HashCode.Combine(State, Run), HashCode.Combine);

    /// <summary>One line: the state and each metric to four digits.</summary>
    public override string ToString() => string.Join(
        ", ", Metrics.Select(metric => $"{metric.Name} {NumberFormat.Brief(metric.Value, 4)}").Prepend($"{State}"));
}
