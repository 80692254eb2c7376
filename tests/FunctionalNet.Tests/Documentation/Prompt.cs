using FunctionalNet.ScriptHost;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.Tests.Documentation;

/// <summary>Runs scripts in this process, with the options of <see cref="Scripts"/>.</summary>
internal static class Prompt
{
    /// <summary>The output of a script. A script that refers to the package, or to nothing, sees the library.</summary>
    /// <param name="code">The script.</param>
    /// <param name="file">The file of the script, which the paths in it are relative to.</param>
    public static Task<string> Run(string code, string file)
    {
        var options = OptionsAt(Path.GetDirectoryName(file)!).WithFilePath(file);
        if (Has($"#r \"{PublishedLibrary.Package}\"") || !(Has("#r ") || Has("#load ")))
        {
            options = options.AddReferences(
                typeof(Layer<>).Assembly, typeof(Picture).Assembly, typeof(CsvOptions).Assembly, typeof(Images).Assembly, typeof(NumericsTensors).Assembly,
                typeof(System.Numerics.Tensors.TensorPrimitives).Assembly, typeof(LanguageExt.Fin<>).Assembly);
        }

        return Capture(() => CSharpScript.RunAsync(code, options));

        bool Has(string directive) => code.Contains(directive, StringComparison.Ordinal);
    }

    /// <summary>The options of a prompt or a script in a folder.</summary>
    public static ScriptOptions OptionsAt(string folder) =>
        Scripts.OptionsAt(folder).WithMetadataResolver(new PublishedLibrary(folder));

    /// <summary>The console output of an action.</summary>
    public static async Task<string> Capture(Func<Task> run) => (await CapturedConsole.Of(run)).Output;
}
