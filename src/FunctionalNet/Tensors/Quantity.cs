namespace FunctionalNet;

/// <summary>A number with its noun.</summary>
internal static class Quantity
{
    /// <summary><c>1 sample</c>, <c>2 samples</c>.</summary>
    public static string Of(long count, string noun) => Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");
}
