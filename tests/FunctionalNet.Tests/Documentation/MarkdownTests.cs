namespace FunctionalNet.Tests.Documentation;

[Collection(OneConsole.Name)]
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
        Assert.True(example.Output == printed, $"{file} is to show below its example {number} what it prints:\n{printed}");
    }

    [Theory]
    [InlineData("README.md", 4)]
    [InlineData("examples/README.md", 1)]
    public void There_are_examples(string file, int atLeast)
    {
        var count = MarkdownExample.In(Repository.At(file)).Count;
        Assert.True(count >= atLeast, $"{file}: only {count} were found");
    }
}
