using System.Net;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet.Tests.Data;

public sealed class MirrorDownloadTests : IDisposable
{
    private const string First = "https://first.example/data/one.gz";
    private const string Second = "https://second.example/two/one.gz";

    private static readonly byte[] Content = [.. Key.Seed(1).Integers(2000, 256).Select(value => (byte)value)];
    private static readonly byte[] Compressed = Content.Gzip();
    private static readonly byte[] Other = Content.Damage(7);
    private static readonly byte[] SignIn = [.. "<!DOCTYPE html><title>Sign in</title>"u8];
    private static readonly string Sha256 = Hash(Content);
    private static readonly PublishedFile One = new(["one.gz", "one"], Content.Length, Sha256);
    private static readonly string WrongHash = $"expected SHA-256 {Sha256}, found {Hash(Other)}";
    private static readonly string TooLong = $"expected at most {One.LargestBody} bytes, found";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_right_file_is_stored_as_it_comes(bool compressed)
    {
        var body = compressed ? Compressed : Content;
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(body));
        Assert.Equal(folder.Path, await Ensure(mirrors));
        Assert.Equal(["one.gz"], folder.Entries);
        Assert.Equal(body, File.ReadAllBytes(folder.At("one.gz")));
        Assert.Equal([First], mirrors.Requests);
    }

    [Fact]
    public async Task Each_file_is_fetched()
    {
        var two = One with { Names = ["two"] };
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        Assert.True((await Ensure(mirrors, files: [One, two])).IsSucc);
        Assert.Equal(["one.gz", "two"], folder.Entries);
    }

    [Fact]
    public async Task The_folder_is_made()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        Assert.Equal(folder.At("a/b"), await Ensure(mirrors, into: folder.At("a/b")));
        Assert.True(File.Exists(folder.At("a/b/one.gz")));
    }

    [Theory]
    [InlineData("one.gz", true)]
    [InlineData("one.gz", false)]
    [InlineData("one", true)]
    [InlineData("one", false)]
    public async Task A_right_file_that_is_there_is_kept_and_no_mirror_is_asked(string name, bool compressed)
    {
        var written = File.GetLastWriteTimeUtc(folder.Write(name, compressed ? Compressed : Content));
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        Assert.Equal(folder.Path, await Ensure(mirrors));
        Assert.Empty(mirrors.Requests);
        Assert.Equal([name], folder.Entries);
        Assert.Equal(written, File.GetLastWriteTimeUtc(folder.At(name)));
    }

    public static TheoryData<byte[]> WrongFiles => [Other, Other.Gzip(), Compressed[..^1], Compressed[..100], Compressed.Damage(^5), [], [.. Content, 0]];

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public async Task A_wrong_file_that_is_there_is_replaced(byte[] wrong)
    {
        folder.Write("one.gz", wrong);
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        Assert.True((await Ensure(mirrors)).IsSucc);
        Assert.Equal(["one.gz"], folder.Entries);
        Assert.Equal(Compressed, File.ReadAllBytes(folder.At("one.gz")));
    }

    [Fact]
    public async Task A_wrong_file_under_another_name_no_longer_counts()
    {
        folder.Write("one", Other);
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        Assert.True((await Ensure(mirrors)).IsSucc);
        Assert.Equal(folder.At("one.gz"), One.Read<string>(folder.Path, path => path));
    }

    [Fact]
    public async Task A_right_file_counts_whatever_stands_under_another_name()
    {
        folder.Write("one", Content);
        folder.Write("one.gz", Other.Gzip());
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        Assert.Equal(folder.Path, await Ensure(mirrors));
        Assert.Empty(mirrors.Requests);
        Assert.Equal(folder.At("one"), One.Read<string>(folder.Path, path => path));
    }

    [Fact]
    public async Task A_wrong_file_stays_if_no_mirror_has_a_right_one()
    {
        folder.Write("one.gz", Other);
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        Assert.True((await Ensure(mirrors)).IsFail);
        Assert.Equal(Other, File.ReadAllBytes(folder.At("one.gz")));
    }

    /// <summary>The wrong answers of a mirror, and the reasons why they are refused.</summary>
    public static TheoryData<string, Func<Task<HttpResponseMessage>>> WrongAnswers => new()
    {
        { "status 404 Not Found", () => StubMirrors.NotFound },
        { "status 599", () => Task.FromResult(new HttpResponseMessage((HttpStatusCode)599)) },
        { "no such host", () => Task.FromException<HttpResponseMessage>(new HttpRequestException("no such host")) },
        { "timed out", () => Task.FromException<HttpResponseMessage>(new TaskCanceledException()) },
        { "two lines", () => throw new HttpRequestException("two\nlines") },
        { WrongHash, () => StubMirrors.Bytes(Other) },
        { WrongHash, () => StubMirrors.Bytes(Other.Gzip()) },
        { "expected a file with content, found an empty one, a pipe or a device", () => StubMirrors.Bytes([]) },
        { $"expected SHA-256 {Sha256}, found {Hash(Content[..1000])}", () => StubMirrors.Bytes(Content[..1000]) },
        { "expected complete gzip data, found it truncated", () => StubMirrors.Bytes(Compressed[..^3]) },
        { "expected gzip data up to the end of the file, found something else after it", () => StubMirrors.Bytes([.. Compressed, 1]) },
        { $"expected SHA-256 {Sha256}, found {Hash(SignIn)}: an HTML page", () => StubMirrors.Bytes(SignIn) },
        { "expected 2000 bytes uncompressed, found more: an HTML page", () => StubMirrors.Bytes([.. SignIn, .. Enumerable.Repeat((byte)' ', 2000)]) },
        { "expected 2000 bytes uncompressed, found more: gzip data within gzip data", () => StubMirrors.Bytes(Compressed.Gzip()) },
        { "expected valid gzip data, found it corrupt", () => StubMirrors.Bytes(Compressed.Damage(^3)) },
        { "expected 2000 bytes uncompressed, found more", () => StubMirrors.Bytes([.. Content, 0]) },
        { "expected 2000 bytes uncompressed, found more", () => StubMirrors.Bytes(new byte[1_000_000].Gzip()) },
        { $"{TooLong} 1000000 announced", () => StubMirrors.Bytes(new byte[1_000_000]) },
        { $"{TooLong} more", () => StubMirrors.Body(new StubBody([], buffer => Task.FromResult(buffer.Length))) },
        { "connection lost", () => StubMirrors.Body(new StubBody(Compressed[..500], _ => throw new IOException("connection lost"))) },
        { "response ended (ResponseEnded)", () => StubMirrors.Body(new StubBody(Compressed[..500], _ => throw new HttpIOException(HttpRequestError.ResponseEnded, "response ended"))) },
    };

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task After_a_wrong_answer_the_next_mirror_is_asked(string reason, Func<Task<HttpResponseMessage>> wrong)
    {
        using var mirrors = new StubMirrors(address => $"{address}" == First ? wrong() : StubMirrors.Bytes(Compressed));
        Assert.True((await Ensure(mirrors)).IsSucc, reason);
        Assert.Equal([First, Second], mirrors.Requests);
        Assert.Equal(["one.gz"], folder.Entries);
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public async Task Wrong_answers_alone_are_an_error_of_one_line_and_leave_no_trace(string reason, Func<Task<HttpResponseMessage>> wrong)
    {
        using var mirrors = new StubMirrors(address => $"{address}" == First ? wrong() : StubMirrors.NotFound);
        await AssertFails($"{First}: {reason}; {Second}: status 404 Not Found", mirrors);
    }

    [Fact]
    public async Task Mirrors_that_never_answer_time_out()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.Silence);
        await AssertFails($"{First}: timed out; {Second}: timed out", mirrors, timeout: TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task A_body_that_stops_times_out()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.Body(Stalled(() => { })));
        await AssertFails($"{First}: timed out; {Second}: timed out", mirrors, timeout: TimeSpan.FromMilliseconds(20));
    }

    [Fact]
    public async Task A_download_can_be_cancelled_while_a_deaf_mirror_does_not_answer()
    {
        using var cancellation = new CancellationTokenSource();
        using var mirrors = new StubMirrors(_ =>
        {
            cancellation.Cancel();
            return StubMirrors.Silence;
        });
        await AssertFails($"{First}: cancelled", mirrors, cancellation: cancellation.Token);
        Assert.Equal([First], mirrors.Requests);
    }

    [Fact]
    public async Task A_download_can_be_cancelled_in_the_middle_of_a_body()
    {
        using var cancellation = new CancellationTokenSource();
        using var mirrors = new StubMirrors(_ => StubMirrors.Body(Stalled(cancellation.Cancel)));
        await AssertFails($"{First}: cancelled", mirrors, cancellation: cancellation.Token);
    }

    [Fact]
    public async Task A_download_that_is_cancelled_before_it_starts_asks_no_mirror()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        await AssertFails($"{First}: cancelled", mirrors, cancellation: new CancellationToken(canceled: true));
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public async Task A_file_that_is_complete_stays_when_the_next_one_fails()
    {
        using var mirrors = new StubMirrors(address => $"{address}" == First ? StubMirrors.Bytes(Compressed) : StubMirrors.NotFound);
        var into = folder.At("new");
        Assert.True((await Ensure(mirrors, into, files: [One, One with { Names = ["two"] }])).IsFail);
        Assert.Equal([Path.Combine(into, "one.gz")], Directory.EnumerateFileSystemEntries(into));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_folder_is_an_error_and_stays()
    {
        var file = folder.Write("file", Content);
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        var failure = (Error)await Ensure(mirrors, into: file);
        Assert.StartsWith($"{file}: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Equal(Content, File.ReadAllBytes(file));
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_the_file_is_an_error_and_stays()
    {
        Directory.CreateDirectory(folder.At("one.gz"));
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        var failure = (Error)await Ensure(mirrors);
        Assert.Equal($"{folder.At("one.gz")}: expected a file, found a folder at {folder.At("one.gz")}", failure.Message);
        Assert.Equal(["one.gz"], folder.Entries);
        Assert.Empty(mirrors.Requests);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_wrong_file_behind_a_link_is_replaced_there_and_keeps_its_mode()
    {
        Directory.CreateDirectory(folder.At("shared"));
        var wrong = folder.Write("shared/file", Other);
        File.SetUnixFileMode(wrong, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.CreateSymbolicLink(folder.At("one.gz"), "shared/file");
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        Assert.True((await Ensure(mirrors)).IsSucc);
        Assert.Equal("shared/file", new FileInfo(folder.At("one.gz")).LinkTarget);
        Assert.Equal(Compressed, File.ReadAllBytes(wrong));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(wrong));
        Assert.Equal(["file"], Directory.EnumerateFileSystemEntries(folder.At("shared")).Select(Path.GetFileName));
    }

    [UnixFact]
    public async Task A_pipe_in_the_place_of_the_file_stays_and_no_mirror_is_asked()
    {
        Special.Pipe(folder.At("one.gz"));
        using var mirrors = new StubMirrors(_ => StubMirrors.Bytes(Compressed));
        Assert.Equal(
            $"{folder.At("one.gz")}: expected a file, found a pipe or a device at {folder.At("one.gz")}",
            ((Error)await Ensure(mirrors)).Message);
        Assert.Empty(mirrors.Requests);
    }

    [Fact]
    public async Task A_mistake_of_the_programmer_is_thrown_and_leaves_no_trace()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.Body(new StubBody(Compressed[..500], _ => throw new InvalidOperationException("a mistake"))));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Ensure(mirrors, into: folder.At("new")));
        Assert.Empty(folder.Entries);
    }

    [Fact]
    public async Task An_empty_path_is_a_mistake_of_the_programmer()
    {
        using var mirrors = new StubMirrors(_ => StubMirrors.NotFound);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Ensure(mirrors, into: ""));
    }

    /// <summary>A download into a new folder with a new parent fails for these reasons, and leaves no trace.</summary>
    private async Task AssertFails(string reasons, StubMirrors mirrors, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        var into = folder.At("new/newer");
        var failure = (Error)await Ensure(mirrors, into, timeout, cancellation: cancellation);
        Assert.Equal($"{Path.Combine(into, "one.gz")}: {reasons}", failure.Message);
        Assert.Empty(folder.Entries);
    }

    private async Task<Fin<string>> Ensure(
        StubMirrors mirrors, string? into = null, TimeSpan? timeout = null, PublishedFile[]? files = null, CancellationToken cancellation = default)
    {
        using var client = new HttpClient(mirrors, disposeHandler: false) { Timeout = timeout ?? Timeout.InfiniteTimeSpan };
        var download = new MirrorDownload(client, [new("https://first.example/data/"), new("https://second.example/two/")], cancellation);
        return await download.Ensure(into ?? folder.Path, [.. files ?? [One]]).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    private static StubBody Stalled(Action atTheStop) => new(Compressed[..500], _ =>
    {
        atTheStop();
        return new TaskCompletionSource<int>().Task;
    });

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
