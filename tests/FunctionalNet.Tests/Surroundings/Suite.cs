namespace FunctionalNet.Tests;

/// <summary>
/// The suite that a test belongs to. Without a filter <c>dotnet test</c> runs all, as continuous integration does; <c>--filter 'Suite!=Long'</c> leaves
/// out the long one.
/// </summary>
internal static class Suite
{
    /// <summary>The name of the trait.</summary>
    public const string Name = "Suite";

    /// <summary>Of tests that take tens of seconds, most of them for processes of their own.</summary>
    public const string Long = "Long";
}
