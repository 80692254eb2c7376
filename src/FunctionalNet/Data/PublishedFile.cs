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

    /// <summary>The path of the copy in a folder, under the first of its names that is there.</summary>
    public Fin<string> In(string folder) =>
        Names.Select(name => Path.Combine(folder, name)).FirstOrDefault(Path.Exists) is { } path
            ? path
            : Fin<string>.Fail($"expected {string.Join(" or ", Names)}, found none of them").About(folder);

    /// <summary>Whether a copy, compressed or not, is right; a failure does not name the path.</summary>
    public Fin<Unit> Verify(string path) => UncompressedFile.Read(path, Hash, length => length).Map(_ => unit);

    private Fin<long> Hash(Stream content)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        var length = 0L;
        while (content.Read(buffer) is > 0 and var read)
        {
            length += read;
            if (length > Size)
                return Error.New($"expected {Size} bytes uncompressed, found more");
            hash.AppendData(buffer, 0, read);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == Sha256 ? length : Error.New($"expected SHA-256 {Sha256}, found {found}");
    }
}
