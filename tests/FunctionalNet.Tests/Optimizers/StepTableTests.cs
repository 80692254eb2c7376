using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Tests.Optimization;

public sealed class StepTableTestsInSinglePrecision : StepTableTests<float>;

public sealed class StepTableTestsInDoublePrecision : StepTableTests<double>;

/// <summary>
/// Each optimizer makes the steps of PyTorch 1.13, or those of its paper where that has no such optimizer: the tables in <c>Files</c>, which
/// <c>make.py</c> made.
/// </summary>
public abstract class StepTableTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly string Precision = typeof(T) == typeof(float) ? " f32" : " f64";

    private static readonly double Tolerance = typeof(T) == typeof(float) ? 4e-6 : 2e-14;

    private static readonly NamedTensors<T> Tables = Npz.Read<T>(
        Repository.At("tests", "FunctionalNet.Tests", "Optimizers", "Files", "steps.npz"), convert: true).ThrowIfFail();

    private static ImmutableSortedDictionary<string, Optimizer<T>> Cases { get; } = new Dictionary<string, Optimizer<T>>
    {
        ["SGD"] = Layers<T>.Optimizers.Sgd(0.1),
        ["SGD decay"] = Layers<T>.Optimizers.DecayWeights(0.05) >> Layers<T>.Optimizers.Sgd(0.1),
        ["SGD momentum"] = Layers<T>.Optimizers.Momentum(0.1, 0.9),
        ["SGD momentum decay"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.Momentum(0.05, 0.8),
        ["SGD dampening"] = Layers<T>.Optimizers.Trace(0.9, dampening: 0.5) >> Layers<T>.Optimizers.Sgd(0.1),
        ["SGD nesterov"] = Layers<T>.Optimizers.Momentum(0.1, 0.9, nesterov: true),
        ["SGD nesterov decay"] = Layers<T>.Optimizers.DecayWeights(0.2) >> Layers<T>.Optimizers.Momentum(0.03, 0.7, nesterov: true),
        ["Adam"] = Layers<T>.Optimizers.Adam(0.01),
        ["Adam settings"] = Layers<T>.Optimizers.Adam(0.1, 0.5, 0.8, 1e-3),
        ["Adam decay"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.Adam(0.01),
        ["AdamW"] = Layers<T>.Optimizers.AdamW(0.01, 0.1),
        ["AdamW settings"] = Layers<T>.Optimizers.AdamW(0.1, 0.5, 0.5, 0.8, 1e-3),
        ["AMSGrad"] = Layers<T>.Optimizers.AmsGrad(0.01),
        ["AMSGrad settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.AmsGrad(0.1, 0.5, 0.6, 1e-3),
        ["AMSGrad decoupled"] = Layers<T>.Optimizers.ScaleByAmsGrad(0.5, 0.6) >> Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.Sgd(0.1),
        ["RAdam"] = Layers<T>.Optimizers.RAdam(0.01),
        ["RAdam settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.RAdam(0.1, 0.5, 0.8, 1e-3),
        ["Adadelta"] = Layers<T>.Optimizers.AdaDelta(1),
        ["Adadelta settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.AdaDelta(10, 0.5, 1e-3),
        ["Adagrad"] = Layers<T>.Optimizers.AdaGrad(0.1, epsilon: 1e-10),
        ["Adagrad settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.AdaGrad(step => 0.1 / (1 + (0.1 * step)), initial: 0.25, epsilon: 1e-3),
        ["RMSprop"] = Layers<T>.Optimizers.RmsProp(0.01, 0.99),
        ["RMSprop settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.RmsProp(0.01, 0.5, 1e-3),
        ["RMSprop momentum"] = Layers<T>.Optimizers.RmsProp(0.01, 0.99) >> Layers<T>.Optimizers.Trace(0.9),
        ["RMSprop centered"] = Layers<T>.Optimizers.RmsProp(0.01, 0.9, 1e-3, centered: true),
        ["RMSprop centered momentum"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.RmsProp(0.01, 0.99, 1e-2, centered: true) >> Layers<T>.Optimizers.Trace(0.5),
        ["Adamax"] = Layers<T>.Optimizers.AdaMax(0.01),
        ["Adamax settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.AdaMax(0.1, 0.5, 0.8, 1e-3),
        ["NAdam"] = Layers<T>.Optimizers.NAdam(0.002),
        ["NAdam settings"] = Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.NAdam(0.1, 0.5, 0.8, 1e-3, momentumDecay: 0.5),
        ["AdaBelief"] = Layers<T>.Optimizers.AdaBelief(0.01),
        ["AdaBelief settings"] = Layers<T>.Optimizers.ScaleByAdaBelief(0.5, 0.8, 1e-3) >> Layers<T>.Optimizers.DecayWeights(0.1) >> Layers<T>.Optimizers.Sgd(0.1),
        ["Lion"] = Layers<T>.Optimizers.Lion(0.01, 0),
        ["Lion settings"] = Layers<T>.Optimizers.Lion(0.1, 0.1, 0.5, 0.8),
        ["LAMB"] = Layers<T>.Optimizers.Lamb(0.01, 0),
        ["LAMB settings"] = Layers<T>.Optimizers.Lamb(0.1, 0.1, 0.5, 0.8, 1e-3),
        ["Adafactor"] = Layers<T>.Optimizers.Adafactor(step => Math.Min(0.01, 1 / Math.Sqrt(step + 1))),
        ["Adafactor settings"] = Layers<T>.Optimizers.Adafactor(0.1, exponent: 0.5, epsilon: 1e-3, limit: 0.5, smallest: 0.5),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_makes_the_steps_of_the_table(string name)
    {
        var (optimizer, table) = (Cases[name], Tables[name + Precision]);
        var parameters = Parameters<T>.Create(new("W", ParameterRole.Weight, Tables["W"]), new("b", ParameterRole.BiasOrGain, Tables["b"]));
        var state = optimizer.Initialize(parameters);
        for (var step = 0; step < table.Shape[0]; step++)
        {
            var gradient = parameters.WithValues(Tables["gradients W"].Row(step), Tables["gradients b"].Row(step));
            (parameters, state) = optimizer.Step(gradient, state, OptimizerContext<T>.Of(parameters, T.One, step));
            var numbers = parameters.SelectMany(parameter => parameter.Value.Data).ToArray();
            for (var i = 0; i < numbers.Length; i++)
            {
                var (wanted, got) = (double.CreateChecked(table[step, i]), double.CreateChecked(numbers[i]));
                Assert.True(
                    double.Abs(got - wanted) <= Tolerance * double.Max(1, double.Abs(wanted)),
                    Invariant($"{name}, {optimizer}: number {i} after step {step + 1} is {got:g9} instead of {wanted:g9}"));
            }
        }
    }

    [Fact]
    public void Every_table_has_an_optimizer() => Assert.Equal(
        Tables.Select(table => table.Name).Where(name => name.EndsWith(Precision, StringComparison.Ordinal)).Select(name => name[..^Precision.Length]).Order(StringComparer.Ordinal),
        Cases.Keys);
}

/// <summary>Schedules are those of PyTorch 1.13, by the tables that <c>make.py</c> made.</summary>
public sealed class ScheduleTableTests
{
    private static readonly NamedTensors<double> Tables = Npz.Read<double>(
        Repository.At("tests", "FunctionalNet.Tests", "Optimizers", "Files", "schedules.npz")).ThrowIfFail();

    private static Dictionary<string, RateSchedule> Cases { get; } = new()
    {
        ["OneCycle 0.1 100"] = Layers<float>.Schedules.OneCycle(0.1, 100),
        ["OneCycle 0.1 25"] = Layers<float>.Schedules.OneCycle(0.1, 25),
        ["OneCycle 2 40 settings"] = Layers<float>.Schedules.OneCycle(2, 40, share: 0.45, start: 10, end: 100),
        ["Restarts 0.1 0 10 1"] = Layers<float>.Schedules.CosineWithRestarts(0.1, 0, 10),
        ["Restarts 0.1 0.001 7 2"] = Layers<float>.Schedules.CosineWithRestarts(0.1, 0.001, 7, growth: 2),
        ["Restarts 0.1 0.02 3 3"] = Layers<float>.Schedules.CosineWithRestarts(0.1, 0.02, 3, growth: 3),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_values_are_those_of_the_table(string name)
    {
        var (schedule, table) = (Cases[name], Tables[name]);
        for (var step = 0; step < table.Shape[0]; step++)
            Assert.Equal(table[step], schedule.At(step), 1e-15 + (1e-14 * table[step]));
    }

    [Fact]
    public void Every_table_has_a_schedule() => Assert.Equal(Tables.Select(table => table.Name).Order(StringComparer.Ordinal), Cases.Keys.Order(StringComparer.Ordinal));
}
