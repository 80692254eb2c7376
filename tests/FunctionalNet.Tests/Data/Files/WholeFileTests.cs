using System.Net.Sockets;
using System.Runtime.Versioning;

namespace FunctionalNet.Tests.Data;

[UnsupportedOSPlatform("windows")]
public sealed class WholeFileTests : IDisposable
{
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly byte[] Content = [1, 2, 3];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_is_written_or_replaced_and_nothing_else_is_left()
    {
        Assert.Equal(folder.At("new"), WholeFile.Write(folder.At("new"), Content));
        Assert.Equal(folder.At("old"), WholeFile.Write(folder.Write("old", new byte[1000]), Content));
        Assert.Equal(folder.At("empty"), WholeFile.Write(folder.At("empty"), default));
        Assert.Equal(Content, File.ReadAllBytes(folder.At("new")));
        Assert.Equal(Content, File.ReadAllBytes(folder.At("old")));
        Assert.Empty(File.ReadAllBytes(folder.At("empty")));
        Assert.Equal(["empty", "new", "old"], folder.Entries);
    }

    [Fact]
    public void A_check_writes_nothing()
    {
        Assert.Equal(folder.At("new"), WholeFile.Check(folder.At("new")));
        Assert.Equal(folder.At("old"), WholeFile.Check(folder.Write("old", [7])));
        Assert.Equal(["old"], folder.Entries);
        Assert.Equal<byte>([7], File.ReadAllBytes(folder.At("old")));
    }

    /// <summary>Links in a folder with a folder "deep/er" and a file "deep/there", and their targets.</summary>
    public static TheoryData<string, string> Links => new()
    {
        { "deep/there", "deep/there" },
        { "deep/new", "deep/new" },
        { "deep/er/../there", "deep/there" },
        { "to-there", "deep/there" },
        { "to-link", "deep/there" },
    };

    [Theory]
    [MemberData(nameof(Links))]
    public void A_link_stays_and_the_file_that_it_leads_to_is_written(string target, string written)
    {
        Directory.CreateDirectory(folder.At("deep/er"));
        folder.Write("deep/there", [7]);
        File.CreateSymbolicLink(folder.At("to-there"), "deep/there");
        File.CreateSymbolicLink(folder.At("to-link"), folder.At("to-there"));
        File.CreateSymbolicLink(folder.At("link"), target);
        var before = Everything().Append(written).Distinct().Order().ToArray();
        Assert.Equal(folder.At("link"), WholeFile.Write(folder.At("link"), Content));
        Assert.Equal(target, new FileInfo(folder.At("link")).LinkTarget);
        Assert.Equal(Content, File.ReadAllBytes(folder.At(written)));
        Assert.Equal(before, Everything().Order());

        IEnumerable<string> Everything() => Directory.EnumerateFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories)
            .Select(entry => Path.GetRelativePath(folder.Path, entry));
    }

    // The parent of a link's folder is that of the real folder.
    [Fact]
    public void A_link_in_a_folder_that_is_a_link_is_followed_from_where_it_lies()
    {
        Directory.CreateDirectory(folder.At("data/results"));
        Directory.CreateDirectory(folder.At("data/archive"));
        File.CreateSymbolicLink(folder.At("data/results/loss"), "../archive/loss");
        Directory.CreateSymbolicLink(folder.At("results"), "data/results");
        Assert.Equal(folder.At("results/loss"), WholeFile.Write(folder.At("results/loss"), Content));
        Assert.Equal(Content, File.ReadAllBytes(folder.At("data/archive/loss")));
        Assert.Equal(["data", "results"], folder.Entries);
        Assert.Equal("../archive/loss", new FileInfo(folder.At("data/results/loss")).LinkTarget);
    }

    [UnixFact]
    public void A_file_that_is_replaced_passes_its_mode_on()
    {
        foreach (var mode in (UnixFileMode[])[OwnersOnly, (UnixFileMode)0b110_111_111, (UnixFileMode)0b111_101_101])
        {
            File.SetUnixFileMode(folder.Write("file", [7]), mode);
            Assert.True(WholeFile.Write(folder.At("file"), Content).IsSucc, $"{mode}");
            Assert.Equal(mode, File.GetUnixFileMode(folder.At("file")));
        }

        File.CreateSymbolicLink(folder.At("link"), "file");
        File.SetUnixFileMode(folder.At("file"), OwnersOnly);
        Assert.True(WholeFile.Write(folder.At("link"), Content).IsSucc, "not through a link");
        Assert.Equal(OwnersOnly, File.GetUnixFileMode(folder.At("file")));
    }

    [UnixFact]
    public void A_file_that_must_not_be_written_is_not_replaced()
    {
        File.SetUnixFileMode(folder.Write("file", [7]), UnixFileMode.UserRead);
        var written = WholeFile.Write(folder.At("file"), Content);
        // The superuser may write to any folder.
        Assert.Equal(Environment.IsPrivilegedProcess, written.IsSucc);
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(folder.At("file")));
    }

    [UnixFact]
    public void Special_files_are_refused_and_stay()
    {
        Special.Pipe(folder.At("pipe"));
        File.CreateSymbolicLink(folder.At("link"), "pipe");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(folder.At("socket")));
        Directory.CreateDirectory(folder.At("folder"));
        Directory.CreateSymbolicLink(folder.At("to-folder"), "folder");
        var before = folder.Entries.ToArray();

        Refused(folder.At("pipe"), $"expected a file, found a pipe or a device at {folder.At("pipe")}");
        Refused(folder.At("link"), $"expected a file, found a pipe or a device at {folder.At("pipe")}");
        Refused("/dev/null", "expected a file, found a pipe or a device at /dev/null");
        Refused("/dev/full", "expected a file, found a pipe or a device at /dev/full");
        Refused(folder.At("socket"), $"No such device or address : '{folder.At("socket")}'");
        Refused(folder.At("folder"), $"expected a file, found a folder at {folder.At("folder")}");
        Refused(folder.At("to-folder"), $"expected a file, found a folder at {folder.At("folder")}");
        Refused(folder.At("new/"), $"expected a file, found a folder at {folder.At("new")}");
        Assert.Equal(before, folder.Entries);
        Assert.Equal("pipe", new FileInfo(folder.At("link")).LinkTarget);
    }

    [Fact]
    public void Links_in_a_circle_or_into_nowhere_are_refused_and_stay()
    {
        File.CreateSymbolicLink(folder.At("one"), "other");
        File.CreateSymbolicLink(folder.At("other"), "one");
        File.CreateSymbolicLink(folder.At("lost"), "nowhere/file");
        Refused(folder.At("one"), $"Too many levels of symbolic links : '{folder.At("one")}'");
        Refused(folder.At("lost"), $"Could not find a part of the path '{folder.At("nowhere/file")}'.");
        Assert.Equal(["lost", "one", "other"], folder.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no\0path")]
    public void An_invalid_path_is_a_mistake_of_the_programmer(string path) =>
        Assert.ThrowsAny<ArgumentException>(() => WholeFile.Write(path, Content));

    private static void Refused(string path, string why)
    {
        Assert.Equal($"{path}: {why}", WholeFile.Write(path, Content).Match(_ => "it was written", error => error.Message));
        Assert.Equal($"{path}: {why}", WholeFile.Check(path).Match(_ => "it could be written", error => error.Message));
    }
}
