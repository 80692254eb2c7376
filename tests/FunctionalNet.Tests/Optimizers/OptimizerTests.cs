using System.Numerics;

namespace FunctionalNet.Tests.Optimization;

public sealed class OptimizerTestsInSinglePrecision : OptimizerTests<float>;

public sealed class OptimizerTestsInDoublePrecision : OptimizerTests<double>;

/// <summary>Each optimizer is its equation.</summary>
public abstract class OptimizerTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Lengths that no vector divides, and names of two layers.
    private static readonly Parameters<T> Some = Parameters<T>.Create(
        new("encoder/W", ParameterRole.Weight, Key.Seed(0).Normal<T>([7, 5])), new("encoder/b", ParameterRole.BiasOrGain, Key.Seed(1).Normal<T>([5])),
        new("head/W", ParameterRole.Weight, Key.Seed(2).Normal<T>([5, 3])), new("head/b", ParameterRole.BiasOrGain, Key.Seed(3).Normal<T>([3])));

    [Fact]
    public void Updates_keep_their_scale_pending()
    {
        var updates = Updates.Of(Some);
        Assert.Same(Some, updates.Materialize());
        var half = updates * Of(0.5) * Of(-0.2);
        Assert.Same(Some, half.Values);
        Assert.Equal(Of(0.5) * Of(-0.2), half.Scale);
        Assert.Equal(Some.Map(p => p * half.Scale), half.Materialize());
        Assert.Equal(Some.Map(p => p.Map(x => T.FusedMultiplyAdd(half.Scale, x, x))), half.ApplyTo(Some));
    }

    [Fact]
    public void Adam_in_one_pass_is_the_tensor_operations_to_the_bit()
    {
        var optimizer = Layers<T>.Optimizers.ScaleByAdam(0.8, 0.97, 1e-5);
        var (m, v) = (Some.Map(p => Tensor.Zeros<T>(p.Shape)), Some.Map(p => Tensor.Zeros<T>(p.Shape)));
        var state = optimizer.Initialize(Some);
        for (var step = 1; step <= 5; step++)
        {
            (var updates, state) = optimizer.Update(Updates.Of(Gradient(step)) * Of(0.3), state, Context(Some, step - 1));
            var g = Gradient(step).Map(x => x * Of(0.3));
            m = m.Zip(g, (m, g) => (m * Of(0.8)) + (g * Of(1 - 0.8)));
            v = v.Zip(g, (v, g) => (v * Of(0.97)) + (g * g * Of(1 - 0.97)));
            var (mean, square) = (Of(1 / (1 - Math.Pow(0.8, step))), Of(1 / (1 - Math.Pow(0.97, step))));
            Assert.Equal(m, state["ScaleByAdam"].Tensor("mean"));
            Assert.Equal(v, state["ScaleByAdam"].Tensor("square"));
            Assert.True(T.Abs(updates.Scale - mean) <= Of(1e-6));
            Near(m.Zip(v, (m, v) => m / ((v * square).Map(T.Sqrt) + Of(1e-5))), updates.Values, 1e-5);
        }
    }

    [Fact]
    public void The_first_step_of_Adam_is_as_long_as_its_rate()
    {
        var next = Step(Layers<T>.Optimizers.Adam(0.25), Gradient(0));
        Near(Some.Zip(Gradient(0), (p, g) => p - g.Map(x => Of(0.25) * Of(T.Sign(x)))), next, 1e-4);
    }

    [Fact]
    public void Adam_in_single_precision_is_that_in_double()
    {
        // Of numbers that are floats, so that both begin alike.
        var floats = Some.Map(p => p.Map(x => T.CreateChecked(float.CreateChecked(x))));
        var optimizer = Layers<T>.Optimizers.Adam(0.01);
        var (m, v, p) = (0.0, 0.0, double.CreateChecked(floats.Values[0].Data[0]));
        var (parameters, state) = (floats, optimizer.Initialize(floats));
        for (var step = 1; step <= 100; step++)
        {
            var g = Math.Sin(step);
            (parameters, state) = optimizer.Step(floats.Map(p => Tensor.Full(p.Shape, Of(g))), state, Context(parameters, step - 1));
            (m, v) = ((0.9 * m) + (0.1 * g), (0.999 * v) + (0.001 * g * g));
            p -= 0.01 * m / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v / (1 - Math.Pow(0.999, step))) + 1e-8);
        }

        Assert.Equal(p, double.CreateChecked(parameters.Values[0].Data[0]), 1e-5);
    }

    [Fact]
    public void RmsProp_and_AdaGrad_in_one_pass_are_the_tensor_operations_to_the_bit()
    {
        var (rms, ada) = (Layers<T>.Optimizers.ScaleByRms(0.8), Layers<T>.Optimizers.ScaleByAdaGrad(0.5));
        var (updates, state) = rms.Update(Updates.Of(Gradient(0)) * Of(3), rms.Initialize(Some), Context(Some, 0));
        var g = Gradient(0).Map(x => x * Of(3));
        var h = g.Map(g => g * g * Of(1 - 0.8));
        Assert.Equal(h, state["ScaleByRms"].Tensor("square"));
        Assert.Equal(g.Zip(h, (g, h) => g / (h.Map(T.Sqrt) + Of(1e-8))), updates.Materialize());
        (updates, state) = ada.Update(Updates.Of(Gradient(0)) * Of(3), ada.Initialize(Some), Context(Some, 0));
        h = g.Map(g => (g * g) + Of(0.5));
        Assert.Equal(h, state["ScaleByAdaGrad"].Tensor("square"));
        Assert.Equal(g.Zip(h, (g, h) => g / (h.Map(T.Sqrt) + Of(1e-8))), updates.Materialize());
    }

    [Fact]
    public void AdamW_decays_weights_beside_Adam()
    {
        var (adam, decayed) = (Step(Layers<T>.Optimizers.Adam(0.1), Gradient(0)), Step(Layers<T>.Optimizers.AdamW(0.1, 0.5), Gradient(0)));
        Near(adam.Zip(Some, (next, p) => next - (p * Of(0.05))).Where(parameter => parameter.Role == ParameterRole.Weight),
            decayed.Where(parameter => parameter.Role == ParameterRole.Weight), 1e-5);
        Near(adam.Where(parameter => parameter.Role != ParameterRole.Weight), decayed.Where(parameter => parameter.Role != ParameterRole.Weight), 1e-6);
    }

    [Fact]
    public void Decay_is_of_weights_or_of_what_is_named()
    {
        var zero = Some.Map(p => Tensor.Zeros<T>(p.Shape));
        var weights = Step(Layers<T>.Optimizers.DecayWeights(0.5) >> Layers<T>.Optimizers.Sgd(1), zero);
        Assert.Equal(Some.Select(parameter => parameter.Role == ParameterRole.Weight ? parameter.Value * Of(0.5) : parameter.Value), weights);
        var head = Step(Layers<T>.Optimizers.DecayWeights(0.5, slot => slot.Path == "head/b") >> Layers<T>.Optimizers.Sgd(1), zero);
        Assert.Equal(Some.Select(parameter => parameter.Path == "head/b" ? parameter.Value * Of(0.5) : parameter.Value), head);
    }

    [Fact]
    public void Nesterov_s_momentum_is_its_equation()
    {
        var optimizer = Layers<T>.Optimizers.Momentum(0.5, 0.25, nesterov: true);
        var (p, g) = (One(1, 2), One(1, -2));
        var (once, state) = optimizer.Step(g, optimizer.Initialize(p), Context(p, 0));
        Assert.Equal(One(-0.5, 1), state["Trace"].Tensor("velocity"));
        Assert.Equal(One(1 - 0.625, 2 + 1.25), once);
        var (twice, _) = optimizer.Step(g, state, Context(once, 1));
        // v = 0.25 (−0.5) − 0.5 = −0.625, and p += 0.25 v − 0.5.
        Assert.Equal(One(0.375 - 0.65625, 3.25 + 1.3125), twice);
    }

    [Fact]
    public void Dampening_leaves_the_first_step_as_it_is()
    {
        var optimizer = Layers<T>.Optimizers.Trace(0.5, dampening: 0.75);
        var (first, state) = optimizer.Update(Updates.Of(One(1, 2)), optimizer.Initialize(One(0, 0)), Context(One(0, 0), 7));
        Assert.Equal(One(1, 2), first.Values);
        Assert.Equal(One(0.75, 1.5), optimizer.Update(Updates.Of(One(1, 2)), state, Context(One(0, 0), 8)).Updates.Values);
    }

    [Fact]
    public void Clipping_by_value_is_of_the_scaled_updates() => Assert.Equal(
        One(-0.5, 0.25),
        (Layers<T>.Optimizers.Scale(-0.5) >> Layers<T>.Optimizers.ClipByValue(0.5)) is var optimizer
            ? optimizer.Update(Updates.Of(One(3, -0.5)), optimizer.Initialize(One(0, 0)), Context(One(0, 0), 0)).Updates.Materialize() : null);

    [Fact]
    public void Clipping_by_norm_keeps_the_direction()
    {
        Assert.Equal(One(0.6, -0.8), Clipped(1, One(3, -4)).Materialize(), (x, y) => IsNear(x, y, 1e-6));
        var inside = One(0.3, -0.4);
        Assert.Same(inside, Clipped(1, inside).Values);
        Assert.Equal(T.One, Clipped(1, inside).Scale);
        // Over all parameters at once.
        var norm = Math.Sqrt(Some.Sum(parameter => parameter.Value.Data.Sum(x => double.CreateChecked(x * x))));
        Near(Some.Map(p => p * Of(2 / norm)), Clipped(2, Some).Materialize(), 1e-5);
        // Squares that are too large for the type.
        var large = typeof(T) == typeof(float) ? 1e30 : 1e300;
        Near(One(0.6, -0.8), Clipped(1, One(3 * large, -4 * large)).Materialize(), 1e-5);
        Assert.False(Clipped(1, One(double.NaN, 1)).Materialize().All(parameter => parameter.Value.IsFinite));
        Assert.False(Clipped(1, One(double.PositiveInfinity, 1)).Materialize().All(parameter => parameter.Value.IsFinite));

        static Updates<T> Clipped(double limit, Parameters<T> updates) => Layers<T>.Optimizers.ClipByGlobalNorm(limit) is var optimizer
            ? optimizer.Update(Updates.Of(updates), optimizer.Initialize(updates), Context(updates, 0)).Updates : default;
    }

    [Fact]
    public void Accumulated_gradients_make_one_update_of_their_mean()
    {
        var seen = new List<(long Step, double Loss)>();
        var watching = Optimizer.Define<T>("Watching", (updates, context) =>
        {
            seen.Add((context.Step, double.CreateChecked(context.Loss)));
            return updates;
        });
        var optimizer = Layers<T>.Optimizers.Accumulate(3, watching >> Layers<T>.Optimizers.Momentum(step => 0.1 / (1 + step), 0.9));
        var (parameters, state) = (One(-0.0, 1), optimizer.Initialize(One(0, 0)));
        var expected = parameters;
        var velocity = One(0, 0);
        for (var step = 0; step < 6; step++)
        {
            var before = parameters;
            (parameters, state) = optimizer.Step(One(step, 2 * step), state, OptimizerContext<T>.Of(parameters, Of(step), 10 + step));
            if (step % 3 != 2)
            {
                Assert.Equal(before.Fingerprint(), parameters.Fingerprint());
                continue;
            }

            var rate = step == 2 ? 0.1 : 0.05;
            velocity = velocity.Zip(One(step - 1, 2 * (step - 1)), (v, g) => (v * Of(0.9)) - (g * Of(rate)));
            expected += velocity;
            Near(expected, parameters, 1e-5);
        }

        Assert.Equal([(0L, 1.0), (1L, 4.0)], seen);
    }

    [Fact]
    public void Accumulating_one_changes_no_bit()
    {
        var (plain, state) = (Layers<T>.Optimizers.Adam(0.1), Layers<T>.Optimizers.Adam(0.1).Initialize(Some));
        Assert.Equal(
            plain.Step(Gradient(0), state, Context(Some, 0)).Parameters.Fingerprint(), Step(Layers<T>.Optimizers.Accumulate(1, plain), Gradient(0)).Fingerprint());
    }

    [Fact]
    public void Lookahead_is_its_equation()
    {
        var optimizer = Layers<T>.Optimizers.Lookahead(Layers<T>.Optimizers.Sgd(1), every: 2, share: 0.25);
        var (p, state) = (One(1, 2), optimizer.Initialize(One(1, 2)));
        var seen = new List<Parameters<T>>();
        for (var step = 0; step < 4; step++)
        {
            (p, state) = optimizer.Step(One(1, -1), state, Context(p, step));
            seen.Add(p);
        }

        Assert.Equal([One(0, 3), One(0.5, 2.5), One(-0.5, 3.5), One(0, 3)], seen);
        Assert.Equal(p, state["Lookahead"].Tensor("slow"));
    }

    [Fact]
    public void Each_part_has_its_own_optimizer()
    {
        var (sgd, adam) = (Layers<T>.Optimizers.Sgd(0.1), Layers<T>.Optimizers.Adam(0.1));
        var optimizer = Layers<T>.Optimizers.Partition(("head", adam), ("encoder", sgd));
        var next = Step(optimizer, Gradient(0));
        Assert.Equal(Step(sgd, Gradient(0)).Under("encoder").ToString(), next.Under("encoder").ToString());
        Near(Step(adam, Gradient(0)).Under("head"), next.Under("head"), 1e-6);
        Assert.Same(Some.Layout, next.Layout);
        var state = optimizer.Step(Gradient(0), optimizer.Initialize(Some), Context(Some, 0)).State["Partition"];
        Assert.Equal(["head/W", "head/b"], state.Optimizer("head")["ScaleByAdam"].Tensor("mean").Select(parameter => parameter.Path));
        Assert.Equal(["encoder", "head"], state.Optimizers.Keys);
        var byRole = Layers<T>.Optimizers.Partition((ParameterRole.Weight, adam), (ParameterRole.BiasOrGain, sgd));
        Near(Step(adam, Gradient(0)).Where(parameter => parameter.Role == ParameterRole.Weight), Step(byRole, Gradient(0)).Where(parameter => parameter.Role == ParameterRole.Weight), 1e-6);
    }

    [Fact]
    public void Every_parameter_is_in_exactly_one_part()
    {
        var sgd = Layers<T>.Optimizers.Sgd(0.1);
        Failure.Says(
            "Partition(encoder: Sgd(0.1), head/b: Sgd(0.1)): expected every parameter in exactly one part, got in no part: head/W",
            () => Layers<T>.Optimizers.Partition(("encoder", sgd), ("head/b", sgd)).Initialize(Some));
        Failure.Says(
            "Partition(1: Sgd(0.1), 2: Sgd(0.1)): expected every parameter in exactly one part, got in several parts: encoder/b, head/b",
            () => Layers<T>.Optimizers.Partition((_ => true, sgd), (slot => slot.Shape.Rank == 1, sgd)).Initialize(Some));
        Failure.Says(
            "Partition(encoder: Sgd(0.1), haed: Sgd(0.1)): no parameter is in part haed; there are encoder/W, encoder/b, head/W, head/b",
            () => Layers<T>.Optimizers.Partition(("encoder", sgd), ("haed", sgd)).Initialize(Some));
        Failure.Says("two parts are called head (Parameter 'parts')", () => Layers<T>.Optimizers.Partition(("head", sgd), ("head", sgd)));
    }

    [Fact]
    public void Rates_are_those_of_the_step_of_training()
    {
        var sgd = Layers<T>.Optimizers.Sgd(Layers<T>.Schedules.Linear(1, 0, 4));
        Assert.Equal(One(-0.5, -0.5), sgd.Step(One(1, 1), sgd.Initialize(One(0, 0)), Context(One(0, 0), 2)).Parameters);
    }

    [Fact]
    public void A_trust_ratio_scales_each_tensor_to_the_length_of_its_parameter()
    {
        // Of length 5, 0, and 1 with an update of 0.
        var p = Parameters<T>.Create(
            new("W", ParameterRole.Weight, Tensor.Vector(Of(3), Of(4))), new("V", ParameterRole.Weight, Tensor.Zeros<T>([2])),
            new("b", ParameterRole.BiasOrGain, Tensor.Vector(Of(1))));
        var gradient = p.WithValues(Tensor.Vector(Of(0), Of(-2)), Tensor.Vector(Of(6), Of(8)), Tensor.Zeros<T>([1]));
        Assert.Equal(
            p.WithValues(Tensor.Vector(Of(0), Of(-5)), Tensor.Vector(Of(6), Of(8)), Tensor.Zeros<T>([1])), Updated(Layers<T>.Optimizers.ScaleByTrustRatio(), p, gradient));
        Assert.Equal(gradient, Updated(Layers<T>.Optimizers.ScaleByTrustRatio(slot => slot.Role != ParameterRole.Weight), p, gradient));
        // The pending scale is part of the update.
        Assert.Equal(
            Tensor.Vector(Of(0), Of(5)), Updated(Layers<T>.Optimizers.Scale(-0.5) >> Layers<T>.Optimizers.ScaleByTrustRatio(), p, gradient)["W"]);
    }

    [Fact]
    public void A_root_mean_square_is_clipped_tensor_by_tensor_and_parameters_have_a_smallest_one()
    {
        var p = Parameters<T>.Create(new("W", ParameterRole.Weight, Tensor.Vector(Of(2), Of(-2))), new("b", ParameterRole.BiasOrGain, Tensor.Zeros<T>([4])));
        var gradient = p.WithValues(Tensor.Vector(Of(3), Of(3)), Tensor.Vector(Of(0.5), Of(0.5), Of(0.5), Of(0.5)));
        Near(p.WithValues(Tensor.Vector(Of(1.5), Of(1.5)), gradient["b"]), Updated(Layers<T>.Optimizers.ClipByRms(1.5), p, gradient), 1e-6);
        Near(p.WithValues(Tensor.Vector(Of(6), Of(6)), gradient["b"] * Of(0.25)), Updated(Layers<T>.Optimizers.ScaleByParameterRms(0.25), p, gradient), 1e-6);
    }

    [Fact]
    public void Factored_squares_are_kept_as_a_column_and_a_row()
    {
        var p = Parameters<T>.Create(new("W", ParameterRole.Weight, Tensor.Zeros<T>([3, 3, 4, 5])), new("b", ParameterRole.BiasOrGain, Tensor.Zeros<T>([5])));
        var optimizer = Layers<T>.Optimizers.ScaleByFactoredRms();
        // Squares that are a product of a column and a row are kept exactly, so that their updates are signs.
        var (column, row) = (Key.Seed(5).Normal<T>([3, 3, 4, 1]), Key.Seed(6).Normal<T>([5]));
        var gradient = p.WithValues(column * row, row);
        var (updates, state) = optimizer.Update(Updates.Of(gradient), optimizer.Initialize(p), Context(p, 0));
        Near(gradient.Map(g => g.Sign()), updates.Materialize(), 1e-5);
        var kept = state["ScaleByFactoredRms"];
        Assert.Equal([[3, 3, 4, 1], [5]], kept.Tensor("rows").Layout.Select(slot => slot.Shape));
        Assert.Equal([[3, 3, 1, 5], []], kept.Tensor("columns").Layout.Select(slot => slot.Shape));
        // They go on with the parameters in another order, as from a file.
        var other = Parameters<T>.Create(p[1], p[0]);
        Assert.Equal(["b", "W"], state.BoundTo(other.Layout)["ScaleByFactoredRms"].Tensor("rows").Select(parameter => parameter.Path));
        _ = optimizer.Update(Updates.Of(gradient), state, Context(p, 1));
        var wider = Parameters<T>.Create(new("W", ParameterRole.Weight, Tensor.Zeros<T>([3, 3, 7, 5])), p[1]);
        Assert.StartsWith(
            "ScaleByFactoredRms(): expected the columns of ScaleByFactoredRms for the parameters b",
            Assert.Throws<ArgumentException>(() => optimizer.Update(Updates.Of(other), state, Context(other, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => optimizer.Update(Updates.Of(wider), state, Context(wider, 1)));
    }

    [Fact]
    public void Rectified_Adam_begins_as_momentum()
    {
        var optimizer = Layers<T>.Optimizers.RAdam(0.5);
        // The first five steps have a length of the average of 5 or less: m̂ of a gradient that stays is the gradient.
        var (p, state) = (One(0, 0), optimizer.Initialize(One(0, 0)));
        for (var step = 0; step < 5; step++)
            (p, state) = optimizer.Step(One(2, -4), state, Context(p, step));
        Near(One(-5, 10), p, 1e-5);
        var next = optimizer.Step(One(2, -4), state, Context(p, 5)).Parameters;
        Assert.True(IsNear(p + One(-0.006, 0.006), next, 0.01), $"{next}");
    }

    [Fact]
    public void A_named_optimizer_is_the_chain_that_its_documentation_says()
    {
        Same(Layers<T>.Optimizers.Lamb(0.1, 0.2), Layers<T>.Optimizers.ScaleByAdam(epsilon: 1e-6) >> Layers<T>.Optimizers.DecayWeights(0.2) >> Layers<T>.Optimizers.ScaleByTrustRatio() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.Lion(0.1, 0.2), Layers<T>.Optimizers.ScaleByLion() >> Layers<T>.Optimizers.DecayWeights(0.2) >> Layers<T>.Optimizers.Scale(-0.1));
        Same(
            Layers<T>.Optimizers.Adafactor(0.1),
            Layers<T>.Optimizers.ScaleByFactoredRms() >> Layers<T>.Optimizers.ClipByRms(1) >> Layers<T>.Optimizers.ScaleByParameterRms() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.NAdam(0.1), Layers<T>.Optimizers.ScaleByNAdam() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.RAdam(0.1), Layers<T>.Optimizers.ScaleByRAdam() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.AmsGrad(0.1), Layers<T>.Optimizers.ScaleByAmsGrad() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.AdaBelief(0.1), Layers<T>.Optimizers.ScaleByAdaBelief() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.AdaMax(0.1), Layers<T>.Optimizers.ScaleByAdaMax() >> Layers<T>.Optimizers.Scale(-0.1));
        Same(Layers<T>.Optimizers.AdaDelta(1), Layers<T>.Optimizers.ScaleByAdaDelta() >> Layers<T>.Optimizers.Scale(-1));

        static void Same(Optimizer<T> named, Optimizer<T> chain)
        {
            Assert.Equal(chain.Transformations.Select(link => link.Name), named.Transformations.Select(link => link.Name));
            Assert.Equal(Step(chain, Gradient(0)).Fingerprint(), Step(named, Gradient(0)).Fingerprint());
        }
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        Assert.All([-0.1, double.NaN, double.PositiveInfinity], rate =>
        {
            Refused("rate", () => Layers<T>.Optimizers.Sgd(rate));
            Refused("rate", () => Layers<T>.Optimizers.Sgd(_ => rate));
            Refused("rate", () => Layers<T>.Optimizers.Momentum(rate, 0.9));
            Refused("rate", () => Layers<T>.Optimizers.Adam(rate));
            Refused("rate", () => Layers<T>.Optimizers.AdamW(rate, 0.1));
            Refused("rate", () => Layers<T>.Optimizers.RmsProp(rate));
            Refused("rate", () => Layers<T>.Optimizers.AdaGrad(rate));
            Refused("rate", () => Layers<T>.Optimizers.AmsGrad(rate));
            Refused("rate", () => Layers<T>.Optimizers.NAdam(_ => rate));
            Refused("rate", () => Layers<T>.Optimizers.RAdam(rate));
            Refused("rate", () => Layers<T>.Optimizers.AdaBelief(_ => rate));
            Refused("rate", () => Layers<T>.Optimizers.AdaMax(rate));
            Refused("rate", () => Layers<T>.Optimizers.AdaDelta(_ => rate));
            Refused("rate", () => Layers<T>.Optimizers.Lion(rate, 0.1));
            Refused("rate", () => Layers<T>.Optimizers.Lamb(_ => rate, 0.1));
            Refused("rate", () => Layers<T>.Optimizers.Adafactor(rate));
            Refused("decay", () => Layers<T>.Optimizers.Lion(0.1, rate));
            Refused("decay", () => Layers<T>.Optimizers.Lamb(0.1, rate));
            Refused("momentumDecay", () => Layers<T>.Optimizers.NAdam(0.1, momentumDecay: rate));
            Refused("exponent", () => Layers<T>.Optimizers.Adafactor(0.1, exponent: rate));
            Refused("smallest", () => Layers<T>.Optimizers.Adafactor(0.1, smallest: rate));
            Refused("limit", () => Layers<T>.Optimizers.ClipByRms(rate));
            Refused("epsilon", () => Layers<T>.Optimizers.AdaBelief(0.1, epsilon: rate));
            Refused("epsilon", () => Layers<T>.Optimizers.RmsProp(0.1, epsilon: rate, centered: true));
            Refused("epsilon", () => Layers<T>.Optimizers.ScaleByFactoredRms(epsilon: rate));
            Refused("decay", () => Layers<T>.Optimizers.DecayWeights(rate));
            Refused("limit", () => Layers<T>.Optimizers.ClipByValue(rate));
            Refused("limit", () => Layers<T>.Optimizers.ClipByGlobalNorm(rate));
            Refused("initial", () => Layers<T>.Optimizers.AdaGrad(0.1, initial: rate));
            Refused("epsilon", () => Layers<T>.Optimizers.Adam(0.1, epsilon: rate));
            Refused("share", () => Layers<T>.Optimizers.Lookahead(Layers<T>.Optimizers.Sgd(0.1), 5, rate));
        });
        Assert.All([-0.1, 1, double.NaN], share =>
        {
            Refused("momentum", () => Layers<T>.Optimizers.Momentum(0.1, share));
            Refused("dampening", () => Layers<T>.Optimizers.Trace(0.1, dampening: share));
            Refused("beta1", () => Layers<T>.Optimizers.Adam(0.1, beta1: share));
            Refused("beta2", () => Layers<T>.Optimizers.Adam(0.1, beta2: share));
            Refused("decay", () => Layers<T>.Optimizers.RmsProp(0.1, decay: share));
            Refused("decay", () => Layers<T>.Optimizers.AdaDelta(0.1, decay: share));
            Refused("beta1", () => Layers<T>.Optimizers.AmsGrad(0.1, beta1: share));
            Refused("beta2", () => Layers<T>.Optimizers.NAdam(0.1, beta2: share));
            Refused("beta2", () => Layers<T>.Optimizers.RAdam(0.1, beta2: share));
            Refused("beta1", () => Layers<T>.Optimizers.AdaBelief(0.1, beta1: share));
            Refused("beta2", () => Layers<T>.Optimizers.AdaMax(0.1, beta2: share));
            Refused("beta1", () => Layers<T>.Optimizers.Lion(0.1, 0.1, beta1: share));
        });
        Refused("factor", () => Layers<T>.Optimizers.Scale(double.NaN));
        Refused("count", () => Layers<T>.Optimizers.Accumulate(0, Layers<T>.Optimizers.Sgd(0.1)));
        Refused("every", () => Layers<T>.Optimizers.Lookahead(Layers<T>.Optimizers.Sgd(0.1), 0));
        var falling = Layers<T>.Optimizers.Sgd(step => 1 - step);
        Failure.Says(
            "expected a learning rate of 0 or more, got -1 at step 2 (Parameter 'rate')", () => falling.Step(Some, falling.Initialize(Some), Context(Some, 2)));

        static void Refused(string name, Func<object> mistake) => Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(mistake).ParamName);
    }

    private static T Of(double number) => T.CreateChecked(number);

    private static Parameters<T> One(double x, double y) =>
        Parameters<T>.Create(new Parameter<T>("p", ParameterRole.Weight, Tensor.Vector(Of(x), Of(y))));

    private static Parameters<T> Gradient(int step) => Some.Map(p => Key.Seed(9).Fold(step).Fold(p.Shape.Size).Normal<T>(p.Shape));

    private static OptimizerContext<T> Context(Parameters<T> parameters, long step) => OptimizerContext<T>.Of(parameters, T.One, step);

    private static Parameters<T> Updated(Optimizer<T> optimizer, Parameters<T> parameters, Parameters<T> gradient) =>
        optimizer.Update(Updates.Of(gradient), optimizer.Initialize(parameters), Context(parameters, 0)).Updates.Materialize();

    private static Parameters<T> Step(Optimizer<T> optimizer, Parameters<T> gradient) =>
        optimizer.Step(gradient, optimizer.Initialize(Some), Context(Some, 0)).Parameters;

    private static bool IsNear(Parameters<T> expected, Parameters<T> actual, double tolerance) =>
        NumbersOf(expected).Zip(NumbersOf(actual), (wanted, got) => double.Abs(wanted - got) <= tolerance * double.Max(1, double.Abs(wanted))).All(near => near);

    private static IEnumerable<double> NumbersOf(Parameters<T> parameters) =>
        parameters.SelectMany(parameter => parameter.Value.Data, (_, number) => double.CreateChecked(number));

    private static void Near(Parameters<T> expected, Parameters<T> actual, double tolerance) =>
        Assert.True(expected.Layout == actual.Layout && IsNear(expected, actual, tolerance), $"expected\n{expected}\ngot\n{actual}");
}
