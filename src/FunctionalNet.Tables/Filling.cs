using System.Globalization;

namespace FunctionalNet;

/// <summary>The value that stands in for a missing one of a column.</summary>
public abstract record Filling
{
    private Filling()
    {
    }

    /// <summary>A missing value is an error, which names its line and column.</summary>
    public sealed record Refused : Filling
    {
        /// <summary>One word.</summary>
        public override string ToString() => "refused";
    }

    /// <summary>The mean of the values that the column has in the file. A table that has been read knows it as a number.</summary>
    public sealed record Mean : Filling
    {
        /// <summary>One word.</summary>
        public override string ToString() => "mean";
    }

    /// <summary>A number.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Number(double Value) : Filling
    {
        /// <summary>The number.</summary>
        public double Value { get; } = Value;

        /// <summary>The number.</summary>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A category.</summary>
    /// <param name="Name">The category, as if it stood in the file.</param>
    public sealed record Category(string Name) : Filling
    {
        /// <summary>The category, as if it stood in the file.</summary>
        public string Name { get; } = Require.NotNull(Name);

        /// <summary>The category in quotes.</summary>
        public override string ToString() => $"\"{Name}\"";
    }
}
