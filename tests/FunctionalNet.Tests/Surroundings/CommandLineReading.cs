namespace FunctionalNet.Tests;

/// <summary>What a command line is read as. It prints to the console of the process.</summary>
internal static class CommandLineReading
{
    /// <summary>The settings that are read, if any, the exit code, and the error message.</summary>
    /// <param name="invoke">Reads the arguments, and runs with the settings.</param>
    public static async Task<(TSettings? Settings, int Code, string Errors)> Of<TSettings>(
        Func<Func<TSettings, CancellationToken, Task<int>>, Task<int>> invoke)
        where TSettings : class
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        try
        {
            // The usage is written to the output.
            Console.SetOut(TextWriter.Null);
            Console.SetError(said);
            TSettings? read = null;
            var code = await invoke((settings, _) =>
            {
                read = settings;
                return Task.FromResult(0);
            });
            return (read, code, $"{said}");
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
