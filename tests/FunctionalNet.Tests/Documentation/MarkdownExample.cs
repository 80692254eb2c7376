namespace FunctionalNet.Tests.Documentation;

/// <summary>A block of C# in a Markdown file, and its output, the block of text after it, or the diagram that it prints.</summary>
/// <param name="Code">The script.</param>
/// <param name="Output">The expected output: empty if no text follows.</param>
internal sealed record MarkdownExample(string Code, string Output)
{
    /// <summary>All blocks of C# in a file.</summary>
    public static IReadOnlyList<MarkdownExample> In(string file)
    {
        var blocks = MarkdownBlock.In(file);
        return [.. blocks.Select((block, i) => (Block: block, Next: blocks.ElementAtOrDefault(i + 1)))
            .Where(pair => pair.Block.Language == "csharp")
            .Select(pair => new MarkdownExample(pair.Block.Text, IsBelow(pair.Next, pair.Block) ? pair.Next!.Text : ""))];
    }

    private static bool IsBelow(MarkdownBlock? next, MarkdownBlock block) =>
        next is { Language: "text" or "mermaid" } && next.LineBefore == block.LastLine;
}
