using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Optimization;

/// <summary>
/// Single steps as the ONNX standard defines them (ai.onnx.preview.training: Adam, Adagrad, Momentum). The numbers are those of the ONNX
/// project's backend test data (Apache-2.0): one step from given moments.
/// </summary>
public sealed class PublishedOptimizerTests
{
    private const double Rate = 0.1f;

    [Fact]
    public void Adam() => Step(
        Decay(0.001f) >> Optimizers.Adam(Rate, beta1: 0.95f, beta2: 0.1f, epsilon: 1e-7f, biasCorrection: false),
        at: [[1.2f, 2.8f]], gradient: [[-0.94f, -2.5f]],
        given: [("mean", [[1.7f, 3.6f]]), ("square", [[0.1f, 0.1f]])],
        next: [[1.0250363f, 2.6610327f]],
        moments: [("mean", [[1.56806f, 3.2951398f]]), ("square", [[0.8032108f, 5.622407f]])]);

    [Fact]
    public void Adagrad_of_several() => Step(
        Decay(0.001f) >> Optimizers.AdaGrad(step => Rate / (1 + (step * 0.1f)), epsilon: 1e-5f),
        at: [[1], [1, 2]], gradient: [[-1], [-1, -3]],
        given: [("square", [[2], [4, 1]])],
        next: [[1.0576962f], [1.0446854f, 2.0948617f]],
        moments: [("square", [[2.998001f], [4.998001f, 9.988004f]])]);

    [Fact]
    public void Momentum() => Step(
        Decay(0.001f) >> Optimizers.Trace(0.95f, dampening: 1 - 0.1f) >> Optimizers.Sgd(Rate),
        at: [[1.2f, 2.8f]], gradient: [[-0.94f, -2.5f]],
        given: [("velocity", [[1.7f, 3.6f]])],
        next: [[1.13238f, 2.70772f]],
        moments: [("velocity", [[0.67620003f, 0.9227998f]])]);

    [Fact]
    public void Momentum_of_several() => Step(
        Decay(0.001f) >> Optimizers.Trace(0.95f, dampening: 1 - 0.85f) >> Optimizers.Sgd(Rate),
        at: [[1], [1, 2]], gradient: [[-1], [-1, -3]],
        given: [("velocity", [[2], [4, 1]])],
        next: [[0.9099f], [0.7199f, 2.2048f]],
        moments: [("velocity", [[0.90099996f], [2.8009999f, -2.0479999f]])]);

    [Fact]
    public void Nesterov_momentum() => Step(
        Decay(0.01f) >> Optimizers.Trace(0.95f, nesterov: true) >> Optimizers.Sgd(Rate),
        at: [[1.2f, 2.8f]], gradient: [[-0.94f, -2.5f]],
        given: [("velocity", [[1.7f, 3.6f]])],
        next: [[1.227535f, 2.95714f]],
        moments: [("velocity", [[0.68700004f, 0.94799995f]])]);

    [Fact]
    public void Bias_correction_as_the_standard_has_it_is_a_rate_that_depends_on_the_step()
    {
        // There ε is added to the root of what is not yet corrected: the last lines of section 2 of the paper.
        var (beta1, beta2) = (0.9, 0.99);
        var standard = Optimizers.Adam(
            t => t > 0 ? 0.1 * Math.Sqrt(1 - Math.Pow(beta2, t)) / (1 - Math.Pow(beta1, t)) : 0.1, beta1, beta2, epsilon: 1e-3, biasCorrection: false);
        var (at, gradient) = (Parameters([[1.2f, 2.8f]]), Parameters([[-0.94f, -2.5f]]));
        var next = standard.Step(gradient, standard.Initialize(at), OptimizerContext<float>.Of(at, 1, 2)).Parameters;
        foreach (var (x, g, result) in at.Values[0].Data.Zip(gradient.Values[0].Data, next.Values[0].Data))
        {
            var adjusted = 0.1 * Math.Sqrt(1 - (beta2 * beta2)) / (1 - (beta1 * beta1));
            Assert.Equal(x - (adjusted * 0.1 * g / (Math.Sqrt(0.01 * g * g) + 1e-3)), result, 1e-6);
        }
    }

    [Fact]
    public void The_norm_coefficient_after_the_update_is_a_decay_of_all_that_it_gives()
    {
        // (1 − c) (x − r u) = x − ((1 − c) r u + c x)
        const double c = 0.25;
        var optimizer = Optimizers.ScaleByAdam() >> Optimizers.Scale((1 - c) * 0.1) >> Optimizers.DecayWeights(c, _ => true) >> Optimizers.Scale(-1);
        var (at, gradient) = (Parameters([[1.2f, 2.8f]]), Parameters([[-0.94f, -2.5f]]));
        var plain = Optimizers.Adam(0.1).Step(gradient, Optimizers.Adam(0.1).Initialize(at), OptimizerContext<float>.Of(at, 1, 0)).Parameters;
        var next = optimizer.Step(gradient, optimizer.Initialize(at), OptimizerContext<float>.Of(at, 1, 0)).Parameters;
        Near("the parameters", [[.. plain.Values[0].Data.Select(x => (float)(1 - c) * x)]], next);
    }

    // The standard's norm coefficient: of all parameters.
    private static Optimizer<float> Decay(double coefficient) => Optimizers.DecayWeights(coefficient, _ => true);

    private static void Step(
        Optimizer<float> optimizer, float[][] at, float[][] gradient, (string Name, float[][] Value)[] given, float[][] next, (string Name, float[][] Value)[] moments)
    {
        var parameters = Parameters(at);
        var first = optimizer.Initialize(parameters);
        var remembering = first.Transformations.Single(state => state.Tensors.Count > 0);
        var state = first.With(given.Aggregate(remembering, (state, moment) => state.WithTensors(moment.Name, Parameters(moment.Value))));
        var (actual, after) = optimizer.Step(Parameters(gradient), state, OptimizerContext<float>.Of(parameters, 1, 0));
        Near("the parameters", next, actual);
        foreach (var (name, value) in moments)
            Near(name, value, after[remembering.Name].Tensor(name));
    }

    private static void Near(string what, float[][] expected, Parameters<float> actual)
    {
        foreach (var (wanted, got) in expected.SelectMany(values => values).Zip(actual.SelectMany(parameter => parameter.Value.Data)))
            Assert.True(Math.Abs(wanted - got) <= 1e-6 * Math.Max(1, Math.Abs(wanted)), Invariant($"{what}: expected {wanted}, got {got}"));
    }

    private static Parameters<float> Parameters(float[][] values) => Parameters<float>.Create(
        [.. values.Select((value, i) => new Parameter<float>(Invariant($"X{i + 1}"), ParameterRole.BiasOrGain, Tensor.Vector<float>(value)))]);
}
