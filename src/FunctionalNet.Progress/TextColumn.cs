using Spectre.Console;
using Spectre.Console.Rendering;

namespace FunctionalNet;

/// <summary>The progress in words, as it is when the line is drawn.</summary>
internal sealed class TextColumn(Func<RunProgress> progress) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text($"{progress()}");
}
