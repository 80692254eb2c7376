using System.Collections.Immutable;
using System.Security.Cryptography;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>A published file, with the checksum that identifies a correct copy.</summary>
/// <param name="Names">The names that a copy may have; first the one under which the file is published.</param>
/// <param name="Size">The number of bytes, uncompressed unless <see cref="IsAsStored"/>.</param>
/// <param name="Sha256">The SHA-256 of these bytes, in lower-case hexadecimal.</param>
internal sealed record PublishedFile(ImmutableArray<string> Names, long Size, string Sha256) : NamedFile(Names)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Whether size and checksum are those of the file as it is published, compressed. A copy that was unpacked then cannot be checked.</summary>
    public bool IsAsStored { get; init; }

    /// <summary>
    /// The most bytes of a published copy: gzip adds a header, and less than a thousandth to what it cannot compress.
    /// </summary>
    public long LargestBody => IsAsStored ? Size : Size + (Size / 1000) + 1024;

    /// <summary>Checks a copy, compressed or not; a failure does not name the path.</summary>
    public Fin<Unit> Verify(string path) => IsAsStored ? UncompressedFile.ReadStored(path, Hash) : UncompressedFile.Read(path, Hash);

    private protected override bool IsKnownToBeCorrect(string path) => Verify(path).IsSucc;

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
                return Error.New(Invariant($"expected {Size} bytes{(IsAsStored ? "" : " uncompressed")}, found more{kind}"));
            hash.AppendData(buffer, 0, read);
        }

        var found = Convert.ToHexStringLower(hash.GetHashAndReset());
        return found == Sha256 ? unit : Error.New($"expected SHA-256 {Sha256}, found {found}{kind}");
    }
}
