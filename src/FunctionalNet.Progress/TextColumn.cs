using Spectre.Console;
using Spectre.Console.Rendering;

namespace FunctionalNet;

/// <summary>The progress as text at the time when the line is drawn, as much of it as fits.</summary>
/// <param name="progress">The progress.</param>
/// <param name="widthOfOthers">The width of the other columns of the line, in characters.</param>
internal sealed class TextColumn(Func<RunProgress> progress, int widthOfOthers) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(progress().Within(options.ConsoleSize.Width - widthOfOthers));
}
