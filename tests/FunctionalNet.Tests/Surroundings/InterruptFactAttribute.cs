using System.Globalization;

namespace FunctionalNet.Tests;

/// <summary>
/// A fact of a process that Ctrl+C reaches. It does not reach one that was started with the signal ignored, as shells start what is to run
/// in the background; .NET leaves it ignored then, and the test is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InterruptFactAttribute : FactAttribute
{
    // Signal n is bit n − 1 of the mask, and the interrupt is signal 2.
    private const ulong Interrupt = 1 << 1;

    private const string Mask = "SigIgn:";

    public InterruptFactAttribute() => Skip =
        OperatingSystem.IsWindows() ? "Windows has no command that presses Ctrl+C"
        : IgnoresInterrupts ? "this process was started with the interrupt signal ignored, so Ctrl+C does not reach it"
        : null;

    private static bool IgnoresInterrupts => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Mask, StringComparison.Ordinal)) is var line
        && (ulong.Parse(line.AsSpan(Mask.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
}
