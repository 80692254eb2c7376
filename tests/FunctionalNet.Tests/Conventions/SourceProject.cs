using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionalNet.Tests.Conventions;

/// <summary>The sources of a project in src, compiled for analysis by the compiler's own symbols.</summary>
internal static class SourceProject
{
    // The usings that Directory.Build.props and the SDK add to every file.
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using static System.FormattableString;
        """;

    // The part of the library that the generator of code for JSON writes, as far as other code refers to it.
    private const string GeneratedJson = """
        using System.Text.Json;
        using System.Text.Json.Serialization.Metadata;

        namespace FunctionalNet;

        internal sealed partial class StateJson(JsonSerializerOptions? options) : System.Text.Json.Serialization.JsonSerializerContext(options)
        {
            public static StateJson Default => new(null);
            public JsonTypeInfo<StateDocument> StateDocument => null!;
            protected override JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    // Read once for all compilations.
    private static readonly ImmutableArray<PortableExecutableReference> Dlls =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(dll => MetadataReference.CreateFromFile(dll)),
    ];

    /// <summary>Compiles a project from its sources and the dlls that these tests are loaded with.</summary>
    public static CSharpCompilation Compile(string project) => Compile(
        project,
        Repository.Files("*.cs").Where(file => file.StartsWith($"src/{project}/", StringComparison.Ordinal)).Concat(Linked(project))
            .Select(file => (file, File.ReadAllText(Repository.At(file))))
            .Concat(project == "FunctionalNet" ? [("GeneratedJson.cs", GeneratedJson)] : []));

    /// <summary>The files of other folders that the project compiles too.</summary>
    private static IEnumerable<string> Linked(string project) =>
        from item in XDocument.Load(Repository.At("src", project, $"{project}.csproj")).Descendants("Compile")
        select Path.GetRelativePath(Repository.Root, Repository.At("src", project, item.Attribute("Include")!.Value)).Replace('\\', '/');

    /// <summary>Compiles sources with the settings of a project.</summary>
    public static CSharpCompilation Compile(string project, IEnumerable<(string Path, string Text)> sources) => CSharpCompilation.Create(
        project,
        sources.Prepend(("GlobalUsings.cs", GlobalUsings)).Select(source => CSharpSyntaxTree.ParseText(source.Item2, Language, source.Item1)),
        Dlls.Where(dll => Path.GetFileNameWithoutExtension(dll.FilePath) != project),
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
}
