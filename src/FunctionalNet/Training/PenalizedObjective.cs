using System.Numerics;

namespace FunctionalNet;

/// <summary>Objectives with penalties.</summary>
public static class PenalizedObjective
{
    /// <summary>The objective whose value is that of this one and a penalty on the parameters. Several add up.</summary>
    public static Objective<TBatch, T> WithPenalty<TBatch, T>(this Objective<TBatch, T> objective, Penalty<T> penalty)
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new Penalized<TBatch, T>(Require.NotNull(objective), Require.NotNull(penalty));

    private sealed record Penalized<TBatch, T>(Objective<TBatch, T> Objective, Penalty<T> Penalty) : Objective<TBatch, T>
        where TBatch : notnull
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private protected override ObjectivePass<T> Evaluate(Parameters<T> parameters, TBatch batch, Mode mode)
        {
            var bound = Objective.Bind(parameters);
            var (pass, (cost, pullback)) = (Objective.At(bound, batch, mode), Penalty.Of(bound));
            return new(pass.Loss + cost, gradient => pass.Pullback(gradient) + pullback(gradient), pass.Statistics);
        }

        internal override bool IsDivided => Objective.IsDivided;

        internal override Parameters<T> Bind(Parameters<T> parameters) => Objective.Bind(parameters);

        internal override void RequireFit(TBatch batch) => Objective.RequireFit(batch);

        // The layers first, then the sums with the penalty.
        internal override IEnumerable<(NonFinitePlace Place, string Path, Tensor<T> Value)> Trace(Parameters<T> parameters, TBatch batch, Mode mode) =>
            Objective.Trace(parameters, batch, mode).Concat(base.Trace(parameters, batch, mode));

        public override string ToString() => $"{Objective} + {Penalty}";
    }
}
