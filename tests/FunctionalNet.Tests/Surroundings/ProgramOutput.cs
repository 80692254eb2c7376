using System.Diagnostics;
using System.Text.Json.Nodes;

namespace FunctionalNet.Tests;

/// <summary>What a program has printed by its end.</summary>
internal static class ProgramOutput
{
    /// <summary>The exit code of a process, and all that it prints until then.</summary>
    public static async Task<(int Code, string Output, string Errors)> Ended(Process process)
    {
        var streams = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, streams[0].ReplaceLineEndings("\n"), streams[1].ReplaceLineEndings("\n"));
    }

    /// <summary>The line of JSON that an output ends with.</summary>
    public static JsonNode Json(string output) => JsonNode.Parse(output.TrimEnd('\n').Split('\n')[^1])!;

    /// <summary>The hash of parameters in the line of JSON.</summary>
    public static string Hash(string output) => Json(output)["parametersSha256"]!.GetValue<string>();
}
