using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// The matrix product of OpenBLAS, if it is installed (<c>apt-get install libopenblas0-pthread</c>), as the baseline. It reads its
/// number of threads from <c>OPENBLAS_NUM_THREADS</c>, once.
/// </summary>
internal static unsafe partial class OpenBlas
{
    private const string Name = "openblas";

    private static readonly string[] FileNames = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll"];

    /// <summary>The reason why OpenBLAS cannot be compared with here, if any.</summary>
    public static string? Obstacle { get; } = Load() ? UnknownProcessor() : $"none of {string.Join(", ", FileNames)} was found";

    public static int Threads => GetThreads();

    /// <summary>The version, the options and the processor that the kernels are for.</summary>
    public static string Description => Marshal.PtrToStringUTF8(GetDescription()) ?? "OpenBLAS";

    /// <summary>Fills <c>c [m, n]</c> with the product of factors that are stored as the shape says.</summary>
    public static void Multiply<T>(ProductShape shape, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c)
        where T : unmanaged
    {
        if (Obstacle is not null)
            throw new InvalidOperationException(Obstacle);
        var left = shape.Transposed == Transposed.Left ? Storage.Transposed : Storage.AsItIs;
        var right = shape.Transposed == Transposed.Right ? Storage.Transposed : Storage.AsItIs;
        var (m, n, k, aStride, bStride) = (shape.M, shape.N, shape.K, shape.Left[^1], shape.Right[^1]);
        fixed (T* x = a, y = b, z = c)
        {
            if (typeof(T) == typeof(float))
                Gemm(Order.RowMajor, left, right, m, n, k, 1, (float*)x, aStride, (float*)y, bStride, 0, (float*)z, n);
            else
                Gemm(Order.RowMajor, left, right, m, n, k, 1, (double*)x, aStride, (double*)y, bStride, 0, (double*)z, n);
        }
    }

    private static bool Load()
    {
        var library = FileNames
            .Select(file => NativeLibrary.TryLoad(file, out var handle) ? handle : 0)
            .FirstOrDefault(handle => handle != 0);
        NativeLibrary.SetDllImportResolver(typeof(OpenBlas).Assembly, (name, _, _) => name == Name ? library : 0);
        return library != 0;
    }

    /// <summary>
    /// An OpenBLAS that is older than the processor takes it for a Prescott of 2004 and does not use AVX: no baseline.
    /// </summary>
    private static string? UnknownProcessor() => Avx2.IsSupported && Marshal.PtrToStringUTF8(GetCore()) == "Prescott"
        ? $"it does not know this processor: set OPENBLAS_CORETYPE={(Avx512F.IsSupported ? "SkylakeX" : "Haswell")}"
        : null;

    private enum Order
    {
        RowMajor = 101,
    }

    private enum Storage
    {
        AsItIs = 111,
        Transposed = 112,
    }

    [LibraryImport(Name, EntryPoint = "cblas_sgemm")]
    private static partial void Gemm(
        Order order, Storage left, Storage right, int m, int n, int k,
        float alpha, float* a, int aStride, float* b, int bStride, float beta, float* c, int cStride);

    [LibraryImport(Name, EntryPoint = "cblas_dgemm")]
    private static partial void Gemm(
        Order order, Storage left, Storage right, int m, int n, int k,
        double alpha, double* a, int aStride, double* b, int bStride, double beta, double* c, int cStride);

    [LibraryImport(Name, EntryPoint = "openblas_get_num_threads")]
    private static partial int GetThreads();

    [LibraryImport(Name, EntryPoint = "openblas_get_corename")]
    private static partial nint GetCore();

    [LibraryImport(Name, EntryPoint = "openblas_get_config")]
    private static partial nint GetDescription();
}
