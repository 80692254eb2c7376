using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// Many machines by MPI: the program is started on all of them, <c>mpirun -np 4 dotnet program.dll</c>, and each process is a rank.
/// </summary>
public static class Mpi
{
    // OpenMPI's, MPICH's under its own name and that of its ABI, then whatever there is, on macOS and Windows too.
    private static readonly IReadOnlyList<string> OpenMpi = ["libmpi.so.40"];
    private static readonly IReadOnlyList<string> Mpich = ["libmpich.so.12", "libmpi.so.12"];
    private static readonly IReadOnlyList<string> Others = ["libmpi.so", "libmpi.dylib", "msmpi.dll"];

    // MPI is started once in a process: whoever asks again gets the same.
    private static readonly Lazy<Fin<Communicator>> World = new(() => StartOnce(Names(Environment.GetEnvironmentVariable("PMI_RANK") is not null)));

    /// <summary>
    /// The ranks that the program was started with; one, without <c>mpirun</c>. MPI ends with the process. An exception that nobody catches, or an exit code
    /// other than 0, ends the processes of all ranks, so that none waits for ever.
    /// </summary>
    /// <remarks>
    /// It is the library of the launcher that is needed: MPICH's is tried first where <c>PMI_RANK</c> is set, OpenMPI's otherwise. An error says which names were
    /// looked for.
    /// </remarks>
    public static Fin<Communicator> Start() => World.Value;

    private static IReadOnlyList<string> Names(bool isMpich) => isMpich ? [.. Mpich, .. Others, .. OpenMpi] : [.. OpenMpi, .. Mpich, .. Others];

    private static Fin<Communicator> StartOnce(IReadOnlyList<string> names) =>
        from mpi in MpiLibrary.Load(names)
        from started in mpi.IsRunning ? Prelude.unit : mpi.Start()
        from world in Communicator.Of(mpi, mpi.World)
        select EndedWithTheProcess(mpi, world);

    private static Communicator EndedWithTheProcess(MpiLibrary mpi, Communicator world)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, failure) =>
        {
            Console.Error.WriteLine(Invariant($"rank {world.Rank}: {failure.ExceptionObject}"));
            mpi.Abort(1);
        };
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (!mpi.IsRunning)
                return;
            // The others may wait for this one: they are not asked whether they are done.
            if (Environment.ExitCode != 0)
                mpi.Abort(Environment.ExitCode);
            else
                _ = mpi.End();
        };
        return world;
    }
}
