namespace FunctionalNet.Tests;

/// <summary>A programmer's mistake, and the message of its exception.</summary>
internal static class Failure
{
    public static void Says(string message, Func<object> mistake) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(mistake).Message);
}
