using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Scripting;

namespace FunctionalNet.Tests.Documentation;

/// <summary>
/// Resolves the references of scripts as if the library had been published to <c>examples/bin</c> and packed: its dlls are taken
/// from the folder of these tests, so that nothing has to be built before they run. As in <c>dotnet-script</c>, the dependencies of
/// a dll are not found automatically.
/// </summary>
/// <param name="folder">The folder that paths are relative to, for a script that is not in a file.</param>
internal sealed class PublishedLibrary(string folder) : MetadataReferenceResolver
{
    private static readonly ScriptMetadataResolver Runtime = ScriptMetadataResolver.Default;

    private static readonly string Published = Repository.At("examples", "bin");

    /// <summary>The dlls of the library and its dependencies, except those of .NET.</summary>
    public static ImmutableArray<string> Dlls { get; } = [.. Closure(NameOf(typeof(TrainingProgress))).Distinct()];

    /// <summary>The additional dlls that pictures need.</summary>
    public static ImmutableArray<string> DllsForPictures { get; } = [.. Closure(NameOf(typeof(Picture))).Distinct().Except(Dlls)];

    /// <summary>The additional dlls that tables need.</summary>
    public static ImmutableArray<string> DllsForTables { get; } = [.. Closure(NameOf(typeof(CsvOptions))).Distinct().Except(Dlls)];

    /// <summary>The additional dlls that images from files need.</summary>
    public static ImmutableArray<string> DllsForImages { get; } = [.. Closure(NameOf(typeof(Images))).Distinct().Except(Dlls)];

    /// <summary>The directive by which a script refers to the package.</summary>
    public static string Package { get; } = $"nuget: FunctionalNet, {typeof(Layer<>).Assembly.GetName().Version!.ToString(3)}";

    public override bool ResolveMissingAssemblies => true;

    /// <summary>Copies to a folder the files that the commands of the guide publish to <c>examples/bin</c>.</summary>
    public static void CopyTo(string folder)
    {
        var natives = ((string)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")!).Split(Path.PathSeparator)
            .Where(Directory.Exists)
            .SelectMany(directory => Directory.EnumerateFiles(directory, "lib*Sharp.*"));
        foreach (var file in Dlls.Concat(DllsForPictures).Concat(DllsForTables).Concat(DllsForImages).Select(BesideTests).Concat(natives))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        // A directive refers to one dll: those that a package needs are added before the script runs.
        var path = reference == Package
            ? Path.Combine(Published, $"{NameOf(typeof(Layer<>))}.dll")
            : Path.GetFullPath(reference, Path.GetDirectoryName(baseFilePath) ?? folder);
        return Path.GetDirectoryName(path) != Published ? Runtime.ResolveReference(reference, baseFilePath, properties)
            : IsPublished(Path.GetFileName(path)) ? [MetadataReference.CreateFromFile(BesideTests(Path.GetFileName(path)), properties)]
            : [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity identity) =>
        IsPublished($"{identity.Name}.dll") ? null : Runtime.ResolveMissingAssembly(definition, identity);

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    private static bool IsPublished(string dll) =>
        Dlls.Contains(dll) || DllsForPictures.Contains(dll) || DllsForTables.Contains(dll) || DllsForImages.Contains(dll);

    private static string NameOf(Type type) => type.Assembly.GetName().Name!;

    private static string BesideTests(string dll) => Path.Combine(AppContext.BaseDirectory, dll);

    private static IEnumerable<string> Closure(string name) => File.Exists(BesideTests($"{name}.dll"))
        ? Assembly.LoadFrom(BesideTests($"{name}.dll")).GetReferencedAssemblies()
            .SelectMany(reference => Closure(reference.Name!))
            .Prepend($"{name}.dll")
        : [];
}
