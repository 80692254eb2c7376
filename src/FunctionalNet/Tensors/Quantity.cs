namespace FunctionalNet;

/// <summary>A number with its noun.</summary>
internal static class Quantity
{
    /// <summary><c>1 sample</c>, <c>2 samples</c>.</summary>
    public static string Of(long count, string noun) => Of(count, noun, noun + "s");

    /// <summary><c>1 index</c>, <c>2 indices</c>.</summary>
    public static string Of(long count, string noun, string plural) => Invariant($"{count} {(count == 1 ? noun : plural)}");
}
