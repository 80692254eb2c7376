namespace FunctionalNet;

/// <summary>The kinds of numbers that the texts of a column become.</summary>
public enum ColumnKind
{
    /// <summary>A number, written as in the invariant culture: <c>-1.5e3</c>.</summary>
    Numeric,

    /// <summary>The index of its category.</summary>
    Classes,

    /// <summary>Ones and zeros, a number for each category.</summary>
    OneHot,
}
