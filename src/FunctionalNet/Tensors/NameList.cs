namespace FunctionalNet;

/// <summary>A list of names in a message.</summary>
internal static class NameList
{
    /// <summary><c>a, b, c</c>; <c>none</c> if there are none.</summary>
    public static string Of(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? list : "none";
}
