namespace FunctionalNet.Tests;

/// <summary>A folder for one test, removed with its contents.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("FunctionalNet.Tests").FullName;

    /// <summary>The names of its entries, in order.</summary>
    public IEnumerable<string> Entries => new DirectoryInfo(Path).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    public string At(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(At(name), bytes);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
