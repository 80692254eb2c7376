namespace FunctionalNet;

/// <summary>
/// The folder where downloads are kept for this user. It depends on the machine, so the library itself never uses it: a program
/// asks for it and passes it on.
/// </summary>
public static class CacheFolder
{
    /// <summary>
    /// The folder for downloads of this name: <c>CacheFolder.Of("mnist")</c> is <c>FunctionalNet/mnist</c> in
    /// <c>$XDG_CACHE_HOME</c>, or else in the local application data of the operating system. It need not exist.
    /// </summary>
    /// <remarks>XDG Base Directory Specification, version 0.8, by which a relative path must be ignored.</remarks>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
#pragma warning disable RS0030 // The one place that may read the environment: programs call it, the library does not.
        return Of(
            name,
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME"),
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify));
#pragma warning restore RS0030
    }

    /// <summary>The folder for a given environment.</summary>
    internal static string Of(string name, string? cacheHome, string localApplicationData) =>
        Path.Combine(
            cacheHome is { } home && Path.IsPathFullyQualified(home) ? home : localApplicationData,
            nameof(FunctionalNet),
            name);
}
