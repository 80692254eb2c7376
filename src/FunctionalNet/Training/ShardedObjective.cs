using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>Objectives over batches that are divided, for threads and machines.</summary>
public static class ShardedObjective
{
    /// <summary>
    /// The objective whose batches are divided into shards, <c>L = Σ nₛ/n · Lₛ</c> with n rows in a batch and nₛ in shard s, and whose gradient is the sum
    /// of theirs along a fixed binary tree. The shards belong to the mathematics of a run, not to the machine: with the same number of them a run has the
    /// same bits on any number of threads and of ranks.
    /// </summary>
    /// <remarks>
    /// Rows go to shards in order, as evenly as their number allows; a shard may have none. A layer that draws, such as dropout, has the key of its step
    /// folded with the number of the shard. A layer with statistics, such as batch normalization, takes them of the rows of a shard, and the next values are the
    /// mean over shards, weighted by rows: such a batch needs at least twice as many rows as shards. A loss that is no mean over rows, such as one with
    /// weights of classes, becomes the mean of those of the shards. An objective of one shard is not the one that it was made of: its keys differ. A custom
    /// objective is called from several threads at the same time. With several ranks, all of them call the objective and its pullback together: they take the
    /// same steps, and stop at the same one.
    /// </remarks>
    /// <param name="objective">The objective to divide.</param>
    /// <param name="shards">The number of shards: the number of ranks at least. A power of two divides best among machines; 8, say.</param>
    /// <param name="collective">The ranks; <see cref="Collective{T}.Alone"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shards are not positive, or fewer than ranks.</exception>
    /// <example>
    /// <code>
    /// var network = Affine(784, 50) >> Relu >> Affine(50, 10);
    /// var sharded = network.Objective(Losses.SoftmaxCrossEntropy).Sharded(8);
    /// var batches = Batches.WithReplacement(Digits.Generate&lt;float>(Key.Seed(0), 500), 100, Key.Seed(1));
    /// var run = Train.Run(sharded, Optimizers.Sgd(0.1), batches, network.Initialize(Key.Seed(2)), Key.Seed(3));
    /// Console.WriteLine(run.ElementAt(10).Step); // 10
    /// Console.WriteLine(sharded); // Affine(784→50) >> Relu >> Affine(50→10), SoftmaxCrossEntropy; in 8 shards
    /// </code>
    /// </example>
    public static Objective<Batch<T>, T> Sharded<T>(this Objective<Batch<T>, T> objective, int shards, Collective<T>? collective = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(objective);
        return new Divided<T>(objective, ShardsOf(shards, collective ?? Collective<T>.Alone));
    }

