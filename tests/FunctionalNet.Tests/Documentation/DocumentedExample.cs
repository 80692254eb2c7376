using System.Xml.Linq;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The example in the documentation of a member. What it prints stands in comments at the ends of its lines.</summary>
/// <param name="Member">The member by its documentation id: <c>M:FunctionalNet.Layers`1.Affine(...)</c>.</param>
/// <param name="Code">The script, after the usings of a prompt.</param>
internal sealed record DocumentedExample(string Member, string Code)
{
    private const string Comment = "// ";

    /// <summary>The examples of the library and of its packages.</summary>
    public static IReadOnlyList<DocumentedExample> All { get; } =
    [
        .. from package in new[] { typeof(Layer<>), typeof(Picture), typeof(TrainingProgress), typeof(CsvOptions), typeof(Images), typeof(NumericsTensors) }
           let assembly = package.Assembly
           let documentation = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
           from member in documentation.Descendants("member")
           from code in member.Elements("example").Elements("code")
           select new DocumentedExample(member.Attribute("name")!.Value, Unindented(code.Value)),
    ];

    /// <summary>The script with what a prompt knows without being told.</summary>
    public string Script => $"using FunctionalNet;\nusing static FunctionalNet.Layers<float>;\n{Code}";

    /// <summary>The lines that it is to print.</summary>
    public string Output => string.Concat(
        from line in Code.Split('\n')
        let start = line.LastIndexOf(Comment, StringComparison.Ordinal)
        where start >= 0
        select line[(start + Comment.Length)..] + '\n');

    public override string ToString() => Member;

    private static string Unindented(string code)
    {
        var lines = code.ReplaceLineEndings("\n").Trim('\n').TrimEnd().Split('\n');
        var indentation = lines[0].Length - lines[0].TrimStart().Length;
        return string.Join('\n', lines.Select(line => line.Length > indentation ? line[indentation..] : ""));
    }
}
