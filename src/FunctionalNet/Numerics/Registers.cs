using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FunctionalNet.Numerics;

/// <summary>The registers for vectors that the processor has.</summary>
internal static class Registers
{
    /// <summary>Whether there are 32 of them; otherwise there are 16.</summary>
    public static bool AreMany => Avx512F.VL.IsSupported || AdvSimd.IsSupported;
}
