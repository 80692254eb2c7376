using System.Numerics;
using BenchmarkDotNet.Attributes;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// The matrix products of <see cref="ProductShape.All"/>, compared with OpenBLAS. Its workers spin for a tenth of a second after a
/// call and take a core from whatever runs next, so the two are measured in separate processes. The numbers of threads are set by
/// <c>OPENBLAS_NUM_THREADS</c> and <c>DOTNET_PROCESSOR_COUNT</c>.
/// </summary>
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class MatrixProductBenchmarks<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private MatrixProductCase<T> product = new(ProductShape.All[0]);

    public static IEnumerable<ProductShape> Shapes => ProductShape.All;

    [ParamsSource(nameof(Shapes))]
    public ProductShape Shape { get; set; } = ProductShape.All[0];

    [GlobalSetup]
    public void Draw() => product = new(Shape);

    [Benchmark(Baseline = true)]
    public T[] OpenBlas() => product.Theirs();

    [Benchmark]
    public Tensor<T> Ours() => product.Ours();
}
