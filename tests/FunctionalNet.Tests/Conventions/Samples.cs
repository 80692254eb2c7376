using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet.Tests.Conventions;

/// <summary>A valid value of each type that a public member takes.</summary>
internal static class Samples
{
    private static readonly Dictionary<Type, object> Known = ByType([.. OfPrecision<float>(), .. OfPrecision<double>(), .. OfNoPrecision()]);

    /// <summary>The sample of a type, or a value made of samples.</summary>
    public static object? Of(Type type) =>
        Known.TryGetValue(type, out var known) ? known
        : typeof(Delegate).IsAssignableFrom(type) ? Function(type)
        : type.IsArray && type.GetArrayRank() == 1 ? Sequence(nameof(ArrayOf), type.GetElementType()!)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) ? Sequence(nameof(ImmutableOf), type.GetGenericArguments()[0])
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableList<>) ? Sequence(nameof(ImmutableListOf), type.GetGenericArguments()[0])
        : type.IsGenericType && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0]))
            ? Sequence(nameof(ListOf), type.GetGenericArguments()[0])
        : type.IsValueType ? Activator.CreateInstance(type)
        : throw new NotSupportedException($"there is no sample of {type}: add one to {nameof(Samples)}");

    private static IEnumerable<object> OfNoPrecision() =>
    [
        1, 1L, 0.5f, 0.5, true, "name", LayerArguments.None, (RateSchedule)0.5, Key.Seed(0), Shape.Create(2, 2), Padding.Same, Mode.Inference, Mode.Training(Key.Seed(0)),
        new HttpClient(), CancellationToken.None, new Curve("curve", [(0, 0)]),
        new GradientComparison("W", 1, 1, 0), new TensorComparison("W", new("W", 1, 1, 0), 0, 1),
        new GradientReport([]), new NonFinite(0, NonFinitePlace.Loss, "", double.NaN, [], 1, []),
        Pictures.Curves("title", "x", "y", [new("curve", [(0, 0), (1, 1)])]),
        new CsvOptions(), Column.Numeric(0), new Filling.Mean(), new Filling.Refused(), new Filling.Number(1), new Filling.Category("name"),
        Standardization.Fit(Tensor.Vector(1.0, 2)), MinMax.Fit(Tensor.Vector(1.0, 2)),
        new float[,] { { 1 } }, Indices.Of(0, 1), ExactSum.Zero, WeightedSum.AdditiveIdentity, Deviations.AdditiveIdentity, RankedScores.AdditiveIdentity,
        ConfusionCounts.Of([0], [0], 2), ImmutableSortedDictionary<string, double>.Empty, EmnistSplit.Letters,
        new RunDescription("objective", "optimizer", "batches"), new TensorDescription("name", "F32", [2]),
    ];

    private static IEnumerable<object> OfPrecision<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var network = Layers<T>.Affine(2, 2);
        var dataset = new Dataset<T>(Tensor.Zeros<T>([2, 2]), ImmutableArray.Create(0, 1));
        var rows = StoredRows.Open<T>(Persistence.FilesOfPython.At("f4-c.npy"), convert: true).ThrowIfFail();
        var optimizer = Layers<T>.Optimizers.Momentum(0.1, 0.9);
        var run = Train.Run(network, Layers<T>.Losses.SoftmaxCrossEntropy, optimizer, Batches.ShuffledEpochs(dataset, 1, Key.Seed(0)), Key.Seed(0));
        var pass = network.Forward(run.Initial.Parameters, dataset.Inputs, Mode.Inference);
        var walk = network.Walk(run.Initial.Parameters, dataset.Inputs, Mode.Inference);
        Layer<T>[] layers =
        [
            network, network >> network, Layers<T>.Residual(network), network.Named("name"), Layers<T>.Shared("name", network), Layers<T>.Frozen(network),
        ];
        return
        [
            rows, new StoredDataset<T>(rows, rows), .. layers, Layers<T>.Sum, network.Plan, .. Layers<T>.Residual(network).Plan.Nodes, walk, walk.Backward(walk.Value),
            run.Objective, run.Objective.At(run.Initial.Parameters, run.Batches[0], Mode.Inference), dataset, optimizer, run, run.Initial, Layers<T>.Losses.SoftmaxCrossEntropy, run.Batches, run.Initial.Parameters, run.Initial.Optimizer,
            optimizer.Transformations[0], run.Initial.Optimizer.Transformations[0], Updates.Of(run.Initial.Parameters),
            Layers<T>.Metrics.MeanSquaredError, Layers<T>.Penalties.L2(0.1), Layers<T>.Augment.Noise(0.1), Collective<T>.Alone,
            OptimizerContext<T>.Of(run.Initial.Parameters, T.One, 0),
            run.Initial.Parameters[0], network.ParameterSpecs[0], network.Layout, network.Layout[0], Layers<T>.Initializers.Zeros, dataset.Inputs, dataset.Targets,
            new Targets<T>.Values(dataset.Inputs), dataset.Batch(0, 1), dataset[0], new Table<T>(dataset, new CsvOptions(), []), new ImageFolder<T>(dataset, [], []), new MeasuredState<T>(run.Initial), pass, pass.Backward(dataset.Inputs),
            network.Summary([1, 2]), network.Summary([1, 2]).Layers[0], NamedTensors<T>.Of(run.Initial.Parameters), new SavedState<T>(run.Initial, RunDescription.Of(run)),
            new ResumedRun<Batch<T>, T>(run, Option<string>.None, []), Graph.Input("x", T.One), Graph.Input("x", T.One).Explain(), Graph.Input("x", T.One).Explain().Nodes[0],
        ];
    }

    /// <summary>The samples by their types, and by the base types that members take.</summary>
    private static Dictionary<Type, object> ByType(IEnumerable<object> samples) =>
        (from sample in samples
         from type in new[] { sample.GetType(), sample.GetType().BaseType! }
         where type != typeof(object) && type != typeof(ValueType)
         group sample by type).ToDictionary(known => known.Key, known => known.First());

    /// <summary>A function that returns the default of its result type.</summary>
    private static Delegate Function(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        return Expression.Lambda(
            type, Expression.Default(invoke.ReturnType), invoke.GetParameters().Select(parameter => Expression.Parameter(parameter.ParameterType))).Compile();
    }

    private static object? Sequence(string maker, Type element) =>
        typeof(Samples).GetMethod(maker, System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(element).Invoke(null, null);

    private static TElement[] ArrayOf<TElement>() => [(TElement)Of(typeof(TElement))!];

    private static List<TElement> ListOf<TElement>() => [(TElement)Of(typeof(TElement))!];

    private static ImmutableArray<TElement> ImmutableOf<TElement>() => [(TElement)Of(typeof(TElement))!];

    private static ImmutableList<TElement> ImmutableListOf<TElement>() => [(TElement)Of(typeof(TElement))!];
}
