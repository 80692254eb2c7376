namespace FunctionalNet.Tests;

/// <summary>A fact about what is drawn; skipped where there is no font to write with, as on a bare container.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PictureFactAttribute : FactAttribute
{
    public PictureFactAttribute() => Skip = Unavailable.Reason;
}

/// <summary>A theory about what is drawn; skipped where there is no font to write with.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PictureTheoryAttribute : TheoryAttribute
{
    public PictureTheoryAttribute() => Skip = Unavailable.Reason;
}

internal static class Unavailable
{
    /// <summary>Why nothing can be drawn on a Linux machine, or null. Other systems have fonts: there a test is to fail.</summary>
    public static string? Reason { get; } = !OperatingSystem.IsLinux() ? null
        : Typography.Draw<string>("", type => type.Family).Match(_ => "", error => error.Message) is { Length: > 0 } reason ? reason
        : null;
}
