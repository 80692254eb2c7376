using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A table that has been read.</summary>
/// <param name="Dataset">The rows as samples.</param>
/// <param name="Options">
/// The options with what has been learnt from the file: all columns, the categories in the order of their codes, and means. Other files
/// that are read with them are coded alike.
/// </param>
/// <param name="Features">The name of each input: that of its column, and with one-hot columns the category.</param>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Table<T>(Dataset<T> Dataset, CsvOptions Options, ImmutableArray<string> Features)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The rows as samples.</summary>
    public Dataset<T> Dataset { get; } = Require.NotNull(Dataset);

    /// <summary>The options, with what has been learnt from the file.</summary>
    public CsvOptions Options { get; } = Require.NotNull(Options);

    /// <summary>The name of each input.</summary>
    public ImmutableArray<string> Features { get; } = Features.IsDefault ? [] : Features;

    /// <summary>The names of the classes, in the order of their indices; empty if the targets are values.</summary>
    public ImmutableArray<string> Classes => Options.Targets is [{ Kind: ColumnKind.Classes, Categories: var categories }] ? categories : [];

    /// <summary>Equal when data set, options and names are.</summary>
    public bool Equals(Table<T>? other) =>
        other is not null && Dataset == other.Dataset && Options == other.Options && Features.AsSpan().SequenceEqual(other.Features.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Dataset, Options, Features.Length);

    /// <summary>One line: the data set, and its columns.</summary>
    public override string ToString() => $"Table: {Dataset}, {Options}";
}
