using System.Collections.Immutable;
using System.Security.Cryptography;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>A file that the world has copies of, and what tells a right copy from a wrong one.</summary>
/// <param name="Names">What a copy may be called; first the name under which it is published.</param>
/// <param name="Size">How many bytes it has, uncompressed.</param>
/// <param name="Sha256">The SHA-256 of these bytes, in lower-case hexadecimal.</param>
internal sealed record PublishedFile(ImmutableArray<string> Names, long Size, string Sha256)
{
    private const int BufferSize = 1 << 16;

    /// <summary>The name under which it is published.</summary>
    public string Name => Names[0];

    /// <summary>No published form is larger: gzip adds less than a thousandth to what it cannot compress, and a header.</summary>
    public long LargestBody => Size + (Size / 1000) + 1024;

    /// <summary>
    /// What can be made of a copy in a folder. Of several, under different names, a right one comes first, and one that cannot be
    /// read does not stand before one that can.
    /// </summary>
    /// <param name="folder">Its path.</param>
    /// <param name="read">Takes the path of a copy.</param>
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

    /// <summary>Whether a copy, compressed or not, is right; a failure does not name the path.</summary>
    public Fin<Unit> Verify(string path) => UncompressedFile.Read(path, Hash);

    /// <summary>Whether a folder can be searched.</summary>
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
