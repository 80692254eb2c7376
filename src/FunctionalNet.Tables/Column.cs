using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// A column of a table and what its texts become: a number, the index of a category, or a one-hot row. A name or an index converts to a
/// numeric column: <c>Inputs = ["age", "height", Column.OneHot("colour")]</c>.
/// </summary>
public sealed record Column
{
    private Column(string? name, int index, ColumnKind kind, ImmutableArray<string> categories = default) =>
        (Name, Index, Kind, Categories) = (name, index, kind, categories.IsDefault ? [] : categories);

    /// <summary>The name in the header, if the column is referred to by it.</summary>
    public string? Name { get; }

    /// <summary>The index of the column, counted from 0, if it has no name here.</summary>
    public int Index { get; }

    /// <summary>The kind of number that the texts become.</summary>
    public ColumnKind Kind { get; }

    /// <summary>
    /// The categories in the order of their codes. If none are given, they are those in the file, and the table that has been read knows
    /// them: its options code other files alike.
    /// </summary>
    public ImmutableArray<string> Categories { get; private init; }

    /// <summary>Whether categories from the file are sorted by their characters, instead of in the order in which they appear.</summary>
    public bool IsSorted { get; private init; }

    /// <summary>The value that stands in for a missing one.</summary>
    public Filling Filling { get; private init; } = new Filling.Refused();

    /// <summary>A numeric column by its name.</summary>
    public static implicit operator Column(string name) => Numeric(name);

    /// <summary>A numeric column by its index, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static implicit operator Column(int index) => Numeric(index);

    /// <summary>A column of numbers.</summary>
    public static Column Numeric(string name) => new(Require.NotNull(name), 0, ColumnKind.Numeric);

    /// <inheritdoc cref="Numeric(string)"/>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static Column Numeric(int index) => new(null, RequireIndex(index), ColumnKind.Numeric);

    /// <summary>A column of categories that become class indices; as the only target, the classes of the data set.</summary>
    /// <param name="name">The name in the header.</param>
    /// <param name="categories">The categories in the order of their codes; those in the file if none are given.</param>
    public static Column Classes(string name, params ReadOnlySpan<string> categories) =>
        new(Require.NotNull(name), 0, ColumnKind.Classes, Distinct(categories));

    /// <inheritdoc cref="Classes(string, ReadOnlySpan{string})"/>
    /// <param name="index">The index of the column, counted from 0.</param>
    /// <param name="categories">The categories in the order of their codes; those in the file if none are given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static Column Classes(int index, params ReadOnlySpan<string> categories) =>
        new(null, RequireIndex(index), ColumnKind.Classes, Distinct(categories));

    /// <summary>A column of categories that become one-hot rows.</summary>
    /// <param name="name">The name in the header.</param>
    /// <param name="categories">The categories in the order of their codes; those in the file if none are given.</param>
    public static Column OneHot(string name, params ReadOnlySpan<string> categories) =>
        new(Require.NotNull(name), 0, ColumnKind.OneHot, Distinct(categories));

    /// <inheritdoc cref="OneHot(string, ReadOnlySpan{string})"/>
    /// <param name="index">The index of the column, counted from 0.</param>
    /// <param name="categories">The categories in the order of their codes; those in the file if none are given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static Column OneHot(int index, params ReadOnlySpan<string> categories) =>
        new(null, RequireIndex(index), ColumnKind.OneHot, Distinct(categories));

    /// <summary>This column with its categories sorted by their characters, instead of in the order in which they appear.</summary>
    public Column Sorted() => this with { IsSorted = true };

    /// <summary>This numeric column with missing values taken for a number.</summary>
    /// <exception cref="ArgumentException">The column is one of categories, or the number is not finite.</exception>
    public Column FilledWith(double number) => Kind == ColumnKind.Numeric && double.IsFinite(number)
        ? this with { Filling = new Filling.Number(number) }
        : throw new ArgumentException(Invariant($"expected a finite number to fill a numeric column with, got {number} for {this}"), nameof(number));

    /// <summary>This numeric column with missing values taken for the mean of the others.</summary>
    /// <exception cref="ArgumentException">The column is one of categories.</exception>
    public Column FilledWithMean() => Kind == ColumnKind.Numeric
        ? this with { Filling = new Filling.Mean() } : throw new ArgumentException($"expected a numeric column to fill with its mean, got {this}");

    /// <summary>This column of categories with missing values taken for a category.</summary>
    /// <exception cref="ArgumentException">The column is numeric.</exception>
    public Column FilledWith(string category) => Require.NotNull(category) is var name && Kind != ColumnKind.Numeric
        ? this with { Filling = new Filling.Category(name) }
        : throw new ArgumentException($"expected a column of categories to fill with a category, got {this}", nameof(category));

    /// <summary>This column with what has been learnt from a file.</summary>
    internal Column Knowing(ImmutableArray<string> categories, Filling filling) => this with { Categories = categories, Filling = filling };

    /// <summary>Equal when place, kind, categories and filling are.</summary>
    public bool Equals(Column? other) =>
        other is not null && (Name, Index, Kind, IsSorted, Filling) == (other.Name, other.Index, other.Kind, other.IsSorted, other.Filling)
        && Categories.AsSpan().SequenceEqual(other.Categories.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Index, Kind, Filling, Categories.Length);

    /// <summary>One line: <c>species: Classes(setosa, versicolor)</c>.</summary>
    public override string ToString() =>
        $"{Name ?? Invariant($"column {Index}")}: {Kind}{(Categories.IsEmpty ? "" : $"({string.Join(", ", Categories)})")}"
        + (Filling is Filling.Refused ? "" : $", missing is {Filling}");

    private static int RequireIndex(int index)
    {
        Require.NotNegative(index);
        return index;
    }

    private static ImmutableArray<string> Distinct(ReadOnlySpan<string> categories)
    {
        var seen = new System.Collections.Generic.HashSet<string>(StringComparer.Ordinal);
        foreach (var category in categories)
        {
            if (!seen.Add(Require.NotNull(category, nameof(categories))))
                throw new ArgumentException($"expected distinct categories, got \"{category}\" twice", nameof(categories));
        }

        return [.. categories];
    }
}
