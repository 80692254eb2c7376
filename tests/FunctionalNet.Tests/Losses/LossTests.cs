using System.Collections.Immutable;
using static FunctionalNet.Layers<double>;

namespace FunctionalNet.Tests;

/// <summary>Losses against their formulas, at the edges, and with targets that are not theirs.</summary>
public sealed class LossTests
{
    private static readonly Tensor<double> Outputs = Tensor.Matrix(new[,] { { 0.5, -1, 2 }, { 3, 0.25, -0.5 } });

    private static readonly Key Seed = Key.Seed(11);

    private static readonly Tensor<double> Wanted = Tensor.Matrix(new[,] { { 1.0, -1, 0 }, { 0, 0.5, -3 } });

    /// <summary>Losses of values, and the formula of one output x with target t.</summary>
    public static TheoryData<string, Loss<double>, Func<double, double, double>> Elementwise => new()
    {
        { "MeanSquaredError", Losses.MeanSquaredError, (x, t) => (x - t) * (x - t) },
        { "MeanAbsoluteError", Losses.MeanAbsoluteError, (x, t) => Math.Abs(x - t) },
        { "Huber(1.5)", Losses.Huber(1.5), (x, t) => Math.Abs(x - t) <= 1.5 ? 0.5 * (x - t) * (x - t) : 1.5 * (Math.Abs(x - t) - 0.75) },
        { "LogCosh", Losses.LogCosh, (x, t) => Math.Log(Math.Cosh(x - t)) },
        { "Poisson", Losses.Poisson, (x, t) => Math.Exp(x) - (t * x) },
        { "SigmoidCrossEntropy", Losses.SigmoidCrossEntropy, (x, t) => (-t * Math.Log(1 / (1 + Math.Exp(-x)))) - ((1 - t) * Math.Log(1 - (1 / (1 + Math.Exp(-x))))) },
        { "Hinge", Losses.Hinge, (x, t) => Math.Max(0, 1 - (t * x)) },
    };

    public static TheoryData<string, Loss<double>> OfValues => new()
    {
        { "MeanSquaredError", Losses.MeanSquaredError }, { "MeanAbsoluteError", Losses.MeanAbsoluteError }, { "Huber(1)", Losses.Huber() },
        { "LogCosh", Losses.LogCosh }, { "Poisson", Losses.Poisson }, { "Cosine", Losses.Cosine }, { "KullbackLeibler", Losses.KullbackLeibler },
    };