    /// <summary>
    /// The batches of which only the rows of a rank's own shards are drawn, for an objective in as many shards: files are read, and images augmented, by the
    /// rank that learns from them. Steps have the same bits. They print as the whole batches: a run is the same on any number of ranks.
    /// </summary>
    /// <remarks>
    /// Batches that are made by a function of the whole of them, such as <c>Select</c>, <c>Map</c>, augmentations that mix images, and samples that are collated by a
    /// function of one's own, are drawn whole, and then cut.
    /// </remarks>
    /// <param name="batches">The batches.</param>
    /// <param name="shards">The number of shards.</param>
    /// <param name="collective">The ranks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The shards are not positive, or fewer than ranks.</exception>
    /// <example>
    /// <code>
    /// var batches = Batches.WithReplacement(Digits.Generate&lt;float>(Key.Seed(0), 500), 100, Key.Seed(1));
    /// var third = Collective&lt;float>.Alone with { Rank = 2, Size = 4 };
    /// Console.WriteLine(batches.OwnRows(8, third)[0]); // Batch: 25 × f32[784], rows 50 to 75 of 100
    /// </code>
    /// </example>
    public static Batches<Batch<T>> OwnRows<T>(this Batches<Batch<T>> batches, int shards, Collective<T> collective)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(batches);
        var own = ShardsOf(shards, Require.NotNull(collective));
        return collective.Size == 1 ? batches : batches.OfRows(own.OwnRows);
    }

    private static Shards<T> ShardsOf<T>(int shards, Collective<T> ranks)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(shards);
        return ranks.Size <= shards
            ? new(shards, ranks)
            : throw new ArgumentOutOfRangeException(nameof(shards), Invariant($"expected a shard for each of {ranks.Size} ranks at least, got {shards}"));
    }

    private sealed record Divided<T>(Objective<Batch<T>, T> Objective, Shards<T> Shards) : Objective<Batch<T>, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private protected override ObjectivePass<T> Evaluate(Parameters<T> parameters, Batch<T> batch, Mode mode)
        {
            Shards.RequireOwn(batch);
            var bound = Objective.Bind(parameters);
            ImmutableArray<(int First, ShardedPass<T> Pass)> subtrees =
                [.. Shards.Subtrees.Select(subtree => (subtree.Start, PassOf(subtree, bound, batch, mode)))];
            var statistics = mode is Mode.TrainingMode ? StatisticsOf(bound) : [];
            var sums = Shards.Sum([.. subtrees.SelectMany(part => Weighted(part.First, part.Pass, batch, bound, statistics))]);
            return new(sums[0], seed => Gradient(subtrees, seed, batch, bound.Trained.Layout), sums[1] == T.Zero ? null : Next(bound, statistics, sums));
        }

        internal override bool IsDivided => true;

        internal override Parameters<T> Bind(Parameters<T> parameters) => Objective.Bind(parameters);

        // A rank may have no rows.
        internal override void RequireFit(Batch<T> batch)
        {
            if (batch.Count > 0)
                Objective.RequireFit(batch with { Share = null });
        }

        // Of all shards at every rank, so that all find the same, and none waits for another.
        internal override IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> Trace(Parameters<T> parameters, Batch<T> batch, Mode mode)
        {
            var whole = batch.Share is null ? batch : Shards.Collective.GatherBatch(batch);
            return Enumerable.Range(0, Shards.Count)
                .SelectMany(shard => Part(shard, whole) is { } part ? Objective.Trace(parameters, part, mode.Fold(shard)) : []);
        }

        public override string ToString() => Invariant($"{Objective}; in {Shards.Count} shards");

        /// <summary>The rows of a shard; null if it has none.</summary>
        private Batch<T>? Part(int shard, Batch<T> batch)
        {
            var rows = RowsOf(shard, shard + 1, batch);
            return rows.Start.Equals(rows.End) ? null : new(batch.Inputs.Window(rows), batch.Targets[rows]);
        }

        /// <summary>The rows of consecutive shards, among those of a batch or of a rank's part of one.</summary>
        private Range RowsOf(int start, int end, Batch<T> batch)
        {
            var (first, count) = batch.Share ?? new(0, batch.Count);
            return (Shards.FirstRow(start, count) - first)..(Shards.FirstRow(end, count) - first);
        }

        private T Weight(int shard, Batch<T> batch)
        {
            var (_, rows) = RowsOf(shard, shard + 1, batch).GetOffsetAndLength(int.MaxValue);
            return T.CreateChecked(rows) / T.CreateChecked(batch.Share?.Whole ?? batch.Count);
        }

        private ShardedPass<T> PassOf((int Start, int End) subtree, Parameters<T> parameters, Batch<T> batch, Mode mode)
        {
            var bounds = Enumerable.Range(subtree.Start, subtree.End - subtree.Start + 1).Select(shard => RowsOf(shard, shard, batch).Start.Value).ToArray();
            var (rows, own) = (new RowCut([.. bounds.Select(bound => bound - bounds[0])]), bounds[0]..bounds[^1]);
            var part = new Batch<T>(batch.Inputs.Window(own), batch.Targets[own]);
            ImmutableArray<Mode> modes = [.. Enumerable.Range(subtree.Start, rows.Shards).Select(mode.Fold)];
            return (part.Count == 0 ? null : Objective.InShards(parameters, part, rows, modes)) ?? EachByItself(parameters, part, rows, modes);
        }

        private ShardedPass<T> EachByItself(Parameters<T> parameters, Batch<T> batch, RowCut rows, ImmutableArray<Mode> modes)
        {
            var layout = parameters.Trained.Layout;
            var passes = rows.ForEach(shard => (ObjectivePass<T>?)Objective.At(
                parameters, new(batch.Inputs.Window(rows[shard]), batch.Targets[rows[shard]]), modes[shard]));
            return new([.. passes.Select(pass => pass?.Loss ?? T.Zero)], Pullback, [.. passes.Select(pass => pass?.Statistics)]);

            IEnumerable<(int Slot, Tensor<T> Value)> Pullback(ImmutableArray<T> gradients)
            {
                var ofShards = rows.ForEach(shard => RequireLayout("gradients", layout, passes[shard]!.Value.Pullback(gradients[shard])));
                return RowCut.Sum(layout, ofShards).Index();
            }
        }

        private Parameters<T> Gradient(
            ImmutableArray<(int First, ShardedPass<T> Pass)> subtrees, T seed, Batch<T> batch, ParameterLayout layout)
        {
            var gradients = subtrees.Select(part => part.Pass.Pullback(
                [.. Enumerable.Range(part.First, part.Pass.Losses.Length).Select(shard => seed * Weight(shard, batch))]));
            return GradientExchange<T>.Run(Shards, layout, [.. gradients]);
        }

        /// <summary>The part of each shard in the loss and in the next statistics, and between them whether it has any.</summary>
        private IEnumerable<ImmutableArray<Tensor<T>>> Weighted(
            int first, ShardedPass<T> pass, Batch<T> batch, Parameters<T> current, ImmutableArray<int> statistics) =>
            pass.Losses.Select((loss, shard) =>
            {
                var weight = Weight(first + shard, batch);
                var next = pass.Statistics[shard] is { } given ? RequireLayout("all parameters with the next statistics", current.Layout, given) : null;
                return ImmutableArray.Create(
                    [
                        Tensor.Vector(loss * weight, next is null ? T.Zero : T.One),
                        .. statistics.Select(i => (next ?? current).Values[i] * weight),
                    ]);
            });

        private Parameters<T> RequireLayout(string what, ParameterLayout layout, Parameters<T> given) => given.Layout == layout
            ? given
            : throw new ArgumentException($"{Objective}: expected {what}, {layout.Paths}, got {given.Layout.Paths}");

        private static Parameters<T> Next(Parameters<T> current, ImmutableArray<int> statistics, Tensor<T> sums)
        {
            var values = current.Values.ToBuilder();
            foreach (var (i, next) in statistics.Zip(Shards<T>.Apart(sums, from: 2, statistics.Select(i => current.Layout[i].Shape))))
                values[i] = next;
            return Parameters<T>.Fitting(current.Layout, values.MoveToImmutable());
        }

        private static ImmutableArray<int> StatisticsOf(Parameters<T> parameters) =>
            [.. Enumerable.Range(0, parameters.Count).Where(i => parameters.Layout[i].Role == ParameterRole.Statistic && !parameters.Layout.IsFrozen(i))];
    }
}
