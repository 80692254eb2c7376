namespace FunctionalNet.Tests.Data;

public sealed class CacheFolderTests
{
    private static readonly string Root = Path.GetPathRoot(AppContext.BaseDirectory)!;

    [Fact]
    public void It_is_in_the_cache_home_where_there_is_one() =>
        Assert.Equal(Path.Combine(Root, "cache", "FunctionalNet", "mnist"), CacheFolder.Of("mnist", Path.Combine(Root, "cache"), "data"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    public void It_is_in_the_local_application_data_where_there_is_none(string? cacheHome) =>
        Assert.Equal(Path.Combine("data", "FunctionalNet", "mnist"), CacheFolder.Of("mnist", cacheHome, "data"));

    [Fact]
    public void It_is_a_full_path_on_this_machine() =>
        Assert.True(Path.IsPathFullyQualified(CacheFolder.Of("mnist")));
}
