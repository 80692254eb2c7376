using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Documentation;

/// <summary>
/// All public values print in one line, except tensors, parameters, explanations and summaries, which take several; and they compare by their
/// content.
/// </summary>
public sealed class PrintingTests
{
    private static readonly Layer<float> Network = (Affine(4, 3) >> Relu).Named("encoder") >> Affine(3, 2).Named("head");

    private static readonly Dataset<float> Data = new(Tensor.Zeros<float>([5, 4]), ImmutableArray.Create(0, 1, 1, 0, 1));

    private static readonly StoredRows<float> Stored = StoredRows.Open<float>(Persistence.FilesOfPython.At("f4-c.npy")).ThrowIfFail();

    private static readonly ImmutableArray<Type> Held = [.. typeof(Layer<>).Assembly.GetExportedTypes().Where(CanBeHeld)];

    public static TheoryData<Type> Types => [.. Held];

    public static TheoryData<string, object> Lines => new()
    {
        { "encoder: (Affine(4→3) >> Relu) >> head: Affine(3→2)", Network },
        { "Identity", Layer<float>.Identity },
        { "W [4, 3] weight, GlorotUniform", Network.ParameterSpecs[0] with { Name = "W" } },
        { "encoder/Affine1/W f32[4,3] weight", Network.Initialize(Key.Seed(0))[0] },
        { "step 0, loss not yet known, 23 parameters", Train.Start(Network, Optimizers.Sgd(0.1f), Key.Seed(0)) },
        { "step 7, loss 0.6931, 23 parameters", Train.Start(Network, Optimizers.Sgd(0.1f), Key.Seed(0)) with { Step = 7, Loss = 0.693147f } },
        { "HeNormal", Initializers.HeNormal },
        { "HeNormal * 0.5", Initializers.HeNormal * 0.5 },
        { "TruncatedNormal(0.02)", Initializers.TruncatedNormal(0.02f) },
        { "Constant(0.1)", Initializers.Constant(0.1f) },
        { "Normal(0.01)", Initializers.Normal(0.01f) },
        { "Uniform(-1, 0.5)", Initializers.Uniform(-1, 0.5f) },
        { "SoftmaxCrossEntropy", Losses.SoftmaxCrossEntropy },
        { "Sgd(0.1)", Optimizers.Sgd(0.1f) },
        { "Momentum(0.1, 0.9)", Optimizers.Momentum(0.1f, 0.9f) },
        { "Momentum(0.1, 0.9, nesterov)", Optimizers.Momentum(0.1, 0.9, nesterov: true) },
        { "Adam(0.001)", Optimizers.Adam(1e-3f) },
        { "Adam(0.001, no bias correction, beta2 0.99)", Optimizers.Adam(0.001, beta2: 0.99, biasCorrection: false) },
        { "AdamW(0.001, 0.01, epsilon 1e-06)", Optimizers.AdamW(0.001, 0.01, epsilon: 1e-6) },
        { "NAdam(0.002, beta1 0.8, momentumDecay 0.01)", Optimizers.NAdam(0.002, beta1: 0.8, momentumDecay: 0.01) },
        { "AdaBelief(0.001, epsilon 1e-08)", Optimizers.AdaBelief(0.001, epsilon: 1e-8) },
        { "RmsProp(0.001, centered, decay 0.99)", Optimizers.RmsProp(0.001, 0.99, centered: true) },
        { "Lion(0.0001, 0.1)", Optimizers.Lion(1e-4, 0.1) },
        { "Adafactor(0.01, limit 2)", Optimizers.Adafactor(0.01, limit: 2) },
        { "ScaleByFactoredRms(steps 0, columns of 7 numbers, rows of 12 numbers)", Optimizers.ScaleByFactoredRms().Initialize(Network.Initialize(Key.Seed(0))) },
        { "Sgd(step => 0.1 / (1 + step))", Optimizers.Sgd(step => 0.1 / (1 + step)) },
        { "Sgd(WarmUp(0.1, 500) >> Cosine(0.1, 0, 9500))", Optimizers.Sgd(Schedules.WarmUp(0.1, 500) >> Schedules.Cosine(0.1, 0, 9500)) },
        { "Scale(-0.1)", Optimizers.Sgd(0.1f).Transformations[0] },
        { "ClipByGlobalNorm(1) >> Sgd(0.1)", Optimizers.ClipByGlobalNorm(1) >> Optimizers.Sgd(0.1) },
        { "Identity", Optimizer<float>.Identity },
        { "Identity", OptimizerState<float>.Empty },
        { "Scale", Optimizers.Sgd(0.1f).Initialize(Network.Initialize(Key.Seed(0))) },
        { "Scale >> Trace(steps 0, velocity of 23 numbers)", Optimizers.Momentum(0.1f, 0.9f).Initialize(Network.Initialize(Key.Seed(0))) },
        {
            "Lookahead(steps 0, slow of 23 numbers, optimizer: Scale >> Trace(steps 0, velocity of 23 numbers))",
            Optimizers.Lookahead(Optimizers.Momentum(0.1f, 0.9f)).Initialize(Network.Initialize(Key.Seed(0)))
        },
        { "-0.1 × 23 numbers", Updates.Of(Network.Initialize(Key.Seed(0))) * -0.1f },
        { "step 3, loss 0.25, 23 numbers to train", OptimizerContext<float>.Of(Network.Initialize(Key.Seed(0)), 0.25f, 3) },
        { "WarmUp(0.1, 500) >> 0.1", Schedules.WarmUp(0.1, 500) >> 0.1f },
        { "Key(0000000000000000 0000000000000007)", Key.Seed(7) },
        { "3 indices [3]: 2, 0, 2", Indices.Of(2, 0, 2) },
        { "..", default(Slice) },
        { "1..^2 by 3", Slice.Every(3, 1..^2) },
        { "^1", (Slice)(-1) },
        { "PRelu(3)", PRelu(3) },
        { "HardSigmoid(0.5, 0.25)", HardSigmoid(0.5, 0.25) },
        { "[100, 784]", Shape.Create(100, 784) },
        { "Dataset: 5 × f32[4]", Data },
        { "StoredRows: 2 × f32[3,4] in f4-c.npy", Stored },
        { "StoredDataset: 1 × f32[3,4] in f4-c.npy", new StoredDataset<float>(Stored, [0, 1])[1..] },
        { "Batch: 2 × f32[4]", Data.Batch(0, 3) },
        { "Batch: 1 × f32[]", new Batch<float>(1f, Tensor.Scalar(1f)) },
        { "Dataset: 5 × f32[4]; batches of 2, shuffled every epoch, 3 to an epoch", Batches.ShuffledEpochs(Data, 2, Key.Seed(0)) },
        { "5 class indices [0, 1, 1, 0, 1]", Data.Targets },
        { "3 values f32[2]", new Targets<float>.Values(Tensor.Zeros<float>([3, 2])) },
        { "Inference", Mode.Inference },
        { "Training(Key(0000000000000000 0000000000000007))", Mode.Training(Key.Seed(7)) },
        { "gradients of the parameters and of the input (not computed)", GradientsThatAreNotComputed() },
        {
            "worst of 2 gradients: W[1]: analytic 2, numerical 1, relative error 5.0e-01",
            GradientCheck.Compare(Named("W", 1, 2), Named("W", 1, 1))
        },
        {
            "W: 2 gradients, mean difference 5.0e-01, worst W[1]: analytic 2, numerical 1, relative error 5.0e-01",
            GradientCheck.Compare(Named("W", 1, 2), Named("W", 1, 1)).Tensors[0]
        },
        {
            "head: Affine(3→2) [5, 2], 8 parameters, 30 multiply-adds, 40 bytes of output", Network.Summary([5, 4])["head"]
        },
        { "x = 2", Graph.Input("x", 2.0) },
        { "×₁: x × 3, value 6, gradient 1", (Graph.Input("x", 2.0) * 3).Explain()["×₁"] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_public_type_says_what_it_is(Type type) => Assert.True(
        type.GetMethod(nameof(ToString), BindingFlags.Public | BindingFlags.Instance, []) is { } method
            && method.DeclaringType!.Assembly == type.Assembly
            && (!method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || type.GetProperties().All(IsPlain)),
        $"{type.Name} does not override ToString, or leaves it to the compiler to print what does not print well");

    [Theory]
    [MemberData(nameof(Types))]
    public void No_public_record_leaves_it_to_the_compiler_to_compare_arrays(Type type) => Assert.False(
        type.GetMethod(nameof(Equals), [type]) is { } method && method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
            && type.GetFields(BindingFlags.NonPublic | BindingFlags.Instance).Any(field => IsArray(field.FieldType)),
        $"{type.Name} compares an array by reference: copies that are equal would not be");

    [Theory]
    [MemberData(nameof(Lines))]
    public void It_fits_on_a_line(string line, object value) => Assert.Equal(line, $"{value}");

    [Fact]
    public void The_types_are_found_by_reflection() => Assert.Superset(
        new HashSet<Type>([typeof(Tensor<>), typeof(Layer<>.Leaf), typeof(Key), typeof(Targets<>.Classes), typeof(Batches<>)]),
        Held.ToHashSet());

    // An enum prints its name, an abstract record is always one of its cases, and names with < are the compiler's.
    private static bool CanBeHeld(Type type) =>
        !type.IsAbstract && !type.IsEnum && !type.Name.Contains('<')
        && !typeof(Delegate).IsAssignableFrom(type) && !typeof(Exception).IsAssignableFrom(type);

    private static bool IsArray(Type type) =>
        type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>));

    private static bool IsPlain(PropertyInfo property) =>
        property.PropertyType == typeof(string) || property.PropertyType.IsPrimitive || property.PropertyType.IsEnum;

    private static Gradients<float> GradientsThatAreNotComputed() =>
        new(Network.Initialize(Key.Seed(0)), () => throw new InvalidOperationException("the input's gradient was asked for"));

    private static Parameters<double> Named(string name, params double[] values) =>
        Parameters<double>.Create(new Parameter<double>(name, ParameterRole.Weight, Tensor.Vector<double>(values)));
}
