using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Bits;

/// <summary>The machine, on which the runs must not depend.</summary>
internal static class Machine
{
    /// <summary>One line: runtime, system, processors, vectors, and whether fused multiply-add is an instruction.</summary>
    public static string Description =>
        $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription} {RuntimeInformation.ProcessArchitecture}, "
        + $"{Environment.ProcessorCount} processors, vectors of {8 * Vector<byte>.Count} bits and at most {WidestVector}, "
        + $"fused multiply-add in {(Fma.IsSupported || AdvSimd.IsSupported ? "hardware" : "software")}";

    private static int WidestVector =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
