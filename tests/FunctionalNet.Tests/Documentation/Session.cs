using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.Tests.Documentation;

/// <summary>
/// A prompt that is given one line after another, and goes on after a mistake, as <c>dotnet-script</c> and <c>csi</c> do.
/// </summary>
/// <param name="folder">The folder that it was started in.</param>
internal sealed class Session(string folder)
{
    private ScriptState<object>? state;

    /// <summary>What the prompt shows for a line: what it prints, then its value or what is wrong with it.</summary>
    public async Task<string> Enter(string line)
    {
        var shown = "";
        var printed = await Prompt.Capture(async () => shown = await Evaluate(line));
        return printed + shown;
    }

    private async Task<string> Evaluate(string line)
    {
        try
        {
            state = state is null
                ? await CSharpScript.RunAsync(line, Prompt.OptionsAt(folder))
                : await state.ContinueWithAsync(line, null, _ => true);
            return state.Exception is { } exception ? $"{exception.GetType().Name}: {exception.Message}"
                : state.ReturnValue is { } value ? CSharpObjectFormatter.Instance.FormatObject(value)
                : "";
        }
        catch (CompilationErrorException error)
        {
            return error.Message;
        }
    }
}
