using System.Numerics;
using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace FunctionalNet.Benchmarks;

/// <summary>
/// Elementwise operations, compared with <see cref="TensorPrimitives"/> where it has the same function. Both fill a new array. The
/// first weights of the two-layer network are 39 200 numbers, a batch of its hidden layer is 5 000.
/// </summary>
[MemoryDiagnoser]
[CategoriesColumn]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
[GenericTypeArguments(typeof(float))]
[GenericTypeArguments(typeof(double))]
public class ElementwiseBenchmarks<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Hidden = 50;
    private const int Classes = 10;

    private static readonly T Rate = T.CreateChecked(0.1);
    private static readonly Optimizer<T> Sgd = Layers<T>.Optimizers.Sgd(0.1);

    private Tensor<T> x = Tensor.Scalar(T.Zero);
    private Tensor<T> positive = Tensor.Scalar(T.Zero);
    private Tensor<T> rows = Tensor.Scalar(T.Zero);
    private Tensor<T> bias = Tensor.Scalar(T.Zero);
    private Tensor<T> logits = Tensor.Scalar(T.Zero);
    private Targets<T> labels = Tensor.Scalar(T.Zero);
    private Parameters<T> parameters = Parameters<T>.Empty;
    private Parameters<T> gradient = Parameters<T>.Empty;
    private Func<Tensor<T>, Tensor<T>> reluPullback = dy => dy;
    private Func<T, Tensor<T>> lossPullback = dy => dy;

    [Params(5_000, 39_200)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Draw()
    {
        x = Key.Seed(0).Normal<T>([Count]);
        positive = Key.Seed(1).Uniform<T>([Count]) + T.One;
        rows = x.Reshape([Count / Hidden, Hidden]);
        bias = Key.Seed(2).Normal<T>([Hidden]);
        logits = x.Reshape([Count / Classes, Classes]);
        labels = Key.Seed(3).Integers(Count / Classes, Classes);
        parameters = Parameters<T>.Create(new Parameter<T>("W", ParameterRole.Weight, x));
        gradient = parameters.WithValues(positive);
        reluPullback = TensorNodes<T>.Relu(x).Pullback;
        lossPullback = Layers<T>.Losses.SoftmaxCrossEntropy.Against(labels)(logits).Pullback;
    }

    [Benchmark, BenchmarkCategory("exp")]
    public Tensor<T> Exp() => TensorNodes<T>.Exp(x).Value;

    [Benchmark(Baseline = true), BenchmarkCategory("exp")]
    public T[] ExpOfTensorPrimitives()
    {
        var result = Fresh;
        TensorPrimitives.Exp(x.Data.AsSpan(), result);
        return result;
    }

    [Benchmark, BenchmarkCategory("log")]
    public Tensor<T> Log() => TensorNodes<T>.Log(positive).Value;

    [Benchmark(Baseline = true), BenchmarkCategory("log")]
    public T[] LogOfTensorPrimitives()
    {
        var result = Fresh;
        TensorPrimitives.Log(positive.Data.AsSpan(), result);
        return result;
    }

    [Benchmark, BenchmarkCategory("sigmoid")]
    public Tensor<T> Sigmoid() => TensorNodes<T>.Sigmoid(x).Value;

    [Benchmark(Baseline = true), BenchmarkCategory("sigmoid")]
    public T[] SigmoidOfTensorPrimitives()
    {
        var result = Fresh;
        TensorPrimitives.Sigmoid(x.Data.AsSpan(), result);
        return result;
    }

    [Benchmark, BenchmarkCategory("relu")]
    public Tensor<T> Relu() => TensorNodes<T>.Relu(x).Value;

    [Benchmark(Baseline = true), BenchmarkCategory("relu")]
    public T[] ReluOfTensorPrimitives()
    {
        var result = Fresh;
        TensorPrimitives.Max(x.Data.AsSpan(), T.Zero, result);
        return result;
    }

    [Benchmark, BenchmarkCategory("relu, gradient")]
    public Tensor<T> ReluGradient() => reluPullback(positive);

    [Benchmark, BenchmarkCategory("x + b for each row")]
    public Tensor<T> AddBias() => rows + bias;

    [Benchmark(Baseline = true), BenchmarkCategory("x + b for each row")]
    public T[] AddBiasOfTensorPrimitives()
    {
        var result = Fresh;
        for (var row = 0; row < result.Length; row += Hidden)
            TensorPrimitives.Add(x.Data.AsSpan(row, Hidden), bias.Data.AsSpan(), result.AsSpan(row));
        return result;
    }

    [Benchmark, BenchmarkCategory("p − ηg")]
    public Parameters<T> Descend() => Sgd.Step(gradient, Sgd.Initialize(parameters), OptimizerContext<T>.Of(parameters, T.Zero, 0)).Parameters;

    [Benchmark(Baseline = true), BenchmarkCategory("p − ηg")]
    public T[] DescendByTensorPrimitives()
    {
        var result = Fresh;
        TensorPrimitives.FusedMultiplyAdd(positive.Data.AsSpan(), -Rate, x.Data.AsSpan(), result);
        return result;
    }

    [Benchmark, BenchmarkCategory("softmax cross entropy")]
    public T SoftmaxCrossEntropy() => Layers<T>.Losses.SoftmaxCrossEntropy.Against(labels)(logits).Value;

    [Benchmark, BenchmarkCategory("softmax cross entropy, gradient")]
    public Tensor<T> SoftmaxCrossEntropyGradient() => lossPullback(T.One);

    [Benchmark, BenchmarkCategory("normal numbers")]
    public Tensor<T> Normal() => Key.Seed(4).Normal<T>([Count]);

    private T[] Fresh => GC.AllocateUninitializedArray<T>(Count);
}
