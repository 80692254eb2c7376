using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FunctionalNet.Tests;

/// <summary>Runs <c>dotnet</c> from the .NET of this process, so that it need not be on the path.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Executable { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>The output of <c>dotnet</c> on both streams.</summary>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    /// <param name="settings">Environment variables, in addition to those of this process.</param>
    public static async Task<string> Run(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> settings)
    {
        using var process = Start(arguments, settings);
        using var patience = new CancellationTokenSource(Patience);
        var streams = await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return string.Concat(streams).ReplaceLineEndings("\n");
    }

    /// <summary>A process of <c>dotnet</c> that is running, its streams redirected.</summary>
    /// <param name="arguments">The arguments of <c>dotnet</c>.</param>
    /// <param name="settings">Environment variables, in addition to those of this process.</param>
    public static Process Start(IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
