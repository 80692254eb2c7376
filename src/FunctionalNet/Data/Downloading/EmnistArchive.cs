using System.Collections.Immutable;
using System.IO.Compression;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>The zip archive of EMNIST, which has a compressed IDX file for each part of each split.</summary>
/// <param name="File">The archive.</param>
/// <param name="Mirrors">The addresses to append its name to.</param>
internal sealed record EmnistArchive(PublishedFile File, ImmutableArray<Uri> Mirrors)
{
    /// <summary>The files of a split, of which no sums are published.</summary>
    public static ImageFiles ImagesOf(EmnistSplit split)
    {
        return new(Part("train-images-idx3"), Part("train-labels-idx1"), Part("test-images-idx3"), Part("test-labels-idx1"), split.Classes.Length)
        {
            First = split.First,
            AreTransposed = true,
        };

        NamedFile Part(string part) => new([$"emnist-{split}-{part}-ubyte.gz", $"emnist-{split}-{part}-ubyte"]);
    }

    /// <summary>Ensures that a folder has the archive and, unpacked from it, the files of a split. Returns the folder.</summary>
    public async Task<Fin<string>> Ensure(HttpClient client, string folder, EmnistSplit split, CancellationToken cancellation)
    {
        var ensured = await new MirrorDownload(client, Mirrors, cancellation).Ensure(folder, [File]).ConfigureAwait(false);
        var archive = Path.Combine(folder, File.Name);
        return ensured.Bind(_ => Unpack(archive, folder, ImagesOf(split).All).About(archive)).Map(_ => folder);
    }

    private static Fin<Unit> Unpack(string archive, string folder, ImmutableArray<NamedFile> files)
    {
        try
        {
            return Outside.Try(() =>
            {
                using var zip = ZipFile.OpenRead(archive);
                return files.Select(file => UnpackOne(zip, folder, file.Name)).FirstOrDefault(unpacked => unpacked.IsFail, unit);
            });
        }
        catch (InvalidDataException failure)
        {
            return Error.New(failure.Message);
        }
    }

    private static Fin<Unit> UnpackOne(ZipArchive zip, string folder, string name)
    {
        if (zip.Entries.FirstOrDefault(entry => entry.Name == name) is not { } entry)
            return Error.New($"expected a file {name} in the archive, found none");
        return WholeFile.Place(Path.Combine(folder, name)).Bind(place =>
        {
            var temporary = WholeFile.Beside(place);
            try
            {
                entry.ExtractToFile(temporary);
                WholeFile.Put(temporary, place);
                return FinSucc(unit);
            }
            finally
            {
                // After the move it no longer exists.
                System.IO.File.Delete(temporary);
            }
        });
    }
}
