namespace FunctionalNet.Tests;

/// <summary>A fact about a drawing; skipped where there is no font, as in a bare container.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PictureFactAttribute : FactAttribute
{
    public PictureFactAttribute() => Skip = Unavailable.Reason;
}

/// <summary>A theory about a drawing; skipped where there is no font.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PictureTheoryAttribute : TheoryAttribute
{
    public PictureTheoryAttribute() => Skip = Unavailable.Reason;
}

internal static class Unavailable
{
    /// <summary>The reason why nothing can be drawn on a Linux machine, or null. Other systems have fonts: there the test fails.</summary>
    public static string? Reason { get; } = !OperatingSystem.IsLinux() ? null
        : Typography.Draw<string>("", type => type.Family).Match(_ => "", error => error.Message) is { Length: > 0 } reason ? reason
        : null;
}
