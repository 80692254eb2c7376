namespace FunctionalNet.Tests.Documentation;

/// <summary>Scripts print to the console of the process, so they run one at a time, when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneConsole
{
    public const string Name = "The console";
}
