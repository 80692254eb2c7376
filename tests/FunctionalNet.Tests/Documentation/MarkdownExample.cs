using System.Text.RegularExpressions;

namespace FunctionalNet.Tests.Documentation;

/// <summary>A block of C# in a Markdown file, and the block of text behind it, which is what it prints.</summary>
/// <param name="Code">The script.</param>
/// <param name="Output">What it is to print.</param>
internal sealed partial record MarkdownExample(string Code, string Output)
{
    /// <summary>All blocks of C# in a file. One that no text follows is to print nothing.</summary>
    public static IReadOnlyList<MarkdownExample> In(string file) =>
        [.. Blocks().Matches(File.ReadAllText(file).ReplaceLineEndings("\n"))
            .Select(block => new MarkdownExample(block.Groups["code"].Value, block.Groups["output"].Value))];

    [GeneratedRegex(
        @"^```(csharp|cs|csx)\n(?<code>.*?)^```\n(\n*```text\n(?<output>.*?)^```$)?", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();
}
