using System.Numerics;

namespace FunctionalNet.Tests.Optimization;

/// <summary>A function to minimize, whose minimum is known.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Initial">Where it begins.</param>
/// <param name="Minimum">Where it is least.</param>
/// <param name="Steps">The number of steps.</param>
/// <param name="Gradient">The gradient at parameters, in a step.</param>
internal sealed record OptimizerProblem<T>(
    string Name, Parameters<T> Initial, Parameters<T> Minimum, int Steps, Func<Parameters<T>, long, Parameters<T>> Gradient)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Parameters<T> Target = Parameters<T>.Create(
        new("W", ParameterRole.Weight, Tensor.Create<T>([2, 2], Numbers(1, -2, 0.5, 3))), new("b", ParameterRole.BiasOrGain, Tensor.Vector<T>(Numbers(-1, 0.25))));

    private static readonly Parameters<T> Curvature = Target.WithValues(Tensor.Create<T>([2, 2], Numbers(1, 0.5, 2, 1)), Tensor.Vector<T>(Numbers(1.5, 0.7)));

    private static readonly Parameters<T> Zero = Target.Map(t => Tensor.Zeros<T>(t.Shape));

    /// <summary><c>Σ aᵢ (pᵢ − cᵢ)²/2</c></summary>
    public static OptimizerProblem<T> Parabola { get; } = new("a parabola", Zero, Target, 2000, (p, _) => Slope(p));

    /// <summary><c>(1 − x)² + 100 (y − x²)²</c>: a curved valley with a flat bottom. From (−1.2, 1) to (1, 1).</summary>
    public static OptimizerProblem<T> Valley { get; } = new(
        "Rosenbrock's valley", Point(-1.2, 1), Point(1, 1), 20_000, (p, _) =>
        {
            var (x, y) = (double.CreateChecked(p.Values[0].Data[0]), double.CreateChecked(p.Values[0].Data[1]));
            var height = y - (x * x);
            return Point((-2 * (1 - x)) - (400 * x * height), 200 * height);
        });

    /// <summary>The parabola with normal noise in the gradient, drawn from keys.</summary>
    public static OptimizerProblem<T> Noisy { get; } = new("a noisy quadratic", Zero, Target, 4000, (p, step) =>
        Slope(p).Zip(p.Map(t => Key.Seed(7).Fold(step).Fold(t.Shape.Size).Normal<T>(t.Shape) * T.CreateChecked(0.1)), (g, noise) => g + noise));

    /// <summary>The largest distance of a number from where it should be, after all steps.</summary>
    public double DistanceBy(Optimizer<T> optimizer)
    {
        var (parameters, state) = (Initial, optimizer.Initialize(Initial));
        for (var step = 0; step < Steps; step++)
            (parameters, state) = optimizer.Step(Gradient(parameters, step), state, OptimizerContext<T>.Of(parameters, T.One, step));
        return parameters.Zip(Minimum, (p, m) => p - m).Max(difference => difference.Value.Data.Max(x => double.Abs(double.CreateChecked(x))));
    }

    public override string ToString() => Name;

    private static Parameters<T> Slope(Parameters<T> p) => Curvature.Zip(p.Zip(Target, (x, c) => x - c), (a, d) => a * d);

    private static Parameters<T> Point(double x, double y) =>
        Parameters<T>.Create(new Parameter<T>("p", ParameterRole.Weight, Tensor.Vector<T>(Numbers(x, y))));

    private static T[] Numbers(params double[] numbers) => Array.ConvertAll(numbers, T.CreateChecked);
}
