using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>How a CSV file is read to a data set.</summary>
/// <example>
/// <code>
/// var options = new CsvOptions { Inputs = ["age", Column.OneHot("colour")], Targets = [Column.Classes("kind")] };
/// Console.WriteLine(options); // age: Numeric; colour: OneHot -> kind: Classes
/// </code>
/// </example>
public sealed record CsvOptions
{
    /// <summary>The columns of the inputs, in order; all that are not targets, as numbers, if none are given.</summary>
    public ImmutableArray<Column> Inputs { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The columns of the targets. A single one of classes gives class indices, and others give values <c>[rows, ...]</c>.</summary>
    public ImmutableArray<Column> Targets { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The character between fields.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether the first line has the names of the columns.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>The texts that stand for a missing value, such as <c>NA</c> or <c>?</c>. An empty field always does.</summary>
    public ImmutableArray<string> Missing { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Equal when all settings are.</summary>
    public bool Equals(CsvOptions? other) =>
        other is not null && (Separator, HasHeader) == (other.Separator, other.HasHeader)
        && Inputs.AsSpan().SequenceEqual(other.Inputs.AsSpan()) && Targets.AsSpan().SequenceEqual(other.Targets.AsSpan())
        && Missing.AsSpan().SequenceEqual(other.Missing.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Separator, HasHeader, Inputs.Length, Targets.Length, Missing.Length);

    /// <summary>One line: the columns of the inputs and those of the targets.</summary>
    public override string ToString() => $"{(Inputs.IsEmpty ? "all others" : Of(Inputs))} -> {(Targets.IsEmpty ? "no targets" : Of(Targets))}";

    private static string Of(ImmutableArray<Column> columns) => string.Join("; ", columns);
}
