using System.Collections.Immutable;

namespace FunctionalNet.Benchmarks;

/// <summary>Which factor of a matrix product is stored as its transpose.</summary>
public enum Transposed
{
    Neither,
    Left,
    Right,
}

/// <summary>A matrix product <c>[m, k] · [k, n] -> [m, n]</c>.</summary>
/// <param name="M">The rows of the result.</param>
/// <param name="K">The length that is summed over.</param>
/// <param name="N">The columns of the result.</param>
/// <param name="Transposed">The factor that is stored as its transpose.</param>
public sealed record ProductShape(int M, int K, int N, Transposed Transposed = Transposed.Neither)
{
    /// <summary>The products in networks that people train on a CPU, and squares.</summary>
    public static ImmutableArray<ProductShape> All { get; } =
    [
        // The two-layer network on a batch of 100: the first layer forwards, the gradients of its weights and input, the last layer.
        new(100, 784, 50),
        new(784, 100, 50, Transposed.Left),
        new(100, 50, 784, Transposed.Right),
        new(100, 50, 10),
        // A single image.
        new(1, 784, 50),
        // A wide layer.
        new(128, 784, 512),
        new(128, 128, 128),
        new(256, 256, 256),
        new(512, 512, 512),
        new(1024, 1024, 1024),
        // A convolution with 30 filters of 5 × 5 at 24 × 24 positions of 100 images, forwards, and its gradient.
        new(57600, 25, 30, Transposed.Right),
        new(30, 57600, 25, Transposed.Left),
    ];

    /// <summary>The shape that the left factor is stored in.</summary>
    public Shape Left { get; } = Transposed == Transposed.Left ? [K, M] : [M, K];

    /// <summary>The shape that the right factor is stored in.</summary>
    public Shape Right { get; } = Transposed == Transposed.Right ? [N, K] : [K, N];

    /// <summary>The number of multiplications and additions.</summary>
    public double Operations => 2.0 * M * K * N;

    public override string ToString() => Transposed switch
    {
        Transposed.Left => $"({K}×{M})ᵀ · {K}×{N}",
        Transposed.Right => $"{M}×{K} · ({N}×{K})ᵀ",
        _ => $"{M}×{K} · {K}×{N}",
    };
}
