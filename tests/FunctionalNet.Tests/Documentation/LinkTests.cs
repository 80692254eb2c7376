using System.Text.RegularExpressions;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The links between Markdown files, and from them to other files of the repository.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("*.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_in_it(string page) =>
        Assert.DoesNotContain(Links(File.ReadAllText(Repository.At(page))), link => !Leads(page, link));

    [Fact]
    public void Links_are_found() => Assert.Equal(
        ["a.md", "a.md#b", "p.png"],
        Links("[a](a.md), [b\n](a.md#b), [out](https://example.org)\n```text\n[no](no.md)\n```\n`[no](no.md)` <img src=\"p.png\">"));

    [Theory]
    [InlineData("README.md", "docs/README.md", true)]
    [InlineData("README.md", "docs/absent.md", false)]
    [InlineData("docs/README.md", "../README.md#the-commands", true)]
    [InlineData("docs/README.md", "../README.md#three-commands", false)]
    [InlineData("README.md", "src", true)]
    public void A_link_leads_where_there_is_something(string page, string link, bool leads) => Assert.Equal(leads, Leads(page, link));

    [Fact]
    public void The_guide_lists_every_page_of_its_folder()
    {
        var listed = Links(File.ReadAllText(Repository.At("docs", "README.md")));
        Assert.Empty(Repository.Files("*.md")
            .Where(page => page.StartsWith("docs/", StringComparison.Ordinal))
            .Select(page => page["docs/".Length..])
            .Except([.. listed, "README.md"]));
    }

    private static bool Leads(string page, string link)
    {
        var (path, fragment) = link.Split('#') is [var before, var after] ? (before, after) : (link, null);
        var target = path.Length == 0 ? Repository.At(page) : Path.GetFullPath(path, Path.GetDirectoryName(Repository.At(page))!);
        return fragment is null ? Path.Exists(target) : File.Exists(target) && Headings(File.ReadAllText(target)).Contains(fragment);
    }

    private static IEnumerable<string> Links(string text) =>
        Target().Matches(Code().Replace(text, "")).Select(match => match.Groups["target"].Value).Where(target => !target.Contains(':', StringComparison.Ordinal));

    // As GitHub makes them: lower case, without punctuation, spaces as hyphens.
    private static IEnumerable<string> Headings(string text) =>
        from match in Heading().Matches(Block().Replace(text, ""))
        select Punctuation().Replace(match.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)|\b(src|href)=[""](?<target>[^""]+)[""]")]
    private static partial Regex Target();

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex Punctuation();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    // Blocks and spans of code, in which brackets are no links. The text of a link may be a span.
    [GeneratedRegex("^```.*?^```\r?$|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
