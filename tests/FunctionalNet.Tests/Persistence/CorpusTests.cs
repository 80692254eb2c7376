using FunctionalNet.Fuzz;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Readers of files on the inputs of coverage-guided fuzzing, which its findings were added to.</summary>
public sealed class CorpusTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Readers => [.. ReaderOfFiles.All.Select(reader => reader.Name)];

    [Fact]
    public void Every_reader_has_a_corpus() => Assert.Equal(
        ReaderOfFiles.All.Select(reader => reader.Name).Order(StringComparer.Ordinal),
        Directory.GetDirectories(Corpus("")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Readers))]
    public void Every_input_is_read_or_refused_in_a_line(string name)
    {
        var inputs = Directory.GetFiles(Corpus(name)).Order(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(inputs);
        Assert.All(inputs, input =>
        {
            var outcome = ReaderOfFiles.Of(name).Check(folder.At("file"), File.ReadAllBytes(input));
            Assert.True(outcome.IsSucc, $"{input}: {outcome}");
        });
        // A reader that refuses all, or nothing, was not tested.
        Assert.Equal(2, inputs.Select(input => ReaderOfFiles.Of(name).Check(folder.At("file"), File.ReadAllBytes(input)).ThrowIfFail()).Distinct().Count());
    }

    private static string Corpus(string reader) => Repository.At("tests", "FunctionalNet.Fuzz", "corpus", reader);
}
