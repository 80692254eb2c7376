using System.Collections.Immutable;
using System.Security.Cryptography;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>A published file, with the checksum that identifies a correct copy.</summary>
/// <param name="Names">The names that a copy may have; first the one under which the file is published.</param>
/// <param name="Size">The number of bytes, uncompressed.</param>
/// <param name="Sha256">The SHA-256 of these bytes, in lower-case hexadecimal.</param>
internal sealed record PublishedFile(ImmutableArray<string> Names, long Size, string Sha256)
{
    private const int BufferSize = 1 << 16;

    /// <summary>The name under which the file is published.</summary>
    public string Name => Names[0];

    /// <summary>
    /// The most bytes of a published copy: gzip adds a header, and less than a thousandth to what it cannot compress.
    /// </summary>
    public long LargestBody => Size + (Size / 1000) + 1024;

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
        var right = copies.Length > 1 ? copies.FirstOrDefault(copy => Verify(copy).IsSucc) : null;
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

    /// <summary>Checks a copy, compressed or not; a failure does not name the path.</summary>
    public Fin<Unit> Verify(string path) => UncompressedFile.Read(path, Hash);

    /// <summary>Checks that a folder can be searched.</summary>
    private static Fin<Unit> Search(string folder) =>
        Directory.Exists(folder) ? Outside.Try(() => { Directory.GetFileSystemEntries(folder); })
        : Error.New($"expected a folder, found {(File.Exists(folder) ? "a file" : "nothing")}");

    private Fin<Unit> Hash(Stream content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var (length, kind) = (0L, "");
        while (content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) is > 0 and var read)
        {
            kind = length == 0 ? FileKind.Note(buffer.AsSpan(0, read)) : kind;
            length += read;
            if (length > Size)
                return Error.New(Invariant($"expected {Size} bytes uncompressed, found more{kind}"));
            hash.AppendData(buffer, 0, read);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == Sha256 ? unit : Error.New($"expected SHA-256 {Sha256}, found {found}{kind}");
    }
}
