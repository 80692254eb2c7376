using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>The files of CIFAR-10 or CIFAR-100: an archive, the folder within it, and the files in that.</summary>
/// <param name="Archive">The archive.</param>
/// <param name="Folder">The name of the folder in the archive.</param>
/// <param name="Train">The names of the files to train on, in order.</param>
/// <param name="Test">The name of the file to test with.</param>
/// <param name="Format">The format of the files.</param>
internal sealed record CifarFiles(PublishedFile Archive, string Folder, ImmutableArray<string> Train, string Test, CifarFormat Format)
{
    // There are no others.
    private static readonly ImmutableArray<Uri> Mirrors = [new("https://www.cs.toronto.edu/~kriz/")];

    private ImmutableArray<string> All => [.. Train, Test];

    /// <summary>Ensures that a folder has the archive, and returns the folder.</summary>
    public Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellation) =>
        new MirrorDownload(Require.NotNull(client), Mirrors, cancellation).Ensure(Require.NotNull(folder), [Archive]);

    /// <summary>
    /// The training set and the test set, from a folder that has the files, their folder or the archive, or from an archive. The error of a
    /// failure names the path.
    /// </summary>
    public Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(string path, int label, bool normalize, bool oneHot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        var levels = Idx.Levels(normalize ? T.One : T.CreateTruncating(byte.MaxValue));
        return from contents in Find(path)
               from train in Format.Decode(contents[..^1], label, levels)
               from test in Format.Decode(contents[^1..], label, levels)
               select (Coded(train), Coded(test));

        Dataset<T> Coded(Dataset<T> dataset) =>
            oneHot ? dataset.MapTargets(targets => Tensor.OneHot<T>(targets.ClassIndices, Format.Classes[label])) : dataset;
    }

    /// <summary>The place and the content of each file.</summary>
    private Fin<ImmutableArray<(string Name, byte[] Content)>> Find(string path)
    {
        var archive = Path.Combine(path, Archive.Name);
        var folder = new[] { path, Path.Combine(path, Folder) }.FirstOrDefault(folder => All.Any(name => File.Exists(Path.Combine(folder, name))));
        return File.Exists(path) ? Unpack(path)
            : folder is not null ? ReadEach(All.Select(name => Path.Combine(folder, name)))
            : File.Exists(archive) ? Unpack(archive)
            : NamedFile.Search(path).Bind(_ => Fin<ImmutableArray<(string, byte[])>>.Fail($"expected {Train[0]}, {Folder} or {Archive.Name}, found none of them")).About(path);
    }

    private static Fin<ImmutableArray<(string Name, byte[] Content)>> ReadEach(IEnumerable<string> files) => files.Aggregate(
        Fin<ImmutableArray<(string Name, byte[] Content)>>.Succ([]),
        (read, file) => from before in read
                        from content in UncompressedFile.Read<byte[]>(file, bytes => TarArchive.ReadAll(bytes)).About(file)
                        select before.Add((file, content)));

    private Fin<ImmutableArray<(string Name, byte[] Content)>> Unpack(string archive) =>
        from contents in TarArchive.Read(archive, All).About(archive)
        from _ in All.FirstOrDefault(name => !contents.ContainsKey(name)) is { } missing
            ? Fin<Unit>.Fail($"expected a file {missing} in the archive, found none").About(archive)
            : Unit.Default
        select All.Select(name => ($"{archive}: {name}", contents[name])).ToImmutableArray();
}
