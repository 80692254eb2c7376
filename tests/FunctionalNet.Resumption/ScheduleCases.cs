using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet.Resumption;

/// <summary>A case for each schedule of learning rates. A new one fails the suite until it is here.</summary>
public static class ScheduleCases<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The member of <c>Schedules</c> and a schedule.</summary>
    public static ImmutableArray<(string Member, RateSchedule Schedule)> All { get; } =
    [
        ("Constant", Layers<T>.Schedules.Constant(0.01)),
        ("Step", Layers<T>.Schedules.Step(0.01, 0.5, 3)),
        ("Exponential", Layers<T>.Schedules.Exponential(0.01, 0.9)),
        ("Linear", Layers<T>.Schedules.Linear(0.01, 0, 15)),
        ("Cosine", Layers<T>.Schedules.Cosine(0.01, 0, 15)),
        ("CosineWithRestarts", Layers<T>.Schedules.CosineWithRestarts(0.01, 0, 3, growth: 2)),
        ("OneCycle", Layers<T>.Schedules.OneCycle(0.01, 15)),
        ("WarmUp", Layers<T>.Schedules.WarmUp(0.01, 5) >> Layers<T>.Schedules.Cosine(0.01, 0, 10)),
    ];
}
