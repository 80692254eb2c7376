using Spectre.Console;
using Spectre.Console.Rendering;

namespace FunctionalNet;

/// <summary>The progress in words, as it is when the line is drawn, and as much of it as there is room for.</summary>
/// <param name="progress">The progress.</param>
/// <param name="widthOfOthers">How many characters the other columns of the line take.</param>
internal sealed class TextColumn(Func<RunProgress> progress, int widthOfOthers) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(progress().Within(options.ConsoleSize.Width - widthOfOthers));
}
