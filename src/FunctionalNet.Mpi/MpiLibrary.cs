using System.Runtime.InteropServices;
using System.Text;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// The functions of an MPI library, by their addresses. Each has one signature for all libraries, since handles are passed as words: addresses in OpenMPI,
/// numbers in MPICH.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    /// <summary>The largest number of numbers in a message, whose length in bytes is an int.</summary>
    public const int MostNumbers = 1 << 27;

    private const int LongestText = 8192;

    // Any thread may call, one at a time.
    private const int Serialized = 2;

    private readonly delegate* unmanaged<int*, byte***, int, int*, int> initThread;
    private readonly delegate* unmanaged<int*, int> initialized;
    private readonly delegate* unmanaged<int*, int> finalized;
    private readonly delegate* unmanaged<int> finalize;
    private readonly delegate* unmanaged<nint, int, int> abort;
    private readonly delegate* unmanaged<nint, int*, int> commRank;
    private readonly delegate* unmanaged<nint, int*, int> commSize;
    private readonly delegate* unmanaged<nint, int, int, nint*, int> commSplit;
    private readonly delegate* unmanaged<nint, nint, int> commSetErrhandler;
    private readonly delegate* unmanaged<nint, int> barrier;
    private readonly delegate* unmanaged<byte*, int, nint, int, nint, int> broadcast;
    private readonly delegate* unmanaged<byte*, int, nint, int, int, byte*, int, nint, int, int, nint, nint, int> sendReceive;
    private readonly delegate* unmanaged<int, byte*, int*, int> errorString;
    private readonly delegate* unmanaged<byte*, int*, int> libraryVersion;
    private readonly Handles handles;

    private MpiLibrary(string name, nint library)
    {
        (Name, handles) = (name, Handles.Of(library));
        initThread = (delegate* unmanaged<int*, byte***, int, int*, int>)Function("MPI_Init_thread");
        initialized = (delegate* unmanaged<int*, int>)Function("MPI_Initialized");
        finalized = (delegate* unmanaged<int*, int>)Function("MPI_Finalized");
        finalize = (delegate* unmanaged<int>)Function("MPI_Finalize");
        abort = (delegate* unmanaged<nint, int, int>)Function("MPI_Abort");
        commRank = (delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_rank");
        commSize = (delegate* unmanaged<nint, int*, int>)Function("MPI_Comm_size");
        commSplit = (delegate* unmanaged<nint, int, int, nint*, int>)Function("MPI_Comm_split");
        commSetErrhandler = (delegate* unmanaged<nint, nint, int>)Function("MPI_Comm_set_errhandler");
        barrier = (delegate* unmanaged<nint, int>)Function("MPI_Barrier");
        broadcast = (delegate* unmanaged<byte*, int, nint, int, nint, int>)Function("MPI_Bcast");
        sendReceive = (delegate* unmanaged<byte*, int, nint, int, int, byte*, int, nint, int, int, nint, nint, int>)Function("MPI_Sendrecv");
        errorString = (delegate* unmanaged<int, byte*, int*, int>)Function("MPI_Error_string");
        libraryVersion = (delegate* unmanaged<byte*, int*, int>)Function("MPI_Get_library_version");

        nint Function(string function) => NativeLibrary.GetExport(library, function);
    }

    /// <summary>The file that was loaded.</summary>
    public string Name { get; }

    /// <summary>The communicator of all ranks.</summary>
    public nint World => handles.World;

    /// <summary>The name and the version that the library says that it is: its first words, before a comma.</summary>
    public string Version => TextOf((text, length) => libraryVersion(text, length)).Split('\n', ',')[0].Replace('\t', ' ').Trim();

    /// <summary>Whether it was started, by whomever, and has not ended.</summary>
    public bool IsRunning
    {
        get
        {
            int began, ended;
            _ = initialized(&began);
            _ = finalized(&ended);
            return began != 0 && ended == 0;
        }
    }

    /// <summary>The first library of these names that can be loaded.</summary>
    public static Fin<MpiLibrary> Load(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return Of(name, library);
        }

        return Error.New($"no MPI library is found, looked for {string.Join(", ", names)}: install one, on Debian by apt-get install openmpi-bin");
    }

    /// <summary>Starts it, unless it runs already, and has its errors returned.</summary>
    public Fin<Unit> Start()
    {
        var provided = Serialized;
        var outcome = IsRunning ? Prelude.unit : Outcome("MPI_Init_thread", initThread(null, null, Serialized, &provided));
        return provided < Serialized
            ? Error.New($"{Name}: expected a library that several threads may call, one at a time, got one that was built for a single thread")
            : outcome.Bind(_ => ReturnErrors(World));
    }

    public Fin<Unit> End() => Outcome("MPI_Finalize", finalize());

    /// <summary>Ends the processes of all ranks.</summary>
    public void Abort(int exitCode) => _ = abort(World, exitCode);

    /// <summary>The rank of this process among those of a communicator, and their number.</summary>
    public Fin<(int Rank, int Size)> Place(nint communicator)
    {
        int rank = 0, size = 0;
        var outcome = Outcome("MPI_Comm_rank", commRank(communicator, &rank));
        outcome = outcome.IsFail ? outcome : Outcome("MPI_Comm_size", commSize(communicator, &size));
        var place = (rank, size);
        return outcome.Map(_ => place);
    }

    public Fin<nint> Split(nint communicator, int color, int key)
    {
        nint split = 0;
        var outcome = Outcome("MPI_Comm_split", commSplit(communicator, color, key, &split));
        var part = split;
        return outcome.Bind(_ => ReturnErrors(part)).Map(_ => part);
    }

    public Fin<Unit> Barrier(nint communicator) => Outcome("MPI_Barrier", barrier(communicator));

    public Fin<Unit> Broadcast(Span<byte> bytes, int root, nint communicator)
    {
        fixed (byte* start = bytes)
            return Outcome("MPI_Bcast", broadcast(start, bytes.Length, handles.Byte, root, communicator));
    }

    /// <summary>Sends bytes to a rank, and receives as many as fit from it, at the same time.</summary>
    public Fin<Unit> Exchange(ReadOnlySpan<byte> sent, Span<byte> received, int partner, nint communicator)
    {
        fixed (byte* from = sent, to = received)
        {
            return Outcome("MPI_Sendrecv", sendReceive(
                from, sent.Length, handles.Byte, partner, 0, to, received.Length, handles.Byte, partner, 0, communicator, handles.IgnoredStatus));
        }
    }

    private static Fin<MpiLibrary> Of(string name, nint library)
    {
        try
        {
            return new MpiLibrary(name, library);
        }
        catch (EntryPointNotFoundException missing)
        {
            return Error.New($"{name}: expected the functions of MPI, but {missing.Message}");
        }
    }

    // Otherwise a failed call would end the process.
    private Fin<Unit> ReturnErrors(nint communicator) =>
        Outcome("MPI_Comm_set_errhandler", commSetErrhandler(communicator, handles.ErrorsReturn));

    private Fin<Unit> Outcome(string function, int code) => code == 0
        ? Prelude.unit
        : Error.New($"{function}: {TextOf((text, length) => errorString(code, text, length))}");

    private static string TextOf(Writer write)
    {
        var text = stackalloc byte[LongestText];
        var length = 0;
        return write(text, &length) == 0 ? Encoding.UTF8.GetString(text, length) : "no text for it";
    }

    private delegate int Writer(byte* text, int* length);

    /// <summary>The handles of what MPI predefines.</summary>
    private readonly record struct Handles(nint World, nint Byte, nint ErrorsReturn, nint IgnoredStatus)
    {
        // OpenMPI's are the addresses of its exports, MPICH's are constants.
        public static Handles Of(nint library) => NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out var world)
            ? new(world, NativeLibrary.GetExport(library, "ompi_mpi_byte"), NativeLibrary.GetExport(library, "ompi_mpi_errors_return"), 0)
            : new(0x44000000, 0x4c00010d, 0x54000001, 1);
    }
}
