using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Training;

public sealed class ShardedObjectiveTests
{
    private static readonly Dataset<float> Data = Digits.Generate<float>(Key.Seed(0), 60);

    private static readonly Mode Training = Mode.Training(Key.Seed(4));

    private static readonly Layer<float> Plain = Affine(784, 13) >> Tanh >> Affine(13, 10);

    private static readonly Layer<float> Drawing = Affine(784, 13) >> Relu >> Dropout(0.3) >> Affine(13, 10);

    private static readonly Layer<float> Averaging = Affine(784, 13) >> BatchNormalization(13) >> Relu >> Dropout(0.3) >> Affine(13, 10);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(100)]
    public void Loss_and_gradient_are_those_of_the_whole_batch(int shards)
    {
        var (parameters, batch) = (Plain.Initialize(Key.Seed(1)), Data.AsBatch());
        var whole = Plain.Objective(Losses.SoftmaxCrossEntropy).At(parameters, batch, Mode.Inference);
        var divided = Plain.Objective(Losses.SoftmaxCrossEntropy).Sharded(shards).At(parameters, batch, Mode.Inference);
        Assert.Equal(whole.Loss, divided.Loss, 1e-5f);
        foreach (var (expected, actual) in whole.Pullback(1).Zip(divided.Pullback(1)))
        {
            Assert.Equal(expected.Path, actual.Path);
            Assert.True((expected.Value - actual.Value).Abs().Max() < 1e-6f, $"{expected.Path} in {shards} shards: expected {expected.Value}, got {actual.Value}");
        }
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 7)]
    [InlineData(3, 20)]
    [InlineData(5, 20)]
    [InlineData(8, 7)]
    [InlineData(8, 20)]
    [InlineData(12, 20)]
    [InlineData(21, 20)]
    public void Any_number_of_ranks_has_the_bits_of_one(int shards, int batch)
    {
        var expected = Trained(shards, batch, Collective<float>.Alone);
        for (var ranks = 2; ranks <= shards; ranks++)
        {
            var trained = Ranks.Run<float, string>(ranks, collective => Trained(shards, batch, collective));
            Assert.True(trained.All(actual => actual == expected), $"{shards} shards on {ranks} ranks: expected {expected}, got {string.Join(", ", trained)}");
        }
    }

    public static TheoryData<Layer<float>, Shape> Networks => new()
    {
        { Plain, [784] },
        { Averaging, [784] },
        { Affine(784, 13) >> LayerNormalization([13]) >> PRelu(13) >> GaussianNoise(0.1) >> Affine(13, 10) >> LogSoftmax, [784] },
        { Affine(784, 20) >> Frozen(Affine(20, 20) >> BatchNormalization(20)) >> Shared("w", Affine(20, 20)) >> Gelu >> Shared("w", Affine(20, 20)) >> Affine(20, 10), [784] },
        { Affine(784, 9) >> Residual(Affine(9, 9) >> Tanh) >> Branches(Concatenate, Relu, Affine(9, 3)) >> Branches(TensorNodes<float>.Multiply, Tanh, Sigmoid) >> Affine(12, 10), [784] },
        { Affine(784, 5) >> Layer.Lift<float>("Squares", shape => shape, TensorNodes<float>.Square) >> Affine(5, 10), [784] },
        { Reshape([28, 28, 1]) >> Convolution(1, 16, [5, 5], stride: [2, 2]) >> BatchNormalization(16) >> Relu >> Convolution(16, 32, [3, 3], padding: Padding.Same) >> MaxPool([2, 2])
            >> DepthwiseConvolution(32, [3, 3]) >> Convolution(32, 8, [1, 1]) >> AveragePool([2, 2]) >> Dropout(0.2) >> Flatten >> Affine(32, 10), [784] },
        { Convolution(1, 4, [3, 3], stride: [3, 3]) >> TransposedConvolution(4, 6, [3, 3], stride: [2, 2]) >> SpatialDropout(0.2) >> GroupNormalization(2, 6) >> ZeroPad([1, 1])
            >> UpsampleNearest([2, 2]) >> GlobalAveragePool >> Affine(6, 10), [28, 28, 1] },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Shards_at_once_have_the_bits_of_each_by_itself(Layer<float> network, Shape sample)
    {
        var batch = new Batch<float>(Data.Inputs.Reshape([60, .. sample]), Data.Targets);
        var parameters = network.Initialize(Key.Seed(1));
        var whole = network.Objective(Losses.SoftmaxCrossEntropy);
        var byItself = Objective.Define<Batch<float>, float>("by itself", whole.At);
        foreach (var shards in (int[])[1, 7, 8, 29])
        {
            var (expected, actual) = (byItself.Sharded(shards).At(parameters, batch, Training), whole.Sharded(shards).At(parameters, batch, Training));
            Assert.Equal(expected.Loss, actual.Loss);
            Assert.Equal(expected.Statistics?.Fingerprint(), actual.Statistics?.Fingerprint());
            foreach (var (one, other) in expected.Pullback(1).Zip(actual.Pullback(1)))
                Assert.True(one.Value == other.Value, $"{one.Path} in {shards} shards: expected {one.Value}, got {other.Value}");
        }
    }

    [Fact]
    public void Rows_whose_length_is_that_of_the_batch_are_those_of_a_shard()
    {
        // The similarities of samples within a batch: [n, d] -> [n, n] -> [n, 1].
        var similarities = Layer.Lift<float>("Similarities", shape => [shape[0], shape[0]], x =>
        {
            var y = x.MatMulTransposed(x);
            return (y, dy => (dy + dy.Transpose()).MatMul(x));
        });
        var mean = Layer.Lift("Mean", shape => [shape[0], 1], TensorNodes<float>.MeanOver([1], keepAxes: true));
        var network = Affine(784, 5) >> similarities >> mean >> Affine(1, 10);
        var (parameters, whole) = (network.Initialize(Key.Seed(1)), network.Objective(Losses.SoftmaxCrossEntropy));
        var byItself = Objective.Define<Batch<float>, float>("by itself", whole.At);
        foreach (var shards in (int[])[2, 7])
            Assert.Equal(byItself.Sharded(shards).At(parameters, Data.AsBatch(), Training).Pullback(1).Fingerprint(), whole.Sharded(shards).At(parameters, Data.AsBatch(), Training).Pullback(1).Fingerprint());
    }

    [Fact]
    public void A_refusal_in_shards_names_the_layer()
    {
        var refusing = Layer.Lift<float>("Refusing", x => throw new ArgumentException("expected something else"));
        var network = Affine(784, 5) >> refusing >> Affine(5, 10);
        var refusal = Assert.Throws<ArgumentException>(() => network.Objective(Losses.SoftmaxCrossEntropy).Sharded(2).At(network.Initialize(Key.Seed(1)), Data.AsBatch(), Training));
        Assert.StartsWith("Refusing1: expected something else", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_number_of_shards_has_other_bits() =>
        Assert.NotEqual(Trained(4, 20, Collective<float>.Alone), Trained(5, 20, Collective<float>.Alone));

    [Fact]
    public void Statistics_are_the_mean_of_those_of_the_shards_by_their_rows()
    {
        var network = BatchNormalization(3, momentum: 0);
        var batch = new Batch<float>(Key.Seed(1).Normal<float>([7, 3]), Tensor.Zeros<float>([7, 3]));
        var objective = network.Objective(Losses.MeanSquaredError).Sharded(2);
        var mean = objective.At(network.Initialize(Key.Seed(2)), batch, Mode.Training(Key.Seed(3))).Statistics!["BatchNormalization1/mean"];
        var expected = batch.Inputs.MeanOver(0);
        Assert.True((mean - expected).Abs().Max() < 1e-6f, $"expected {expected}, got {mean}");
    }

    [Fact]
    public void Each_shard_draws_for_itself()
    {
        var network = Dropout(0.5);
        var batch = new Batch<float>(Tensor.Ones<float>([2, 100]), Tensor.Zeros<float>([2, 100]));
        var sum = Objective.Define<Batch<float>, float>("kept", (part, mode) => network.OnInput(part.Inputs, mode).Then(TensorNodes<float>.Sum));
        var parameters = Parameters<float>.Empty;
        var key = Mode.Training(Key.Seed(1));
        var shards = Enumerable.Range(0, 2).Select(shard =>
            sum.At(parameters, new Batch<float>(batch.Inputs[shard..(shard + 1)], batch.Targets[shard..(shard + 1)]), key.Fold(shard)).Loss).ToArray();
        Assert.NotEqual(shards[0], shards[1]);
        Assert.Equal((shards[0] / 2) + (shards[1] / 2), sum.Sharded(2).At(parameters, batch, key).Loss);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_ranks_find_the_same_number_that_is_not_finite(bool isPenalized)
    {
        var inputs = Data.Inputs.Data.SetItem(Data.Inputs.Shape.Size - 1, float.NaN);
        var broken = new Dataset<float>(new Tensor<float>(Data.Inputs.Shape, inputs), Data.Targets);
        var batches = Batches.Define("all", perEpoch: 1, size: 60, _ => broken.AsBatch());
        var reports = Ranks.Run<float, string>(3, collective =>
        {
            var sharded = Plain.Objective(Losses.SoftmaxCrossEntropy).Sharded(8, collective);
            var objective = isPenalized ? sharded.WithPenalty(Penalties.L2(0.1)) : sharded;
            return $"{Train.Run(objective, Optimizers.Sgd(0.1), batches, Plain.Initialize(Key.Seed(2)), Key.Seed(3)).Last().Divergence}";
        });
        Assert.All(reports, report => Assert.Equal(reports[0], report));
        Assert.Contains("input", reports[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_that_no_shard_changes_stay_as_they_are()
    {
        var network = BatchNormalization(3);
        var objective = Objective.Define<Batch<float>, float>("as it is", (parameters, batch, _) =>
            network.Objective(Losses.MeanSquaredError).At(parameters, batch, Mode.Inference));
        var batch = new Batch<float>(Key.Seed(1).Normal<float>([7, 3]), Tensor.Zeros<float>([7, 3]));
        Assert.Null(objective.Sharded(3).At(network.Initialize(Key.Seed(2)), batch, Mode.Training(Key.Seed(3))).Statistics);
    }

    [Fact]
    public void Gradients_of_other_parameters_are_refused()
    {
        var other = Affine(13, 10).Initialize(Key.Seed(1));
        var objective = Objective.Define<Batch<float>, float>("wrong", (_, _, _) => (1f, _ => other));
        var pass = objective.Sharded(2).At(Plain.Initialize(Key.Seed(2)), Data.AsBatch(), Mode.Inference);
        var refusal = Assert.Throws<ArgumentException>(() => pass.Pullback(1));
        Assert.Equal("wrong: expected gradients, Affine1/W, Affine1/b, Affine2/W, Affine2/b, got Affine1/W, Affine1/b", refusal.Message);
    }

    [Fact]
    public void Fewer_shards_than_ranks_are_refused()
    {
        var refusal = Assert.Throws<AggregateException>(() => Ranks.Run<float, object>(
            3, collective => Plain.Objective(Losses.SoftmaxCrossEntropy).Sharded(2, collective)));
        Assert.Contains("expected a shard for each of 3 ranks at least, got 2", refusal.InnerExceptions[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rank_that_cannot_be_reached_ends_the_step_with_its_message()
    {
        var broken = Collective<float>.Alone with { Sum = _ => LanguageExt.Common.Error.New("MPI_ERR_OTHER: the network is down") };
        var sharded = Plain.Objective(Losses.SoftmaxCrossEntropy).Sharded(2, broken);
        var refusal = Assert.ThrowsAny<Exception>(() => sharded.At(Plain.Initialize(Key.Seed(1)), Data.AsBatch(), Mode.Inference));
        Assert.Contains("the network is down", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_of_the_last_layers_are_exchanged_while_those_of_the_first_are_computed()
    {
        using var isExchanged = new ManualResetEventSlim();
        var waiting = Layer.Lift<float>("Waiting", x => (x, dy =>
        {
            // On one processor all is exchanged at the end.
            Assert.True(Environment.ProcessorCount == 1 || isExchanged.Wait(TimeSpan.FromSeconds(30)), "expected the gradient of the last layer's weight to be on its way before earlier layers run backwards");
            return dy;
        }
        ));
        var network = Affine(784, 300) >> waiting >> Affine(300, 300);
        var batch = new Batch<float>(Data.Inputs, Tensor.Zeros<float>([60, 300]));
        var gradients = Ranks.Run<float, string>(2, ranks =>
        {
            var watched = ranks with
            {
                Sum = own =>
                {
                    if (own.Shape.Size == 300 * 300)
                        isExchanged.Set();
                    return ranks.Sum(own);
                },
            };
            var objective = network.Objective(Losses.MeanSquaredError).Sharded(4, watched);
            return objective.At(network.Initialize(Key.Seed(1)), batch, Mode.Inference).Pullback(1).Fingerprint();
        });
        var alone = network.Objective(Losses.MeanSquaredError).Sharded(4).At(network.Initialize(Key.Seed(1)), batch, Mode.Inference).Pullback(1).Fingerprint();
        Assert.All(gradients, gradient => Assert.Equal(alone, gradient));
    }

    [Fact]
    public void A_failure_while_layers_run_backwards_ends_the_step()
    {
        var refusing = Layer.Lift<float>("Refusing", x => (x, _ => throw new InvalidOperationException("refused")));
        var network = Affine(784, 300) >> refusing >> Affine(300, 300);
        var batch = new Batch<float>(Data.Inputs, Tensor.Zeros<float>([60, 300]));
        var failure = Assert.Throws<AggregateException>(() => Ranks.Run<float, object>(2, ranks =>
            network.Objective(Losses.MeanSquaredError).Sharded(4, ranks).At(network.Initialize(Key.Seed(1)), batch, Mode.Inference).Pullback(1)));
        Assert.All(failure.InnerExceptions, inner => Assert.Equal("refused", inner.Message));
    }

    [Fact]
    public void A_rank_that_is_lost_in_an_exchange_ends_the_step_with_its_message()
    {
        var network = Affine(784, 300) >> Tanh >> Affine(300, 300);
        var batch = new Batch<float>(Data.Inputs, Tensor.Zeros<float>([60, 300]));
        var failure = Assert.Throws<AggregateException>(() => Ranks.Run<float, object>(2, ranks =>
        {
            var broken = ranks with { Sum = own => own.Shape.Size < 300 * 300 ? ranks.Sum(own) : LanguageExt.Common.Error.New("the network is down") };
            return network.Objective(Losses.MeanSquaredError).Sharded(4, broken).At(network.Initialize(Key.Seed(1)), batch, Mode.Inference).Pullback(1);
        }));
        Assert.All(failure.InnerExceptions, inner => Assert.Equal("the network is down", inner.Message));
    }

    private static string Trained(int shards, int batch, Collective<float> collective)
    {
        // Batch normalization needs two rows of each shard.
        var network = batch >= 2 * shards ? Averaging : Drawing;
        var objective = network.Objective(Losses.SoftmaxCrossEntropy).Sharded(shards, collective);
        var batches = Batches.ShuffledEpochs(Data, batch, Key.Seed(1), dropLast: true);
        return Train.Run(objective, Optimizers.Adam(0.01), batches, network.Initialize(Key.Seed(2)), Key.Seed(3)).ElementAt(4).Parameters.Fingerprint();
    }
}
