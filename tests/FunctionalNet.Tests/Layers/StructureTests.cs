using System.Collections.Immutable;
using LanguageExt.Common;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests.Layers;

/// <summary>The structure of a network: branches, names, shared and frozen parameters, and what its readers see of it.</summary>
public sealed class StructureTests
{
    private static readonly Tensor<double> Input = Draw.Normal(Key.Seed(1), [2, 3]);

    [Fact]
    public void The_structure_is_there_to_be_matched_on()
    {
        var network = Affine(3, 4).Named("in") >> Residual(Affine(4, 4) >> Relu) >> Frozen(Affine(4, 2));
        Assert.Equal("in: Affine(3→4) >> Residual(Affine(4→4) >> Relu) >> Frozen(Affine(4→2))", $"{network}");
        var parts = Assert.IsType<Layer<double>.Sequence>(network).Parts;
        var leaf = Assert.IsType<Layer<double>.Leaf>(Assert.IsType<Layer<double>.NamedLayer>(parts[0]).Inner);
        Assert.Equal(("Affine", 3, 4), (leaf.Kind, leaf.Arguments["inputs"], leaf.Arguments["outputs"]));
        Assert.Equal(Sum, Assert.IsType<Layer<double>.Branching>(parts[1]).Merge);
        Assert.Equal(LayerWrapper.Frozen, Assert.IsType<Layer<double>.WrappedLayer>(parts[2]).Wrapper);
    }

    [Fact]
    public void Paths_go_through_branches_which_are_numbered_by_kind() => Assert.Equal(
        ["Residual1/Affine1/W", "Residual2/Affine1/W", "Branches1/Affine1/W", "Branches1/Affine2/W", "block/Affine1/W", "Affine1/W"],
        Weights(
            Residual(Affine(3, 3)) >> Residual(Affine(3, 3)) >> Branches(Sum, Affine(3, 3), Relu >> Affine(3, 3)) >>
            Residual(Affine(3, 3)).Named("block") >> Affine(3, 2)));

    [Fact]
    public void A_residual_block_adds_its_input()
    {
        var network = Residual(Affine(3, 3) >> Tanh);
        var parameters = network.Initialize(Key.Seed(0));
        var inner = (Affine(3, 3) >> Tanh).Predict(parameters.Under("Residual1"), Input);
        Assert.Equal(inner + Input, network.Predict(parameters, Input));
    }

    [Fact]
    public void Branches_give_their_outputs_to_the_merge_in_order() => Assert.Equal(
        Tensor.Matrix(new double[,] { { 1, -2, 1, 0, -1, 2 } }),
        Branches(Concatenate, Layer<double>.Identity, Relu, Layer.Lift("Negate", TensorNodes<double>.Negate))
            .Predict(Parameters<double>.Empty, Tensor.Matrix(new double[,] { { 1, -2 } })));

    [Fact]
    public void Repeat_is_composition()
    {
        Assert.Equal(Affine(3, 4) >> Affine(4, 5), Repeat(2, i => Affine(3 + i, 4 + i)));
        Assert.Same(Layer<double>.Identity, Repeat(0, _ => Relu));
        Failure.Says("expected count of 0 or more, got -1 (Parameter 'count')", () => Repeat(-1, _ => Relu));
    }

    [Fact]
    public void The_mistakes_of_all_branches_are_told_at_once_with_what_to_change()
    {
        var network = Affine(3, 4) >> Branches(Sum, Affine(5, 2) >> Affine(9, 9), Affine(4, 2), Relu >> Affine(6, 2)).Named("fork");
        Failure.Says(
            "fork/Affine1: expected [..., 5], got [32, 4]; Affine1 before it gives [32, 4]\n"
            + "fork/Affine4: expected [..., 6], got [32, 4]; Affine1 before it gives [32, 4]",
            () => network.OutputShape([32, 3]));
        Assert.True(network.InferShape([32, 3]).IsFail);
        Failure.Says(
            "Residual1: expected outputs of one shape, got [1, 2], [1, 4]; Residual1/Affine1 before it gives [1, 2], the input of the network is [1, 4]",
            () => Residual(Affine(4, 2)).OutputShape([1, 4]));
    }

