namespace FunctionalNet.Tests;

/// <summary>A fact about files that only Unix has: modes, pipes, devices; skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no such files" : null;
}
