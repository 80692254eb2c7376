using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>The files in a folder that has a folder for each class.</summary>
/// <param name="Folder">The path of the folder.</param>
/// <param name="Classes">The names of the classes in order.</param>
/// <param name="Files">The path and the class of each file, in order.</param>
internal sealed record ClassFolders(string Folder, ImmutableArray<string> Classes, ImmutableArray<(string Path, int Class)> Files)
{
    // What systems leave in folders that were looked at.
    private static readonly string[] Litter = ["Thumbs.db", "desktop.ini"];

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>The files below a folder, or what does not belong there.</summary>
    public static Fin<ClassFolders> In(string folder) =>
        from entries in Entries(folder)
        let classes = entries.Where(entry => entry is DirectoryInfo).Select(entry => entry.Name).ToImmutableArray()
        from _ in RequireClasses(classes, entries).About(folder)
        from files in classes.Select((name, index) => FilesOf(Path.Combine(folder, name), index)).Aggregate(
            Fin<ImmutableArray<(string, int)>>.Succ([]), (read, more) => read.Bind(before => more.Map(before.AddRange)))
        select new ClassFolders(folder, classes, files);

    /// <summary>Checks that the classes are those of another folder.</summary>
    public Fin<Unit> RequireClassesOf(ClassFolders other)
    {
        var result = other.Classes.Except(Classes).FirstOrDefault() is { } missing ? Error.New($"expected the classes of {other.Folder}, found no folder {missing}")
            : Classes.Except(other.Classes).FirstOrDefault() is { } added ? Error.New($"expected the classes of {other.Folder}, found a folder {added}")
            : Fin<Unit>.Succ(Unit.Default);
        return result.About(Folder);
    }

    private static Fin<Unit> RequireClasses(ImmutableArray<string> classes, ImmutableArray<FileSystemInfo> entries) =>
        entries.FirstOrDefault(entry => entry is FileInfo && IsImage(entry.Name)) is { } image
            ? Error.New($"expected a folder for each class, found the image {image.Name} beside {(classes.IsEmpty ? "none" : "them")}")
        : classes.IsEmpty ? Error.New("expected a folder for each class, found none")
        : Unit.Default;

    private static Fin<ImmutableArray<(string Path, int Class)>> FilesOf(string folder, int index) =>
        from entries in Entries(folder)
        from _ in RequireImages(entries).About(folder)
        select entries.Select(entry => (Path.Combine(folder, entry.Name), index)).ToImmutableArray();

    private static Fin<Unit> RequireImages(ImmutableArray<FileSystemInfo> entries) =>
        entries.FirstOrDefault(entry => entry is DirectoryInfo) is { } inner ? Error.New($"expected images of one class, found a folder {inner.Name}")
        : entries.FirstOrDefault(entry => !IsImage(entry.Name)) is { } other ? Error.New($"expected images that end in {string.Join(", ", Endings)}, found {other.Name}")
        : entries.IsEmpty ? Error.New("expected images of a class, found none")
        : Unit.Default;

    /// <summary>What is in a folder, by the characters of the names.</summary>
    private static Fin<ImmutableArray<FileSystemInfo>> Entries(string folder)
    {
        var found = Directory.Exists(folder)
            ? Outside.Try(() => Fin<ImmutableArray<FileSystemInfo>>.Succ(
            [
                .. new DirectoryInfo(folder).EnumerateFileSystemInfos()
                    .Where(entry => !entry.Name.StartsWith('.') && !Litter.Contains(entry.Name, StringComparer.OrdinalIgnoreCase))
                    .OrderBy(entry => entry.Name, StringComparer.Ordinal),
            ]))
            : Error.New($"expected a folder, found {(File.Exists(folder) ? "a file" : "nothing")}");
        return found.About(folder);
    }

    private static bool IsImage(string name) => Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
