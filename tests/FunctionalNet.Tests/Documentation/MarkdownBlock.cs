namespace FunctionalNet.Tests.Documentation;

/// <summary>A fenced block of a Markdown file.</summary>
/// <param name="Language">The text after the opening fence.</param>
/// <param name="Text">The lines within, each with its line break.</param>
/// <param name="LineBefore">The number of the last line before it that is not blank.</param>
/// <param name="LastLine">The number of the line of its closing fence.</param>
internal sealed record MarkdownBlock(string Language, string Text, int LineBefore, int LastLine)
{
    private const string Fence = "```";

    /// <summary>All blocks, in order. Only one style of fences is accepted, so that no block is missed.</summary>
    /// <exception cref="FormatException">A fence is written in another style, or not closed.</exception>
    public static IReadOnlyList<MarkdownBlock> In(string file) => Of(File.ReadAllText(file).ReplaceLineEndings("\n"), file);

    /// <inheritdoc cref="In"/>
    public static IReadOnlyList<MarkdownBlock> Of(string text, string file)
    {
        var (lines, blocks, lineBefore) = (text.Split('\n'), new List<MarkdownBlock>(), -1);
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsFence(lines[i]))
            {
                var (first, language) = (i, lines[i][Fence.Length..]);
                if (!lines[i].StartsWith(Fence, StringComparison.Ordinal) || language is not ("csharp" or "text" or "mermaid" or "sh"))
                    throw new FormatException($"{file}:{i + 1}: a block begins with ```csharp, ```text, ```mermaid or ```sh, got \"{lines[i]}\"");
                do
                    i++;
                while (i < lines.Length && !IsFence(lines[i]));
                if (i == lines.Length || lines[i] != Fence)
                    throw new FormatException($"{file}:{first + 1}: a block ends with ```");
                blocks.Add(new(language, string.Concat(lines[(first + 1)..i].Select(line => line + '\n')), lineBefore, i));
            }

            lineBefore = string.IsNullOrWhiteSpace(lines[i]) ? lineBefore : i;
        }

        return blocks;
    }

    private static bool IsFence(string line) => line.TrimStart() is var start
        && (start.StartsWith(Fence, StringComparison.Ordinal) || start.StartsWith("~~~", StringComparison.Ordinal));
}
