using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Scripting;

namespace FunctionalNet.Tests.Documentation;

/// <summary>All scripts and single-file programs in <c>examples</c>, so that none goes untested.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Scripts => [.. In("*.csx")];

    public static TheoryData<string> Programs => [.. In("*.cs")];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_prints_its_transcript(string script)
    {
        var file = Repository.At("examples", script);
        Transcript.Require(script, await Prompt.Run(await File.ReadAllTextAsync(file), file));
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_script_compiles_without_a_warning_in_a_host_that_imports_nothing(string script)
    {
        var file = Repository.At("examples", script);
        var options = Prompt.OptionsAt(Repository.At("examples")).WithFilePath(file).WithImports();
        var diagnostics = CSharpScript.Create(await File.ReadAllTextAsync(file), options).Compile();
        Assert.Empty(diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [Trait(Suite.Name, Suite.Long)]
    [MemberData(nameof(Programs))]
    public async Task A_program_prints_its_transcript(string program) => Transcript.Require(program, await Dotnet.Run(
        ["run", "-c", "Release", $"examples/{program}"],
        // No build server may outlive the run, since it would keep the streams open.
        ("MSBUILDDISABLENODEREUSE", "1"),
        ("UseSharedCompilation", "false")));

    [Fact]
    public void Every_transcript_is_that_of_an_example()
    {
        var examples = In("*.csx").Concat(In("*.cs")).Select(file => Path.ChangeExtension(file, ".txt"));
        Assert.Equal(examples.Order(StringComparer.Ordinal), Names(Transcript.Folder, "*"));
    }

    [Fact]
    public void The_list_of_examples_names_each_of_them()
    {
        var list = File.ReadAllText(Repository.At("examples", "README.md"));
        Assert.All(In("*.csx").Concat(In("*.cs")), example => Assert.Contains($"]({example})", list, StringComparison.Ordinal));
    }

    [Fact]
    public void The_references_are_all_dlls_that_the_library_needs()
    {
        Assert.Equal(Directives(PublishedLibrary.Dlls), DirectivesOf("references.csx"));
        Assert.Equal(Directives(PublishedLibrary.DllsForPictures), DirectivesOf("plots.csx"));
        Assert.Equal(Directives(PublishedLibrary.DllsForTables), DirectivesOf("tables.csx"));
        Assert.Equal(Directives(PublishedLibrary.DllsForImages), DirectivesOf("images.csx"));

        static IEnumerable<string> Directives(IEnumerable<string> dlls) =>
            dlls.Select(dll => $"#r \"bin/{dll}\"").Order(StringComparer.Ordinal);
        static IEnumerable<string> DirectivesOf(string script) => File.ReadAllLines(Repository.At("examples", script))
            .Where(line => line.StartsWith("#r", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> In(string pattern) => Names(Repository.At("examples"), pattern);

    // On Windows, *.cs finds *.csx too.
    private static IEnumerable<string> Names(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern)
            .Where(file => pattern == "*" || $"*{Path.GetExtension(file)}" == pattern)
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);
}
