namespace FunctionalNet.Tests.Documentation;

/// <summary>
/// The output of an example, as committed in <c>examples/transcripts</c>. With <c>WRITE_TRANSCRIPTS=1</c> in the environment,
/// transcripts are rewritten, and the tests that do so fail.
/// </summary>
internal static class Transcript
{
    private const string Variable = "WRITE_TRANSCRIPTS";

    public static string Folder { get; } = Repository.At("examples", "transcripts");

    /// <summary>Compares the output of an example with its transcript.</summary>
    /// <param name="example">The file of the example: <c>01-chain-rule.csx</c>.</param>
    /// <param name="printed">The output of the example.</param>
    public static void Require(string example, string printed)
    {
        var file = Path.Combine(Folder, Path.ChangeExtension(example, ".txt"));
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(file, printed);
            Assert.Fail($"{file} was written anew: look at the difference, and run the tests without {Variable}");
        }

        Assert.True(File.Exists(file), $"{example} has no transcript: run the tests once with {Variable}=1, which writes {file}");
        var (wanted, found) = (Lines(File.ReadAllText(file).ReplaceLineEndings("\n")), Lines(printed));
        var first = Enumerable.Range(0, int.Max(wanted.Length, found.Length)).FirstOrDefault(i => At(wanted, i) != At(found, i), -1);
        Assert.True(
            first < 0,
            $"{example} differs from its transcript in line {first + 1}:\n  printed {At(found, first)}\n  instead of {At(wanted, first)}\n"
            + $"If it is meant to, run the tests once with {Variable}=1");
    }

    private static string[] Lines(string text) => text.Split('\n');

    private static string At(string[] lines, int i) => i >= 0 && i < lines.Length ? $"\"{lines[i]}\"" : "nothing";
}
