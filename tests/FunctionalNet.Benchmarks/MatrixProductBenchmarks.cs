using BenchmarkDotNet.Attributes;

namespace FunctionalNet.Benchmarks;

/// <summary>The matrix products of the two-layer network, and a square one, beside the textbook's triple loop.</summary>
public class MatrixProductBenchmarks
{
    private Tensor<float> left = Tensor.Scalar(0f);
    private Tensor<float> right = Tensor.Scalar(0f);

    public static IEnumerable<(int M, int K, int N)> Shapes => [(100, 784, 50), (784, 100, 50), (100, 50, 10), (256, 256, 256)];

    [ParamsSource(nameof(Shapes))]
    public (int M, int K, int N) Shape { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        left = Key.Seed(0).Normal<float>([Shape.M, Shape.K]);
        right = Key.Seed(1).Normal<float>([Shape.K, Shape.N]);
    }

    [Benchmark(Baseline = true)]
    public float[] TripleLoop()
    {
        var (m, k, n) = Shape;
        var (a, b) = (left.Data, right.Data);
        var c = new float[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = 0f;
                for (var p = 0; p < k; p++)
                    sum += a[(i * k) + p] * b[(p * n) + j];
                c[(i * n) + j] = sum;
            }
        }

        return c;
    }

    [Benchmark]
    public Tensor<float> MatMul() => left.MatMul(right);
}
