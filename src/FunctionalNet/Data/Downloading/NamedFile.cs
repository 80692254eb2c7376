using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>A file that is in a folder under one of several names.</summary>
/// <param name="Names">The names that a copy may have; first the one under which the file is published.</param>
internal record NamedFile(ImmutableArray<string> Names)
{
    /// <summary>The name under which the file is published.</summary>
    public string Name => Names[0];

    /// <summary>
    /// The result of reading a copy in a folder. Of several copies under different names, a correct one is preferred, and then one that
    /// can be read.
    /// </summary>
    /// <param name="folder">The path of the folder.</param>
    /// <param name="read">The function that reads the copy at a path.</param>
    public Fin<A> Read<A>(string folder, Func<string, Fin<A>> read)
    {
        string[] copies = [.. Names.Select(name => Path.Combine(folder, name)).Where(Path.Exists)];
        if (copies is [])
            return Search(folder).Bind(_ => Fin<A>.Fail($"expected {string.Join(" or ", Names)}, found none of them")).About(folder);
        var right = copies.Length > 1 ? copies.FirstOrDefault(IsKnownToBeCorrect) : null;
        var failures = Seq<string>();
        foreach (var copy in copies.OrderByDescending(copy => copy == right))
        {
            var result = read(copy);
            if (result.IsSucc)
                return result;
            failures = failures.Add(((Error)result).Message);
        }

        return Fin<A>.Fail(string.Join("; ", failures));
    }

    /// <summary>Whether a copy is the published one, as far as that can be told.</summary>
    private protected virtual bool IsKnownToBeCorrect(string path) => false;

    /// <summary>Checks that a folder can be searched.</summary>
    public static Fin<Unit> Search(string folder) =>
        Directory.Exists(folder) ? Outside.Try(() => { Directory.GetFileSystemEntries(folder); })
        : Error.New($"expected a folder, found {(File.Exists(folder) ? "a file" : "nothing")}");
}
