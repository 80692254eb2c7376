namespace FunctionalNet.Tests;

/// <summary>A fact about the real MNIST files in <c>../shared/mnist</c>; skipped if they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute() => Skip = Directory.Exists(Folder) ? null : $"the MNIST files are not in {Folder}";

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "mnist"));
}
