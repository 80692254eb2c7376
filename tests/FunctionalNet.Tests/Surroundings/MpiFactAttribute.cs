namespace FunctionalNet.Tests;

/// <summary>A fact about ranks; skipped where there is no launcher of an MPI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = MpiRun.Launchers.Count == 0 ? "there is no mpirun: apt-get install openmpi-bin" : null;
}
