using LanguageExt;

namespace DigitJobs;

/// <summary>A folder that an option names to be written to.</summary>
public static class OutputFolder
{
    /// <summary>The path of the folder, which is made if it does not exist; or the reason why it cannot be.</summary>
    public static Fin<string> Made(string folder)
    {
        if (string.IsNullOrWhiteSpace(folder))
            return Fin<string>.Fail("expected a folder, got an empty name");
        try
        {
            return Directory.CreateDirectory(folder).FullName;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Fin<string>.Fail($"{folder}: {failure.Message}".ReplaceLineEndings(" "));
        }
    }
}
