namespace FunctionalNet.Tests;

/// <summary>The repository that these tests were built in.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot(new DirectoryInfo(AppContext.BaseDirectory));

    public static string At(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The files that match, as paths from the root with slashes, in order; without build output and hidden files.</summary>
    public static IReadOnlyList<string> Files(string pattern) =>
    [
        .. Walk(new DirectoryInfo(Root))
            .SelectMany(folder => folder.EnumerateFiles(pattern))
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<DirectoryInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateDirectories()
            .Where(child => !child.Name.StartsWith('.') && !NotOurs.Contains(child.Name))
            .SelectMany(Walk)
            .Prepend(folder);

    private static string FindRoot(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "FunctionalNet.sln")) ? folder.FullName
        : folder.Parent is { } parent ? FindRoot(parent)
        : throw new InvalidOperationException($"{AppContext.BaseDirectory} is not within the repository: no FunctionalNet.sln above it");
}