    public static TheoryData<string, Loss<double>> OfClasses => new()
    {
        { "SoftmaxCrossEntropy", Losses.SoftmaxCrossEntropy }, { "SoftmaxCrossEntropy", Losses.SoftmaxCrossEntropyWith() },
        { "NegativeLogLikelihood", Losses.NegativeLogLikelihood }, { "Focal(2)", Losses.Focal() }, { "MultiClassHinge(1)", Losses.MultiClassHinge() },
    };

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void A_loss_is_the_mean_the_sum_or_each_of_its_terms(string name, Loss<double> loss, Func<double, double, double> formula)
    {
        var terms = Outputs.Data.Zip(Wanted.Data, formula).ToList();
        Assert.Equal(name, $"{loss}");
        Assert.Equal(terms.Average(), loss.Against(Wanted)(Outputs).Value, 1e-14);
        Assert.Equal(terms.Sum(), loss.Summed.Against(Wanted)(Outputs).Value, 1e-14);
        var each = loss.Each(Wanted)(Outputs).Value;
        Assert.Equal(Outputs.Shape, each.Shape);
        Assert.All(each.Data.Zip(terms), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-14));
    }

    [Theory]
    [MemberData(nameof(OfValues))]
    public void A_regression_refuses_classes_and_other_shapes(string name, Loss<double> loss)
    {
        Failure.Says(
            $"{name}: expected values of the outputs' shape [2, 3], got 2 class indices [0, 1]; class indices are for SoftmaxCrossEntropy and its kin",
            () => loss.Against([0, 1])(Outputs).Value);
        Failure.Says($"{name}: expected targets of the outputs' shape [2, 3], got [3]", () => loss.Against(Tensor.Vector(0.0, 1, 2))(Outputs).Value);
        Failure.Says(
            $"{name}: expected targets of the outputs' shape [2, 1], got [2]: targets.Reshape([2, 1]) has it",
            () => loss.Against(Tensor.Vector(0.0, 1))(Tensor.Zeros<double>([2, 1])).Value);
        Assert.ThrowsAny<ArgumentException>(() => loss.Against(Tensor.Zeros<double>([0, 3]))(Tensor.Zeros<double>([0, 3])).Value);
    }

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void A_loss_of_classes_refuses_values_that_are_none_and_empty_batches(string name, Loss<double> loss)
    {
        Assert.Equal(name, $"{loss}");
        Assert.StartsWith(
            $"{name.Split('(')[0]}",
            Assert.Throws<ArgumentException>(() => loss.Against(Wanted)(Outputs).Value).Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => loss.Against(ImmutableArray<int>.Empty)(Tensor.Zeros<double>([0, 3])).Value);
        Assert.ThrowsAny<ArgumentException>(() => loss.Against([0, 3])(Outputs).Value);
    }

    [Theory]
    [MemberData(nameof(OfClasses))]
    public void Huge_logits_give_finite_losses_and_NaN_gives_NaN(string name, Loss<double> loss)
    {
        var huge = Tensor.Matrix(new[,] { { 1e4, -1e4, 0 }, { -1e4, 1e4, 0 } });
        var (value, pullback) = loss.Against([1, 1])(name == "NegativeLogLikelihood" ? TensorNodes<double>.LogSoftmaxOver(-1)(huge).Value : huge);
        Assert.Equal(name == "MultiClassHinge(1)" ? 10000.5 : 1e4, value, 1e-9);
        Assert.DoesNotContain(pullback(1).Data, double.IsNaN);
        Assert.True(double.IsNaN(loss.Against([1])(Tensor.Matrix(new[,] { { double.NaN, double.NaN, double.NaN } })).Value), $"{name} of NaN");
    }

    [Fact]
    public void Sigmoid_cross_entropy_is_stable_and_takes_classes_of_single_outputs()
    {
        var (value, pullback) = Losses.SigmoidCrossEntropy.Each([1, 0, 1, 0])(Tensor.Vector(1e4, -1e4, -1e4, 1e4));
        Assert.Equal<double>([0, 0, 1e4, 1e4], value.Data);
        Assert.Equal<double>([0, 0, -1, 1], pullback(Tensor.Ones<double>([4])).Data);
        Assert.Equal(
            Losses.SigmoidCrossEntropy.Against(Tensor.Create([2, 1], 1.0, 0))(Outputs[.., 0..1]).Value,
            Losses.SigmoidCrossEntropy.Against([1, 0])(Outputs[.., 0..1]).Value);
        Failure.Says("SigmoidCrossEntropy: expected 2 class indices, one for each of the outputs [2], got 3", () => Losses.SigmoidCrossEntropy.Against([1, 0, 1])(Tensor.Vector(0.0, 1)).Value);
        Failure.Says("SigmoidCrossEntropy: expected classes 0 and 1, got 2", () => Losses.SigmoidCrossEntropy.Against([1, 2])(Tensor.Vector(0.0, 1)).Value);
    }

    // Lin et al., 2017, equations 1 to 5: with p_t the probability of what is so, −α_t (1 − p_t)^γ ln p_t.
    [Theory]
    [InlineData(0, null, "SigmoidFocal(0)")]
    [InlineData(2, null, "SigmoidFocal(2)")]
    [InlineData(2, 0.25, "SigmoidFocal(2, 0.25)")]
    [InlineData(0.5, 0.75, "SigmoidFocal(0.5, 0.75)")]
    [InlineData(5, 1.0, "SigmoidFocal(5, 1)")]
    public void Sigmoid_focal_is_the_published_equation(double gamma, double? alpha, string name)
    {
        var loss = Losses.SigmoidFocal(gamma, alpha);
        int[] answers = [1, 0, 0, 1, 1, 0];
        double[] terms =
        [
            .. Outputs.Data.Select((x, i) =>
            {
                var p = 1 / (1 + Math.Exp(-x));
                var (ofTrue, weight) = answers[i] == 1 ? (p, alpha ?? 1) : (1 - p, 1 - alpha ?? 1);
                return -weight * Math.Pow(1 - ofTrue, gamma) * Math.Log(ofTrue);
            }),
        ];
        Assert.Equal(name, $"{loss}");
        Assert.Equal(terms.Average(), loss.Against(answers)(Outputs).Value, 1e-15);
        Assert.Equal(terms.Sum(), loss.Summed.Against(answers)(Outputs).Value, 1e-14);
        Assert.All(loss.Each(answers)(Outputs).Value.Data.Zip(terms), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-14));
        Assert.Equal(
            loss.Against(answers)(Outputs).Value,
            loss.Against(Tensor.Create<double>([2, 3], [.. answers.Select(answer => (double)answer)]))(Outputs).Value);
    }

    [Fact]
    public void Sigmoid_focal_is_the_cross_entropy_at_gamma_0_also_of_probabilities()
    {
        var shares = Seed.Uniform<double>([2, 3]);
        Assert.Equal(Losses.SigmoidCrossEntropy.Against(shares)(Outputs).Value, Losses.SigmoidFocal(0).Against(shares)(Outputs).Value, 1e-15);
        Assert.Equal(Losses.SigmoidCrossEntropy.Against(shares)(Outputs).Value, 2 * Losses.SigmoidFocal(0, 0.5).Against(shares)(Outputs).Value, 1e-15);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(2)]
    public void Sigmoid_focal_is_stable_at_huge_and_infinite_logits(double gamma)
    {
        double[] logits = [1e4, -1e4, -1e4, 1e4, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0];
        var (value, pullback) = Losses.SigmoidFocal(gamma).Each([1, 0, 1, 0, 1, 0, 1, 0])(Tensor.Vector(logits));
        var (half, slope) = (Math.Pow(0.5, gamma) * Math.Log(2), Math.Pow(0.5, gamma) * (0.5 + (gamma * 0.5 * Math.Log(2))));
        Assert.All(value.Data.Zip([0, 0, 1e4, 1e4, 0, 0, half, half]), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-14));
        Assert.All(
            pullback(Tensor.Ones<double>([8])).Data.Zip([0, 0, -1, 1, 0, 0, -slope, slope]), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-14));
        Assert.Equal(double.PositiveInfinity, Losses.SigmoidFocal(gamma).Against([1])(Tensor.Vector(double.NegativeInfinity)).Value);
        Assert.Equal<double>([-1], Losses.SigmoidFocal(gamma).Against([1])(Tensor.Vector(double.NegativeInfinity)).Pullback(1).Data);
        Assert.Equal(double.NaN, Losses.SigmoidFocal(gamma).Against([1])(Tensor.Vector(double.NaN)).Value);
    }

    [Fact]
    public void Small_errors_keep_their_digits_in_log_cosh()
    {
        Assert.Equal(5e-9f, Layers<float>.Losses.LogCosh.Against(Tensor.Vector(0f))(Tensor.Vector(1e-4f)).Value, 1e-14f);
        Assert.Equal(5e-13, Losses.LogCosh.Against(Tensor.Vector(0.0))(Tensor.Vector(1e-6)).Value, 1e-24);
        Assert.Equal(1e300 - double.Log(2), Losses.LogCosh.Against(Tensor.Vector(0.0))(Tensor.Vector(1e300)).Value);
        Assert.Equal(0, Losses.LogCosh.Against(Tensor.Vector(0.0))(Tensor.Vector(0.0)).Value);
    }

    [Fact]
    public void One_hot_rows_and_class_indices_have_the_same_loss_with_all_options()
    {
        var options = Losses.SoftmaxCrossEntropyWith([0.5, 2, 3], 0.1);
        Assert.Equal("SoftmaxCrossEntropy(label smoothing 0.1, class weights [0.5, 2, 3])", $"{options}");
        var (ofIndices, ofOneHot) = (options.Against([2, 0])(Outputs), options.Against(Tensor.OneHot<double>([2, 0], 3))(Outputs));
        Assert.Equal(ofIndices.Value, ofOneHot.Value, 1e-15);
        Assert.All(ofIndices.Pullback(1).Data.Zip(ofOneHot.Pullback(1).Data), pair => Assert.Equal(pair.Item1, pair.Item2, 1e-15));
        Assert.Equal(
            Losses.SoftmaxCrossEntropy.Against([2, 0])(Outputs).Value, Losses.SoftmaxCrossEntropyWith().Against([2, 0])(Outputs).Value, 1e-15);
    }

    [Fact]
    public void Smoothed_targets_are_mixed_with_the_uniform_distribution()
    {
        var smoothed = Tensor.Matrix(new[,] { { 0.1, 0.1, 0.8 }, { 0.8, 0.1, 0.1 } });
        Assert.Equal(
            Losses.SoftmaxCrossEntropy.Against(smoothed)(Outputs).Value,
            Losses.SoftmaxCrossEntropyWith(labelSmoothing: 0.3).Against([2, 0])(Outputs).Value, 1e-15);
    }

    [Fact]
    public void What_is_ignored_has_no_loss_and_no_gradient()
    {
        var loss = Losses.SoftmaxCrossEntropyWith(ignoredIndex: 255);
        Assert.Equal(Losses.SoftmaxCrossEntropy.Against([2])(Outputs[..1]).Value, loss.Against([2, 255])(Outputs).Value, 1e-15);
        Assert.Equal<double>([0, 0, 0], loss.Against([2, 255])(Outputs).Pullback(1)[1..].Data);
        var (value, pullback) = loss.Against([255, 255])(Outputs);
        Assert.Equal(0, value);
        Assert.Equal(Tensor.Zeros<double>([2, 3]), pullback(1));
        Failure.Says("SoftmaxCrossEntropy: expected classes from 0 to 2, got 7 in row 0", () => loss.Against([7, 255])(Outputs).Value);
        Failure.Says(
            "SoftmaxCrossEntropy: expected 3 class weights for outputs [2, 3], got 2",
            () => Losses.SoftmaxCrossEntropyWith([1, 2]).Against([0, 1])(Outputs).Value);
    }

    [Fact]
    public void A_network_for_each_pixel_is_trained_on_classes_in_the_shape_of_images()
    {
        var key = Key.Seed(1);
        Targets<double> pixels = new Indices([3, 2, 2], key.Integers(12, 2));
        var dataset = new Dataset<double>(key.Normal<double>([3, 2, 2, 4]), pixels);
        Assert.Equal(3, dataset.Count);
        Assert.Equal(pixels[1..], dataset.Batch(1, 2).Targets);
        Assert.Equal<int>(pixels.ClassIndices[4..8], pixels.Rows(1).ClassIndices);
        Assert.NotEqual(pixels, (Targets<double>)pixels.ClassIndices);
        var network = Affine(4, 2);
        var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Sgd(0.5), Batches.ShuffledEpochs(dataset, 2, key), key);
        var (first, last) = (network.Loss(Losses.SoftmaxCrossEntropy, run.Initial.Parameters, dataset.Batch(0, 1, 2)), run.ElementAt(50).Parameters);
        Assert.True(network.Loss(Losses.SoftmaxCrossEntropy, last, dataset.Batch(0, 1, 2)) < first, "training lowers the loss");
        Failure.Says("expected class indices [2, 2] for each sample, got 5 in all", () => new Targets<double>.Classes([0, 1, 0, 1, 0]) { PerSample = [2, 2] });
    }

    [Fact]
    public void Focal_is_the_cross_entropy_at_gamma_0_and_certainty_counts_for_nothing()
    {
        Assert.Equal(Losses.SoftmaxCrossEntropy.Against([2, 0])(Outputs).Value, Losses.Focal(0).Against([2, 0])(Outputs).Value, 1e-15);
        var (value, pullback) = Losses.Focal(0.5).Against([0])(Tensor.Matrix(new[,] { { 1e4, 0, double.NegativeInfinity } }));
        Assert.Equal(0, value);
        Assert.Equal<double>([0, 0, 0], pullback(1).Data);
    }

    [Fact]
    public void A_divergence_is_the_cross_entropy_less_the_entropy()
    {
        var shares = Tensor.Matrix(new[,] { { 0.5, 0.5, 0 }, { 0.2, 0.3, 0.5 } });
        var (logs, _) = TensorNodes<double>.LogSoftmaxOver(-1)(Outputs);
        var entropy = -shares.Data.Where(share => share > 0).Sum(share => share * double.Log(share)) / 2;
        Assert.Equal(Losses.SoftmaxCrossEntropy.Against(shares)(Outputs).Value - entropy, Losses.KullbackLeibler.Against(shares)(logs).Value, 1e-14);
    }

    [Fact]
    public void Cosine_is_of_directions_only()
    {
        var each = Losses.Cosine.Each(Tensor.Matrix(new[,] { { 1.0, 1 }, { -2, 0 }, { 0, 0 } }))(Tensor.Matrix(new[,] { { 5.0, 5 }, { 4, 0 }, { 1, 1 } })).Value;
        Assert.All(each.Data.Zip([0.0, 2, 1]), pair => Assert.Equal(pair.Item2, pair.Item1, 1e-15));
        Assert.Equal<double>([0, 0], Losses.Cosine.Against(Tensor.Vector(1.0, 0))(Tensor.Vector(0.0, 0)).Pullback(1).Data);
    }

    [Fact]
    public void Embeddings_are_pulled_together_and_pushed_apart()
    {
        var (left, right) = (Tensor.Matrix(new[,] { { 0.0, 0 }, { 0, 0 }, { 1, 1 }, { 5, 0 } }), Tensor.Matrix(new[,] { { 3.0, 4 }, { 0.3, 0.4 }, { 1, 1 }, { 0, 0 } }));
        var (value, pullback) = Losses.Contrastive([true, false, false, false], margin: 1)((left, right));
        Assert.Equal((12.5 + 0.125 + 0.5 + 0) / 4, value, 1e-14);
        Assert.Equal<double>([0, 0, 0, 0], pullback(1).Left[2..].Data);
        Assert.Equal((1 + 0.2) / 2, Losses.Triplet(0.2)(((Tensor.Zeros<double>([2, 1]), Tensor.Matrix(new[,] { { 1.0 }, { 0 } })), Tensor.Matrix(new[,] { { 0.0 }, { 3 } }))).Value, 1e-14);
        Failure.Says("Contrastive: expected embeddings [1, features] of one shape, got [4, 2] and [4, 2]", () => Losses.Contrastive([true])((left, right)).Value);
        Failure.Says("Triplet: expected embeddings [batch, features] of one shape, got [4, 2] and [1, 2] and [4, 2]", () => Losses.Triplet()(((left, left[..1]), right)).Value);
    }

    [Fact]
    public void A_loss_of_a_quantile_is_five_lines()
    {
        static Loss<double> Quantile(double q) => Loss.Define<double>(Invariant($"Quantile({q})"), wanted => outputs =>
        {
            var slope = outputs.Less(wanted).Where(-q, 1 - q);
            return (slope * (outputs - wanted), dy => slope * dy);
        });

        var samples = Tensor.Generate([100], i => (double)i);
        double LossAt(double x) => Quantile(0.9).Against(samples)(Tensor.Full([100], x)).Value;
        Assert.Equal(89, Enumerable.Range(0, 100).MinBy(x => LossAt(x)), 1.0);
        Assert.True(GradientCheck.Of(Quantile(0.9).Against(Wanted), Outputs + 0.1, Key.Seed(0)).IsWithin(1e-7), "its gradient");
        Assert.Equal("Quantile(0.9)", $"{Quantile(0.9)}");
    }

    [Fact]
    public void A_loss_with_a_mask_is_five_lines()
    {
        // NaN marks a target that is missing.
        var masked = Loss.Define<double>("MaskedSquaredError", wanted => outputs =>
        {
            var known = wanted.EqualTo(wanted);
            var (error, scale) = (known.Where(outputs - wanted, 0), known.Shape.Size / known.Sum());
            return (error.Square() * scale, dy => error * dy * (2 * scale));
        });

        var gaps = Tensor.Matrix(new[,] { { 1.0, double.NaN, 0 }, { double.NaN, 0.5, -3 } });
        Assert.Equal((0.25 + 4 + 0.0625 + 6.25) / 4, masked.Against(gaps)(Outputs).Value, 1e-15);
        Assert.True(GradientCheck.Of(masked.Against(gaps), Outputs, Key.Seed(0)).IsWithin(1e-7), "its gradient");
        Assert.Equal(0, masked.Against(gaps)(Outputs).Pullback(1)[0, 1]);
    }

    [Fact]
    public void A_loss_of_ones_own_names_outputs_and_targets_that_do_not_fit()
    {
        var own = Loss.Define<double>("own", (outputs, targets) => outputs is [_, 2] && outputs[0] == targets.Count, _ => TensorNodes<double>.Square);
        Failure.Says("own: outputs [2, 3] and targets do not fit, 2 class indices [0, 1]", () => own.Against([0, 1])(Outputs).Value);
        Assert.Equal(
            "sum: it is a function to a number, without terms; Loss.Define makes a loss of terms",
            Assert.Throws<NotSupportedException>(() => new Loss<double>("sum", _ => TensorNodes<double>.Sum).Summed).Message);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Failure.Says("expected a delta above 0, got 0 (Parameter 'delta')", () => Losses.Huber(0));
        Failure.Says("expected a gamma of 0 or more, got -1 (Parameter 'gamma')", () => Losses.Focal(-1));
        Failure.Says("expected a gamma of 0 or more, got NaN (Parameter 'gamma')", () => Losses.SigmoidFocal(double.NaN));
        Failure.Says("expected an alpha from 0 to 1, got 1.5 (Parameter 'alpha')", () => Losses.SigmoidFocal(2, 1.5));
        Failure.Says("SigmoidFocal(2): expected classes 0 and 1, got 2", () => Losses.SigmoidFocal().Against([2])(Tensor.Vector(0.0)).Value);
        Failure.Says("SigmoidFocal(2): expected outputs of at least one sample, got [0]", () => Losses.SigmoidFocal().Against(Tensor.Zeros<double>([0]))(Tensor.Zeros<double>([0])).Value);
        Failure.Says("expected a margin above 0, got nan (Parameter 'margin')".Replace("nan", "NaN", StringComparison.Ordinal), () => Losses.Triplet(double.NaN));
        Failure.Says("SoftmaxCrossEntropy: expected a label smoothing from 0 to 1, got 2", () => Losses.SoftmaxCrossEntropyWith(labelSmoothing: 2));
        Failure.Says(
            "NegativeLogLikelihood: expected class weights of 0 or more, got NegativeLogLikelihood(class weights [1, -1])",
            () => Losses.NegativeLogLikelihoodWith([1, -1]));
    }
}
