using System.Numerics;

namespace FunctionalNet;

/// <summary>A single layer within a network as it was run: its path, what came out, and the closure that runs backwards.</summary>
internal sealed record StageRun<T>(string Path, Tensor<T> Output, Backward<T> Backward)
    where T : unmanaged, IFloatingPointIeee754<T>;
