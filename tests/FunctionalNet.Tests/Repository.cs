namespace FunctionalNet.Tests;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "FunctionalNet.sln")) ? folder.FullName
        : folder.Parent is { } parent ? FindRoot(parent)
        : throw new InvalidOperationException($"{AppContext.BaseDirectory} is not within the repository: no FunctionalNet.sln above it");
}
