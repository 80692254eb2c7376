using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The objective of a network and a loss: <c>network.Objective(loss)</c>.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record NetworkObjective<T> : Objective<Batch<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal NetworkObjective(Layer<T> network, Loss<T> loss) => (Network, Loss) = (network, loss);

    /// <summary>The network.</summary>
    public Layer<T> Network { get; }

    /// <summary>The loss to minimize.</summary>
    public Loss<T> Loss { get; }

    private protected override ObjectivePass<T> Evaluate(Parameters<T> parameters, Batch<T> batch, Mode mode)
    {
        var pass = Network.Forward(parameters, batch.Inputs, mode);
        var (value, pullback) = Loss.Against(batch.Targets)(pass.Output);
        return new(value, gradient => pass.Backward(pullback(gradient)).Parameters, pass.Statistics);
    }

    internal override ShardedPass<T>? InShards(Parameters<T> parameters, Batch<T> batch, RowCut rows, ImmutableArray<Mode> modes)
    {
        var run = new ShardedRun<T>(parameters, rows, modes);
        if (Network.Plan.Walk(batch.Inputs, run) is not { } walk)
            return null;
        // The loss of a shard is of its own rows: often their mean.
        var losses = rows.ForEach(shard => ((T Value, Func<T, Tensor<T>> Pullback)?)Loss.Against(batch.Targets[rows[shard]])(walk.Value.Window(rows[shard])));
        return new([.. losses.Select(loss => loss?.Value ?? T.Zero)], Pullback, run.Statistics);

        IEnumerable<(int Slot, Tensor<T> Value)> Pullback(ImmutableArray<T> gradients)
        {
            var ofOutputs = rows.ForEach(shard => losses[shard]!.Value.Pullback(gradients[shard]));
            return walk.TrainedGradients(Tensor.Concatenate(0, [.. ofOutputs.OfType<Tensor<T>>()]));
        }
    }

    internal override Parameters<T> Bind(Parameters<T> parameters) => Network.Plan.Bind(parameters);

    // On zeros, since a loss checks its targets against outputs: that runs the loss, but no layer.
    internal override void RequireFit(Batch<T> batch) =>
        _ = Loss.Against(batch.Targets)(Tensor.Zeros<T>(Network.OutputShape(batch.Inputs.Shape)));

    internal override IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> Trace(Parameters<T> parameters, Batch<T> batch, Mode mode)
    {
        yield return (NonFinitePlace.Input, "", batch.Inputs);
        if (batch.Targets is Targets<T>.Values targets)
            yield return (NonFinitePlace.Target, "", targets.Tensor);
        foreach (var parameter in parameters)
            yield return (NonFinitePlace.Parameter, parameter.Path, parameter.Value);
        var walk = Network.Walk(parameters, batch.Inputs, mode);
        for (var node = 0; node < walk.Plan.Nodes.Length; node++)
        {
            yield return (NonFinitePlace.Output, walk.Plan.Nodes[node].Path, walk.Output(node));
            foreach (var next in walk.NodeStatistics(node)?.AsEnumerable().Where(next => next.Role == ParameterRole.Statistic) ?? [])
                yield return (NonFinitePlace.Update, next.Path, next.Value);
        }

        var (value, pullback) = Loss.Against(batch.Targets)(walk.Value);
        yield return (NonFinitePlace.Loss, "", Tensor.Scalar(value));
        foreach (var tensor in TraceBackwards(walk.Plan, walk.Backward(pullback(T.One))))
            yield return tensor;
    }

    // No further back than training goes: to the first node with parameters that are trained.
    private static IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> TraceBackwards(Plan<T> plan, BackwardWalk<T> backward)
    {
        for (var node = plan.Nodes.Length - 1; node >= 0; node--)
        {
            if (!plan.LeadsToTrained[node + 1])
                continue;
            yield return (NonFinitePlace.OutputGradient, plan.Nodes[node].Path, backward.OutputGradient(node));
            if (!plan.Nodes[node].IsTrained)
                continue;
            foreach (var gradient in backward.NodeGradients(node))
                yield return (NonFinitePlace.Gradient, gradient.Path, gradient.Value);
        }
    }

    /// <summary>Network and loss: <c>Affine(784→10), SoftmaxCrossEntropy</c>.</summary>
    public override string ToString() => $"{Network}, {Loss}";
}
