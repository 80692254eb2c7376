using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionalNet.Tests.Conventions;

/// <summary>The order of a project's folders: each refers to itself and to those before it, and files of different folders form no cycle.</summary>
/// <param name="Root">The folder that the ordered ones are in.</param>
/// <param name="Folders">The names of the folders, the most basic first.</param>
internal sealed record FolderOrder(string Root, ImmutableArray<string> Folders)
{
    /// <summary>The order of the library. A folder that is not listed here is refused.</summary>
    public static FolderOrder Library { get; } = new(
        "src/FunctionalNet",
        ["Numerics", "Tensors", "Random", "Differentiation", "Layers", "Losses", "Optimizers", "Metrics", "Data", "Training", "Persistence"]);

    /// <summary>The sources outside the listed folders.</summary>
    public IEnumerable<string> Unplaced(CSharpCompilation compilation) =>
        compilation.SyntaxTrees.Select(tree => tree.FilePath).Where(file => IsSource(file) && Rank(file) < 0);

    /// <summary>The references from file to file.</summary>
    public ImmutableArray<SourceReference> References(CSharpCompilation compilation) =>
        [.. SourceReference.In(compilation, Rank).Where(reference => IsSource(reference.File) && IsSource(reference.Declaration))];

    /// <summary>Whether a reference goes to a later folder. Subfolders count as part of the folder that they are in.</summary>
    public bool IsUpward(SourceReference reference) => Rank(reference.Declaration) > Rank(reference.File);

    /// <summary>The message about a reference to a later folder.</summary>
    public string Describe(SourceReference reference) =>
        $"{reference}: {Top(reference.File)} comes before {Top(reference.Declaration)} and must not refer to it";

    /// <summary>The shortest cycle through each pair of files of different folders, subfolders included, that is in one.</summary>
    public static IEnumerable<ImmutableArray<SourceReference>> Cycles(IEnumerable<SourceReference> references)
    {
        var uses = references.DistinctBy(reference => (reference.File, reference.Declaration)).ToLookup(reference => reference.File);
        return from first in uses.SelectMany(used => used)
               where Folder(first.File) != Folder(first.Declaration)
               let back = Path(uses, first.Declaration, first.File)
               where !back.IsEmpty
               let cycle = back.Insert(0, first)
               group cycle by string.Join('\n', cycle.Select(reference => reference.File).Order(StringComparer.Ordinal)) into same
               select same.First();
    }

    private bool IsSource(string file) => file.StartsWith($"{Root}/", StringComparison.Ordinal);

    private int Rank(string file) => IsSource(file) ? Folders.IndexOf(Top(file)) : -1;

    private string Top(string file) => file[(Root.Length + 1)..].Split('/')[0];

    private static string Folder(string file) => file[..file.LastIndexOf('/')];

    // Breadth first; empty if there is none.
    private static ImmutableArray<SourceReference> Path(ILookup<string, SourceReference> uses, string from, string to)
    {
        var seen = new HashSet<string> { from };
        var paths = new Queue<ImmutableArray<SourceReference>>([[]]);
        while (paths.TryDequeue(out var path))
        {
            foreach (var next in uses[path is [.., var last] ? last.Declaration : from])
            {
                if (next.Declaration == to)
                    return path.Add(next);
                if (seen.Add(next.Declaration))
                    paths.Enqueue(path.Add(next));
            }
        }
        return [];
    }
}
