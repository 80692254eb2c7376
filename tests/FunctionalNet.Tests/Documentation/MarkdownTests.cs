namespace FunctionalNet.Tests.Documentation;

public sealed class MarkdownTests
{
    public static TheoryData<string, int> Examples
    {
        get
        {
            var examples = new TheoryData<string, int>();
            foreach (var file in Repository.Files("*.md"))
            {
                for (var number = 1; number <= MarkdownExample.In(Repository.At(file)).Count; number++)
                    examples.Add(file, number);
            }

            return examples;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_prints_what_stands_below_it(string file, int number)
    {
        var example = MarkdownExample.In(Repository.At(file))[number - 1];
        var printed = await Prompt.Run(example.Code, Repository.At(file));
        Assert.True(example.Output == printed, $"{file} has to show below its example {number} what it prints:\n{printed}");
    }

    [Theory]
    [InlineData("```csharp \nvar x = 1;\n```\n")]
    [InlineData("```C#\nvar x = 1;\n```\n")]
    [InlineData("```\nvar x = 1;\n```\n")]
    [InlineData("````csharp\nvar x = 1;\n````\n")]
    [InlineData("~~~csharp\nvar x = 1;\n~~~\n")]
    [InlineData("1. so\n   ```csharp\n   var x = 1;\n   ```\n")]
    [InlineData("```csharp\nvar x = 1;\n")]
    [InlineData("```csharp\nvar x = 1;\n```text\n")]
    public void A_block_that_would_go_untested_is_refused(string markdown) =>
        Assert.StartsWith("page.md:", Assert.Throws<FormatException>(() => MarkdownBlock.Of(markdown, "page.md")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("README.md", 1)]
    [InlineData("docs/layers.md", 5)]
    [InlineData("examples/README.md", 1)]
    public void There_are_examples(string file, int atLeast)
    {
        var count = MarkdownExample.In(Repository.At(file)).Count;
        Assert.True(count >= atLeast, $"{file}: only {count} were found");
    }
}
