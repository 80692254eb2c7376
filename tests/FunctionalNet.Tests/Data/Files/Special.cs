using System.Diagnostics;

namespace FunctionalNet.Tests.Data;

/// <summary>Special files: paths that are not regular files.</summary>
internal static class Special
{
    /// <summary>A named pipe without readers or writers.</summary>
    public static void Pipe(string path)
    {
        using var made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }
}
