namespace FunctionalNet.Tests;

/// <summary>What a command line is read as.</summary>
internal static class CommandLineReading
{
    /// <summary>The settings that are read, if any, the exit code, and the error message.</summary>
    /// <param name="invoke">Reads the arguments, and runs with the settings.</param>
    public static async Task<(TSettings? Settings, int Code, string Errors)> Of<TSettings>(
        Func<Func<TSettings, CancellationToken, Task<int>>, Task<int>> invoke)
        where TSettings : class
    {
        TSettings? read = null;
        var code = 0;
        // The usage is written to the output.
        var (_, errors) = await CapturedConsole.Of(async () => code = await invoke((settings, _) =>
        {
            read = settings;
            return Task.FromResult(0);
        }));
        return (read, code, errors);
    }
}
