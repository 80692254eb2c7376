using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.ScriptHost;

/// <summary>
/// The folder that <c>dotnet-script</c> runs a script from: the compiled script, and copies of the dlls that it refers to. They are
/// loaded from there, in a context of their own. The folder has no native libraries, and they are not looked for where the dlls came
/// from.
/// </summary>
public sealed class ScriptFolder : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("FunctionalNet.ScriptHost").FullName;

    /// <summary>Compiles a script into the folder and runs it.</summary>
    public async Task Run(Script<object> script)
    {
        var compilation = script.GetCompilation().WithAssemblyName("script");
        var compiled = At("script");
        if (compilation.Emit(compiled) is { Success: false, Diagnostics: var diagnostics })
            throw new CompilationErrorException(string.Join('\n', diagnostics), diagnostics);
        foreach (var dll in compilation.DirectiveReferences.OfType<PortableExecutableReference>().Select(reference => reference.FilePath!))
            File.Copy(dll, At(Path.GetFileNameWithoutExtension(dll)), overwrite: true);

        var context = new AssemblyLoadContext("the script's");
        context.Resolving += (_, name) => File.Exists(At(name.Name!)) ? context.LoadFromAssemblyPath(At(name.Name!)) : null;
        var factory = context.LoadFromAssemblyPath(compiled).GetType("Submission#0")!.GetMethod("<Factory>", BindingFlags.Static | BindingFlags.Public)!;
        // No globals, and a slot for the script itself.
        await (Task<object>)factory.Invoke(null, [new object?[2]])!;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(path, recursive: true);

    private string At(string assembly) => Path.Combine(path, $"{assembly}.dll");
}
