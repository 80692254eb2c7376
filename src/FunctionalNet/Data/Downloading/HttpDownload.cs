using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>One request, whose answer becomes a new file. Its size and the wait for it are not left to the mirror.</summary>
internal static class HttpDownload
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes the body of an answer to a new file, which may be left incomplete by a failure; that does not name the address.
    /// The client's time-out holds for the headers, and anew for each next piece of the body.
    /// </summary>
    public static async Task<Fin<Unit>> Save(
        HttpClient client, Uri address, string path, long largest, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            cancellation.ThrowIfCancellationRequested();
            patience.CancelAfter(client.Timeout);
            // The token is given and waited for as well: a handler may be deaf to it.
            using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token)
                .WaitAsync(patience.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                return Error.New(Invariant($"status {(int)response.StatusCode} {response.ReasonPhrase}").TrimEnd());
            if (response.Content.Headers.ContentLength is { } announced && announced > largest)
                return Error.New(Invariant($"expected at most {largest} bytes, found {announced} announced"));
            using var body = await response.Content.ReadAsStreamAsync(patience.Token)
                .WaitAsync(patience.Token).ConfigureAwait(false);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            return await Copy(body, file, largest, () => patience.CancelAfter(client.Timeout), patience.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Error.New(cancellation.IsCancellationRequested ? "cancelled" : "timed out");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return Error.New(failure.Message);
        }
    }

    private static async Task<Fin<Unit>> Copy(
        Stream body, FileStream file, long largest, Action renewPatience, CancellationToken patience)
    {
        // Not from a pool: a read that is given up may still write to it.
        var buffer = new byte[BufferSize];
        for (var length = 0L; ;)
        {
            renewPatience();
            var read = await body.ReadAsync(buffer, patience).AsTask().WaitAsync(patience).ConfigureAwait(false);
            if (read == 0)
                return unit;
            length += read;
            if (length > largest)
                return Error.New(Invariant($"expected at most {largest} bytes, found more"));
            await file.WriteAsync(buffer.AsMemory(0, read), patience).ConfigureAwait(false);
        }
    }
}
