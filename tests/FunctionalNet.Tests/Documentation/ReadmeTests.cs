namespace FunctionalNet.Tests.Documentation;

/// <summary>Scripts print to the console of the process, so they run one at a time, when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneConsole
{
    public const string Name = "The console";
}

[Collection(OneConsole.Name)]
public sealed class ReadmeTests
{
    private static readonly IReadOnlyList<MarkdownExample> Examples = MarkdownExample.In(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Examples.Count)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Every_example_prints_what_stands_below_it(int number)
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // What `dotnet publish` makes of the library: its dlls in one folder.
            Directory.CreateDirectory(Path.Combine(folder.FullName, "artifacts"));
            Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "artifacts", "repl"), AppContext.BaseDirectory);
            var printed = await Prompt.Run(Examples[number].Code, folder.FullName);
            Assert.True(Examples[number].Output == printed, $"README.md is to show below this example what it prints:\n{printed}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void There_are_examples() => Assert.True(Examples.Count >= 4, $"only {Examples.Count} were found");
}
