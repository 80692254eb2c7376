using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The vocabulary at a precision: <c>using static FunctionalNet.Layers&lt;float&gt;;</c> brings all of it. Layers, activations and
/// combinators are its members. The rest is grouped: <see cref="Losses"/>, <see cref="Metrics"/>, <see cref="Penalties"/>,
/// <see cref="Optimizers"/>, <see cref="Schedules"/> and <see cref="Initializers"/>.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public static partial class Layers<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Initializers: the distributions that first parameters are drawn from.</summary>
    public static partial class Initializers;

    /// <summary>Losses: from outputs and targets to a number.</summary>
    public static partial class Losses;

    /// <summary>
    /// Metrics, by which a network's outputs are judged: <c>network.Evaluate(Metrics.Accuracy, parameters, test)</c>. Counts are whole numbers and
    /// sums are exact, so a metric of a data set has the same bits however it is divided into batches.
    /// </summary>
    public static partial class Metrics;

    /// <summary>Penalties: terms of an objective that depend on the parameters alone.</summary>
    public static partial class Penalties;

    /// <summary>Optimizers: from gradients to the next parameters.</summary>
    public static partial class Optimizers;

    /// <summary>Schedules: numbers that depend on the step, such as learning rates.</summary>
    public static partial class Schedules;
}
