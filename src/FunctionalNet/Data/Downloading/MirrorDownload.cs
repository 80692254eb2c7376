using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>Downloads each file from the first mirror with a correct copy, and puts it into a folder whole or not at all.</summary>
/// <param name="client">The client, whose time-out applies to each wait for a mirror.</param>
/// <param name="mirrors">The addresses to append the name of a file to, each ending in a slash, in the order in which to try them.</param>
/// <param name="cancellation">Cancels the download of the current file.</param>
internal sealed class MirrorDownload(HttpClient client, ImmutableArray<Uri> mirrors, CancellationToken cancellation)
{
    /// <summary>Ensures that the folder has a correct copy of each file, and returns the folder.</summary>
    public async Task<Fin<string>> Ensure(string folder, ImmutableArray<PublishedFile> files)
    {
        foreach (var file in files)
        {
            if (file.Read(folder, file.Verify).IsSucc)
                continue;
            var fetched = await Fetch(file, folder).ConfigureAwait(false);
            if (fetched.IsFail)
                return fetched.Map(_ => folder);
        }

        return folder;
    }

    private async Task<Fin<Unit>> Fetch(PublishedFile file, string folder)
    {
        var missing = MissingLevels(folder);
        try
        {
            var created = Outside.Try(() => { Directory.CreateDirectory(folder); }).About(folder);
            return created.IsFail ? created : await FetchFromMirrors(file, folder).ConfigureAwait(false);
        }
        finally
        {
            foreach (var level in missing)
                RemoveIfEmpty(level);
        }
    }

    private async Task<Fin<Unit>> FetchFromMirrors(PublishedFile file, string folder)
    {
        var destination = Path.Combine(folder, file.Name);
        var place = WholeFile.Place(destination);
        if (place.IsFail)
            return place.Map(_ => unit).About(destination);
        var failures = Seq<string>();
        foreach (var address in mirrors.Select(mirror => new Uri(mirror, file.Name)))
        {
            var fetched = (await FetchFrom(address, file, place.ThrowIfFail()).ConfigureAwait(false)).About($"{address}");
            if (fetched.IsSucc)
                return fetched;
            failures = failures.Add(((Error)fetched).Message);
            if (cancellation.IsCancellationRequested)
                break;
        }

        return Fin<Unit>.Fail(string.Join("; ", failures)).About(destination);
    }

    private async Task<Fin<Unit>> FetchFrom(Uri address, PublishedFile file, string place)
    {
        var temporary = WholeFile.Beside(place);
        try
        {
            return from _ in await HttpDownload.Save(client, address, temporary, file.LargestBody, cancellation).ConfigureAwait(false)
                   from verified in file.Verify(temporary)
                   from moved in Outside.Try(() => WholeFile.Put(temporary, place))
                   select moved;
        }
        finally
        {
            Outside.Try(() => File.Delete(temporary));
        }
    }

    /// <summary>The folder and its parents that do not exist yet, innermost first.</summary>
    private static ImmutableArray<DirectoryInfo> MissingLevels(string folder)
    {
        var missing = ImmutableArray.CreateBuilder<DirectoryInfo>();
        for (var level = new DirectoryInfo(folder); level is { Exists: false }; level = level.Parent)
            missing.Add(level);
        return missing.ToImmutable();
    }

    // If a folder cannot be removed, the failure that came before is the one to report.
    private static void RemoveIfEmpty(DirectoryInfo folder) => Outside.Try(() =>
    {
        if (!folder.EnumerateFileSystemInfos().Any())
            folder.Delete();
    });
}
