using System.Diagnostics;

namespace FunctionalNet.Tests.Data;

/// <summary>What has a path and is no file.</summary>
internal static class Special
{
    /// <summary>A named pipe, which no one reads or writes.</summary>
    public static void Pipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
