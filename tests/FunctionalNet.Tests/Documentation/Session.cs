using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.Tests.Documentation;

/// <summary>
/// A prompt that takes one line after another and continues after a mistake, as <c>dotnet-script</c> and <c>csi</c> do.
/// </summary>
/// <param name="folder">The folder that it was started in.</param>
internal sealed class Session(string folder)
{
    private ScriptState<object>? state;

    /// <summary>The response of the prompt to a line: its output, then its value or its error.</summary>
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
