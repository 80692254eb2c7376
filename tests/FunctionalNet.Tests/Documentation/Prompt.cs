using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.Tests.Documentation;

/// <summary>Runs scripts as <c>dotnet-script</c> does: Roslyn's scripting, with the preview of the language.</summary>
internal static class Prompt
{
    private static readonly ScriptOptions Options = ScriptOptions.Default
        .WithLanguageVersion(LanguageVersion.Preview)
        .WithImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks");

    /// <summary>What a script prints. One that names no dll sees the library; one that does finds it in the folder.</summary>
    /// <param name="code">The script.</param>
    /// <param name="folder">What the paths in the script are relative to.</param>
    public static async Task<string> Run(string code, string folder)
    {
        var options = Options.WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder));
        if (!code.Contains("#r ", StringComparison.Ordinal))
            options = options.WithReferences(typeof(Layer<>).Assembly, typeof(LanguageExt.Fin<>).Assembly);
        var console = Console.Out;
        using var printed = new StringWriter { NewLine = "\n" };
        Console.SetOut(printed);
        try
        {
            await CSharpScript.RunAsync(code, options);
        }
        finally
        {
            Console.SetOut(console);
        }

        return printed.ToString();
    }
}
