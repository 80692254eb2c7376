using FunctionalNet.ScriptHost;

namespace FunctionalNet.Tests.Documentation;

/// <summary>
/// Pictures in a separate process, where SkiaSharp's native library is not yet loaded. It runs scripts of <c>examples</c>, with the
/// library published beside them.
/// </summary>
public sealed class ScriptHostTests : IDisposable
{
    private readonly TemporaryFolder examples = new();

    public ScriptHostTests()
    {
        foreach (var script in Directory.EnumerateFiles(Repository.At("examples"), "*.csx"))
            File.Copy(script, examples.At(Path.GetFileName(script)));
        PublishedLibrary.CopyTo(Directory.CreateDirectory(examples.At("bin")).FullName);
    }

    public void Dispose() => examples.Dispose();

    [PictureTheory]
    [InlineData("setup.csx", "plots.csx")]
    [InlineData("plots.csx", "setup.csx")]
    [InlineData("plots.csx")]
    public async Task A_script_saves_a_picture_whatever_it_loads_first(params string[] loaded)
    {
        var printed = await Run([.. loaded.Select(Load), $"Console.WriteLine({SavedPicture});", "Console.WriteLine(new HarfBuzzSharp.Buffer().Length);"]);
        Assert.Equal($"Succ({Picture})\n0\n", printed);
        Assert.True(File.Exists(Picture));
    }

    [PictureFact]
    public async Task A_prompt_that_begins_with_the_setup_saves_a_picture() => Assert.Equal(
        $"[Succ({Picture})]\n", await Host("-i", examples.At("setup.csx"), Load("plots.csx"), SavedPicture));

    [PictureFact]
    public async Task A_script_that_has_only_the_dlls_finds_no_native_library()
    {
        var directives = await File.ReadAllLinesAsync(examples.At("plots.csx"));
        var printed = await Run([.. directives.Where(line => line.StartsWith('#')), $"Console.WriteLine({SavedPicture});"]);
        Assert.StartsWith("Fail(SkiaSharp's native library cannot be loaded: ", printed, StringComparison.Ordinal);
    }

    private string Picture => examples.At("picture.png");

    private string SavedPicture => $"Pictures.Schedule(step => 0.1 / (step + 1), steps: 100).SavePng(@\"{Picture}\")";

    private string Load(string script) => $"#load \"{examples.At(script)}\"";

    private Task<string> Run(IEnumerable<string> lines)
    {
        File.WriteAllLines(examples.At("script.csx"), lines);
        return Host(examples.At("script.csx"));
    }

    private static Task<string> Host(params string[] arguments) => Dotnet.Run([typeof(Scripts).Assembly.Location, .. arguments]);
}