    [Fact]
    public void A_mistake_is_found_before_anything_is_drawn()
    {
        var network = (Affine(3, 50) >> Relu).Named("encoder") >> Affine(40, 2);
        const string message = "Affine1: expected [..., 40], got [4, 50]; encoder/Affine1 before it gives [4, 50]";
        var batches = Batches.ShuffledEpochs(new Dataset<double>(Tensor.Zeros<double>([4, 3]), [0, 1, 0, 1]), 4, Key.Seed(0));
        Failure.Says(message, () => network.Initialize(Key.Seed(0), [4, 3]));
        Failure.Says(message, () => Train.Start(network, Optimizers.Sgd(0.1), Key.Seed(0), [4, 3]));
        Failure.Says(message, () => Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1), batches, Key.Seed(0)));
    }

    [Fact]
    public void Branches_that_do_not_fit_their_merge_are_refused()
    {
        Failure.Says("Sum: expected at least one branch, got 0", () => Branches(Sum));
        Failure.Says("Merge: expected 2 branches, got 3", () => Branches(TensorNodes<double>.Add, Relu, Relu, Relu));
        var wrong = Branches(Merge.Lift<double>("Wrong", TensorNodes<double>.Add, (left, _) => Shape.Create(7)), Relu, Tanh);
        Failure.Says(
            "Branches1: expected the output [7] that its shape rule announced for [2, 3], [2, 3], got [2, 3]",
            () => wrong.Predict(Parameters<double>.Empty, Input));
        var few = Branches(Merge.Define<double>("Few", "", shapes => shapes[0], inputs => (inputs[0], dy => [dy])), Relu, Tanh);
        Failure.Says(
            "Branches1: expected 2 gradients from the pullback of its merge, got 1",
            () => few.WithParameters(Parameters<double>.Empty, Mode.Inference)(Input).Pullback(Input));
    }

    [Fact]
    public void Shared_parameters_are_there_once_and_their_gradients_add_up()
    {
        var twice = Shared("block", Affine(3, 3)) >> Tanh >> Shared("block", Affine(3, 3));
        var plain = Affine(3, 3) >> Tanh >> Affine(3, 3);
        var own = twice.Initialize(Key.Seed(0));
        Assert.Equal(["block/W", "block/b"], own.Select(parameter => parameter.Path));
        var copies = plain.Initialize(Key.Seed(0)).WithValues(own["block/W"], own["block/b"], own["block/W"], own["block/b"]);
        Assert.Equal(plain.Predict(copies, Input), twice.Predict(own, Input));
        var batch = new Batch<double>(Input, [0, 2]);
        var (shared, separate) = (
            twice.Gradient(Losses.SoftmaxCrossEntropy, own, batch), plain.Gradient(Losses.SoftmaxCrossEntropy, copies, batch));
        Assert.Equal(separate["Affine2/W"] + separate["Affine1/W"], shared["block/W"]);
    }

    [Fact]
    public void An_embedding_is_tied_to_its_transpose()
    {
        var transposed = Layer.Define<double>(
            "Transposed", "", [new("W", [5, 3], ParameterRole.Weight, Initializers.Zeros)],
            shape => [.. shape[..^1], 5],
            (parameters, x, _) => (x.MatMulTransposed(parameters["W"]), dy => new(
                parameters.WithValues(dy.TransposedMatMul(x)), () => dy.MatMul(parameters["W"]))));
        var embedding = Layer.Define<double>(
            "Embedding", "", [new("W", [5, 3], ParameterRole.Weight, Initializers.Normal(1))],
            shape => [.. shape[..^1], 3],
            (parameters, x, _) => (x.MatMul(parameters["W"]), dy => new(
                parameters.WithValues(x.TransposedMatMul(dy)), () => dy.MatMulTransposed(parameters["W"]))));
        var network = Shared("tokens", embedding) >> Affine(3, 3) >> Tanh >> Shared("tokens", transposed);
        var parameters = network.Initialize(Key.Seed(0));
        Assert.Equal(["tokens/W", "Affine1/W", "Affine1/b"], parameters.Select(parameter => parameter.Path));
        Assert.NotEqual(Tensor.Zeros<double>([5, 3]), parameters["tokens/W"]);
        Assert.True(GradientCheck.Of(
            network.AsDifferentiable(Mode.Inference), (parameters, Draw.Normal(Key.Seed(2), [4, 5])), Key.Seed(3)).IsWithin(1e-7));
    }

    [Fact]
    public void Shared_parameters_of_different_shapes_are_refused() => Failure.Says(
        "tied/W: expected one shape and role of a shared parameter, got tied/W [3, 3] weight, GlorotUniform and tied/W [3, 2] weight, GlorotUniform",
        () => (Shared("tied", Affine(3, 3)) >> Shared("tied", Affine(3, 2))).Layout);

    [Fact]
    public void Sharing_crosses_names_and_branches()
    {
        Assert.Equal(
            ["encoder/tied/W", "Affine1/W"],
            Weights((Relu >> Shared("tied", Affine(3, 3))).Named("encoder") >> Residual(Shared("tied", Affine(3, 3))) >>
                Shared("tied", Affine(3, 3)).Named("decoder") >> Affine(3, 2)));
        var plain = Shared("tied", Affine(3, 3)) >> Tanh >> Shared("tied", Affine(3, 3)) >> Affine(3, 2);
        var named = Shared("tied", Affine(3, 3)) >> (Tanh >> Shared("tied", Affine(3, 3))).Named("decoder") >> Affine(3, 2);
        Assert.Equal(Trained(plain), Trained(named));
        Failure.Says(
            $"two layers of {Relu.Named("tied") >> Shared("tied", Affine(3, 3))} are called \"tied\"",
            () => (Relu.Named("tied") >> Shared("tied", Affine(3, 3))).Layout);

        static string Trained(Layer<double> network) => Enumerable.Repeat(new Batch<double>(Input, [0, 1]), 5).Aggregate(
            Train.Start(network, Optimizers.Adam(0.1), Key.Seed(3)),
            Train.Step(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.1))).Parameters.Fingerprint();
    }

    [Fact]
    public void A_use_that_shares_nothing_is_refused() => Failure.Says(
        "Shared(\"tied\", Affine(3→3) >> Tanh): expected parameters of the uses before, tied/W, tied/b, got none of them but tied/Affine1/W, tied/Affine1/b",
        () => (Shared("tied", Affine(3, 3)) >> Shared("tied", Affine(3, 3) >> Tanh)).Layout);

    [Fact]
    public void A_shared_statistic_goes_through_its_uses_in_order()
    {
        // The mean goes a tenth of the way to 1 more than it was, and from there again.
        var count = Layer.Define<double>(
            "Count", "", [new("count", [], ParameterRole.Statistic, Initializers.Zeros)], shape => shape,
            (parameters, x, _) => new(x, dy => new(parameters.Trained, () => dy), parameters.With("count", (parameters["count"] * 0.9) + 1)));
        var network = Shared("seen", count) >> Affine(3, 3) >> Shared("seen", count);
        var parameters = network.Initialize(Key.Seed(0));
        var pass = network.Forward(parameters, Input, Mode.Training(Key.Seed(1)));
        Assert.Equal(0, parameters["seen/count"].ToScalar());
        Assert.Equal(1.9, pass.Statistics!["seen/count"].ToScalar());
        var step = Train.Step(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.1));
        var state = step(Train.Start(parameters, Optimizers.Sgd(0.1), Key.Seed(2)), new(Input, [0, 1]));
        Assert.Equal(1.9, state.Parameters["seen/count"].ToScalar());
    }

    [Fact]
    public void What_is_frozen_is_not_trained_and_run_as_in_inference()
    {
        var noise = Layer.Define<double>("Noise", "", [], shape => shape, (parameters, x, mode) => (
            mode is Mode.TrainingMode ? throw new InvalidOperationException("run in training") : x, dy => new(parameters, () => dy)));
        var network = Affine(3, 3) >> Frozen(Affine(3, 3) >> noise) >> Affine(3, 2);
        var start = Train.Start(network, Optimizers.Momentum(0.1, 0.9), Key.Seed(0));
        var next = Train.Step(network, Losses.SoftmaxCrossEntropy, Optimizers.Momentum(0.1, 0.9))(start, new(Input, [0, 1]));
        Assert.Equal(start.Parameters["Affine2/W"], next.Parameters["Affine2/W"]);
        Assert.NotEqual(start.Parameters["Affine1/W"], next.Parameters["Affine1/W"]);
        Assert.NotEqual(start.Parameters["Affine3/W"], next.Parameters["Affine3/W"]);
        Assert.Equal([false, false, true, true, false, false], Enumerable.Range(0, 6).Select(network.Layout.IsFrozen));
        Assert.Contains("Affine2/W [3, 3] weight, frozen", $"{network.Layout}", StringComparison.Ordinal);
    }

    [Fact]
    public void Freezing_changes_no_name_and_no_gradient_of_the_others()
    {
        var (body, head) = (Affine(3, 4) >> Tanh, Affine(4, 2));
        var (trained, frozen) = (body >> head, Frozen(body) >> head);
        var parameters = trained.Initialize(Key.Seed(0));
        Assert.Equal(parameters, frozen.Initialize(Key.Seed(0)));
        var batch = new Batch<double>(Input, [0, 1]);
        var (all, some) = (
            trained.Gradient(Losses.SoftmaxCrossEntropy, parameters, batch), frozen.Gradient(Losses.SoftmaxCrossEntropy, parameters, batch));
        Assert.Equal(["Affine2/W", "Affine2/b"], some.Select(gradient => gradient.Path));
        Assert.All(some, gradient => Assert.Equal(all[gradient.Path], gradient.Value));
        Assert.Equal(
            trained.WithParameters(parameters, Mode.Inference)(Input).Pullback(Tensor.Ones<double>([2, 2])),
            frozen.WithParameters(parameters, Mode.Inference)(Input).Pullback(Tensor.Ones<double>([2, 2])));
    }

    [Fact]
    public void A_shared_parameter_is_trained_by_the_uses_that_are_not_frozen()
    {
        var network = Shared("tied", Affine(3, 3)) >> Tanh >> Frozen(Shared("tied", Affine(3, 3)));
        var parameters = network.Initialize(Key.Seed(0));
        var batch = new Batch<double>(Input, [0, 1]);
        var first = (Affine(3, 3) >> Tanh >> Frozen(Affine(3, 3))).Gradient(
            Losses.SoftmaxCrossEntropy,
            (Affine(3, 3) >> Tanh >> Affine(3, 3)).Initialize(Key.Seed(0)).WithValues([.. parameters.Values, .. parameters.Values]), batch);
        Assert.Equal(first["Affine1/W"], network.Gradient(Losses.SoftmaxCrossEntropy, parameters, batch)["tied/W"]);
    }

    [Fact]
    public void A_walk_gives_every_value_and_gradient()
    {
        var network = (Affine(3, 4) >> Tanh).Named("encoder") >> Residual(Affine(4, 4)) >> Affine(4, 2);
        var parameters = network.Initialize(Key.Seed(0));
        var walk = network.Walk(parameters, Input, Mode.Inference);
        Assert.Equal(
            ["encoder/Affine1", "encoder/Tanh1", "Residual1/Affine1", "Residual1", "Affine1"], walk.Plan.Nodes.Select(node => node.Path));
        Assert.Equal([2, 3], walk.Plan.Nodes[3].Inputs.Reverse());
        Assert.Equal(network.Predict(parameters, Input), walk.Value);
        Assert.Equal(walk.Output(2) + walk.Output(1), walk.Output(3));
        var backward = walk.Backward(Tensor.Ones<double>([2, 2]));
        var gradients = network.Forward(parameters, Input, Mode.Inference).Backward(Tensor.Ones<double>([2, 2]));
        Assert.Equal(gradients.Parameters, backward.Parameters);
        Assert.Equal(gradients.Input, backward.Input);
        Assert.Equal(backward.OutputGradient(3) + backward.OutputGradient(2).MatMulTransposed(parameters["Residual1/Affine1/W"]), backward.OutputGradient(1));
        Assert.Equal(backward.Parameters["Affine1/b"], backward.NodeGradients(4)["b"]);
    }

    [Fact]
    public void Explain_shows_what_is_within_a_block()
    {
        var network = Residual(Affine(3, 3)) >> Affine(3, 2);
        Assert.Equal(
            ["input", "Residual1/Affine1/W", "Residual1/Affine1/b", "Residual1/Affine1", "Residual1", "Affine1/W", "Affine1/b", "Affine1"],
            network.Explain(network.Initialize(Key.Seed(0)), Input).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void A_shape_rule_is_asked_once_for_each_shape_of_input()
    {
        var asked = 0;
        var counted = Layer.Define<double>("Counted", "", [], Asked, (parameters, x, _) => (x, dy => new(parameters, () => dy)));
        var nested = Enumerable.Range(0, 6).Aggregate(Relu >> counted, (inner, i) => (Relu >> inner).Named($"level{i}"));
        for (var i = 0; i < 5; i++)
            _ = nested.Predict(Parameters<double>.Empty, Input);
        Assert.Equal(1, asked);

        Shape Asked(Shape shape)
        {
            asked++;
            return shape;
        }
    }

    [Fact]
    public void A_layer_on_its_own_parameters_within_others_names_its_whole_path()
    {
        var inner = Affine(3, 2) >> Affine(3, 2);
        var outer = Affine(3, 3).Named("first") >> inner.Named("second");
        var parameters = outer.Initialize(Key.Seed(0));
        Failure.Says(
            "second/Affine2: expected [..., 3], got [2, 2]; second/Affine1 before it gives [2, 2]",
            () => inner.Predict(parameters.Under("second"), Input));
    }

    [Fact]
    public void Parameters_under_a_name_are_those_of_its_layer()
    {
        var network = (Affine(3, 4) >> Tanh).Named("encoder") >> Residual(Affine(4, 4)).Named("block") >> Affine(4, 2).Named("head");
        var parameters = network.Initialize(Key.Seed(0));
        var encoded = (Affine(3, 4) >> Tanh).Predict(parameters.Under("encoder"), Input);
        var mapped = Residual(Affine(4, 4)).Predict(parameters.Under("block"), encoded);
        Assert.Equal(network.Predict(parameters, Input), Affine(4, 2).Predict(parameters.Under("head"), mapped));
    }

    [Fact]
    public void What_a_layer_refuses_is_told_with_its_path()
    {
        Layer<double> Own(Forward<double> forward) => (Relu >> Layer.Define("Own", "", [], shape => shape, forward)).Named("block");
        void Says(string message, Forward<double> forward) =>
            Failure.Says(message, () => Own(forward).Forward(Parameters<double>.Empty, Input, Mode.Inference).Backward(Input).Input);
        Says("block/Own1: no", (_, _, _) => throw new ArgumentException("no"));
        Says("block/Own1: expected an output, got none", (_, _, _) => default);
        Says("block/Own1: expected gradients from its backward closure, got none", (_, x, _) => (x, _ => null!));
        Says(
            "block/Own1: expected the gradient of its input [2, 3] from its backward closure, got none",
            (own, x, _) => (x, _ => new(own, () => null!)));
        Failure.Says(
            "Branches1: cannot multiply [2, 3] · [2, 3]: the inner lengths differ",
            () => Branches(TensorNodes<double>.MatMul, Relu, Tanh).Predict(Parameters<double>.Empty, Input));
    }

    [Fact]
    public void Layers_of_composed_functions_are_equal_only_if_the_functions_are()
    {
        Assert.NotEqual(
            Layer.Lift("F", TensorNodes<double>.Square.Then(TensorNodes<double>.Exp)), Layer.Lift("F", TensorNodes<double>.Tanh.Then(TensorNodes<double>.Log)));
        Assert.Equal(Layer.Lift("F", TensorNodes<double>.Square), Layer.Lift("F", TensorNodes<double>.Square));
        Assert.NotEqual<Merge<double>>(TensorNodes<double>.Add, TensorNodes<double>.Multiply);
        Assert.Equal<Merge<double>>(TensorNodes<double>.Add, TensorNodes<double>.Add);
    }

    [Fact]
    public void Arguments_are_data_of_a_few_types()
    {
        var arguments = new LayerArguments("(3, same)", ("window", 3), ("padding", "same"), ("axes", Shape.Create(1, 2)));
        Assert.Equal(arguments, new("(3, same)", ("window", 3), ("padding", "same"), ("axes", Shape.Create(1, 2))));
        Assert.NotEqual(arguments, new("(3, same)", ("window", 3), ("padding", "same"), ("axes", Shape.Create(1, 3))));
        Failure.Says("no argument is called stride; there are window, padding, axes", () => arguments["stride"]);
        Failure.Says(
            "the argument axes: expected a number, a truth value, a text or a shape, got Int32[]",
            () => new LayerArguments("", ("axes", new[] { 1 })));
        Failure.Says("two arguments are called a", () => new LayerArguments("", ("a", 1), ("a", 2)));
    }

    [Fact]
    public void A_layer_that_wraps_another_is_run_like_any_other()
    {
        var network = Affine(3, 2) >> Tanh;
        var reversed = Layer.Define<double>(
            "Reversed", $"({network})", network.ParameterSpecs.Select(spec => spec with { Name = spec.Name.Replace('/', '.') }).ToImmutableArray(),
            shape => network.InferShape(shape).Match(Succ: fits => LanguageExt.Fin<Shape>.Succ(fits), Fail: error => Error.New($"within, {error.Message}")),
            (parameters, x, mode) =>
            {
                var (y, backward) = network.Forward(network.Initialize(Key.Seed(0)).WithValues(parameters.Values), -x, mode);
                return (y, dy => new(() => parameters.WithValues(backward(dy).Parameters.Values), () => -backward(dy).Input));
            });
        Assert.True(LayerLaws.Check(reversed, Input, Key.Seed(0)).IsSuccess);
        Failure.Says(
            "Reversed1: within, Affine1: expected [..., 3], got [2, 4]; the input of the network is [2, 4]; the input of the network is [2, 4]",
            () => reversed.OutputShape([2, 4]));
    }

    private static IEnumerable<string> Weights(Layer<double> network) =>
        network.Layout.Select(slot => slot.Path).Where(path => path.EndsWith("/W", StringComparison.Ordinal));
}
