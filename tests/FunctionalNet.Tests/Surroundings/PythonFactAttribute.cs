using System.Diagnostics;

namespace FunctionalNet.Tests;

/// <summary>A fact about what Python reads; skipped where there is no Python with NumPy.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    // That of the system may have NumPy where another one is before it on the path.
    private static readonly Lazy<string?> Python = new(() => new[] { "python3", "/usr/bin/python3", "python" }.FirstOrDefault(HasNumPy));

    public PythonFactAttribute() => Skip = Python.Value is null ? "there is no Python with NumPy on the path: apt-get install python3-numpy" : null;

    /// <summary>The output of a program, on both streams.</summary>
    public static string Run(string program, params string[] arguments) => Output(Python.Value!, ["-c", program, .. arguments]);

    private static bool HasNumPy(string python)
    {
        try
        {
            return Output(python, ["-c", "import numpy; print('numpy')"]) == "numpy\n";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such command.
            return false;
        }
    }

    private static string Output(string python, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output + errors.Result).ReplaceLineEndings("\n");
    }
}
