using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.ScriptHost;

/// <summary>Scripts and prompts as in <c>dotnet-script</c> 2.0: Roslyn's scripting, with the preview of the language.</summary>
public static class Scripts
{
    private static readonly string[] Imports =
    [
        "System", "System.IO", "System.Collections.Generic", "System.Console", "System.Diagnostics", "System.Dynamic",
        "System.Linq", "System.Linq.Expressions", "System.Text", "System.Threading.Tasks",
    ];

    /// <summary>The options of a prompt or a script in a folder.</summary>
    public static ScriptOptions OptionsAt(string folder) => ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.Preview)
        .WithImports(Imports)
        .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder));

    /// <summary>Runs a script from a folder of its own, see <see cref="ScriptFolder"/>.</summary>
    public static async Task Run(string file)
    {
        using var folder = new ScriptFolder();
        await folder.Run(CSharpScript.Create(await File.ReadAllTextAsync(file), OptionsOf(file)));
    }

    /// <summary>Runs a script and then lines as at a prompt. Dlls are loaded from where they are.</summary>
    public static async Task Converse(string file, IEnumerable<string> lines)
    {
        var state = await CSharpScript.RunAsync(await File.ReadAllTextAsync(file), OptionsOf(file));
        foreach (var line in lines)
        {
            state = await state.ContinueWithAsync(line);
            if (state.ReturnValue is { } value)
                Console.WriteLine(CSharpObjectFormatter.Instance.FormatObject(value));
        }
    }

    private static ScriptOptions OptionsOf(string file) => OptionsAt(Path.GetDirectoryName(file)!).WithFilePath(file);
}
