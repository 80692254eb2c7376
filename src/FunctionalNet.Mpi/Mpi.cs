using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

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
    private static readonly Lazy<Fin<Communicator>> World = new(StartOnce);

    /// <summary>The number of ranks that the launcher of this process says that it has started; 1 without a launcher.</summary>
    public static int LaunchedRanks => Said("OMPI_COMM_WORLD_SIZE") ?? Said("PMI_SIZE") ?? Said("SLURM_STEP_NUM_TASKS") ?? 1;

    /// <summary>
    /// The ranks that the program was started with; one, without <c>mpirun</c>. MPI ends with the process. An exception that nobody catches, or an exit code
    /// other than 0, ends the processes of all ranks, so that none waits for ever.
    /// </summary>
    /// <remarks>
    /// It is the library of the launcher that is needed: MPICH's is tried first where <c>PMI_SIZE</c> is set and <c>OMPI_COMM_WORLD_SIZE</c> is not, OpenMPI's
    /// otherwise. An error says which names were looked for. A library that knows of one rank where the launcher has started more is that of another launcher, and
    /// an error too. Calls are collective: a rank that ends with an exit code of 0 before the others have come to their end leaves them waiting.
    /// </remarks>
    public static Fin<Communicator> Start() => World.Value;

    private static IReadOnlyList<string> Names =>
        Said("PMI_SIZE") is not null && Said("OMPI_COMM_WORLD_SIZE") is null ? [.. Mpich, .. Others, .. OpenMpi] : [.. OpenMpi, .. Mpich, .. Others];

    private static int? Said(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var ranks) ? ranks : null;

    private static Fin<Communicator> StartOnce() =>
        from mpi in MpiLibrary.Load(Names)
        let isOurs = !mpi.IsRunning
        from started in mpi.Start()
        from world in Communicator.Of(mpi, mpi.World).Bind(RequireLaunched)
        select isOurs ? EndedWithTheProcess(mpi, world) : world;

    private static Fin<Communicator> RequireLaunched(Communicator world) => world.Size > 1 || LaunchedRanks == 1
        ? world
        : Error.New(Invariant($"expected the {LaunchedRanks} ranks that were launched, but {world.Library} knows of 1: it is the library of another launcher"));

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
