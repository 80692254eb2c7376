namespace FunctionalNet.Tests.Progress;

/// <summary>What affects the whole process runs when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneProcess
{
    public const string Name = "The process";
}
