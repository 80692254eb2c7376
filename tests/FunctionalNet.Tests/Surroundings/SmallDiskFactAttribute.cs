using System.Diagnostics;

namespace FunctionalNet.Tests;

/// <summary>A fact about a full disk: a file system of 64 KB in memory. Skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(() =>
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var folder = new TemporaryFolder();
        return Mount(folder.Path) && Unmount(folder.Path);
    });

    public SmallDiskFactAttribute() => Skip = CanMount.Value ? null : "a file system in memory can be mounted by root on Linux only";

    /// <summary>Puts the small disk at a folder.</summary>
    public static bool Mount(string folder) => Succeeds("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder);

    /// <summary>Takes it away.</summary>
    public static bool Unmount(string folder) => Succeeds("umount", folder);

    private static bool Succeeds(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such command.
            return false;
        }
    }
}
