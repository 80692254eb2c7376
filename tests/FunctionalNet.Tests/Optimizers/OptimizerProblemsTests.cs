using System.Numerics;
using System.Reflection;

namespace FunctionalNet.Tests.Optimization;

public sealed class OptimizerProblemsTestsInSinglePrecision : OptimizerProblemsTests<float>;

public sealed class OptimizerProblemsTestsInDoublePrecision : OptimizerProblemsTests<double>;

/// <summary>Every optimizer is found by reflection, and minimizes the same functions.</summary>
public abstract class OptimizerProblemsTests<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, OptimizerCases<T>.All.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_comes_near_the_minimum(int number)
    {
        var @case = OptimizerCases<T>.All[number];
        Reaches(OptimizerProblem<T>.Parabola, @case.Parabola);
        Reaches(OptimizerProblem<T>.Valley, @case.Valley);
        Reaches(OptimizerProblem<T>.Noisy, @case.Noisy);

        void Reaches(OptimizerProblem<T> problem, (double Rate, double Distance) wanted)
        {
            var optimizer = @case.AtRate(Layers<T>.Schedules.Cosine(wanted.Rate, 0, problem.Steps));
            var distance = problem.DistanceBy(optimizer);
            Assert.True(
                distance <= wanted.Distance, Invariant($"{optimizer} on {problem}: expected to come within {wanted.Distance}, got {distance:g3}"));
        }
    }

    [Fact]
    public void Every_optimizer_has_a_case()
    {
        var members = typeof(Layers<T>.Optimizers).GetMembers(BindingFlags.Public | BindingFlags.Static)
            .Where(member => member is MethodInfo { ReturnType: var type } && type == typeof(Optimizer<T>))
            .Select(member => member.Name).ToHashSet();
        Assert.Contains("Adam", members);
        Assert.Equal(members.Order(StringComparer.Ordinal), OptimizerCases<T>.All.Select(@case => @case.Member).Distinct().Order(StringComparer.Ordinal));
    }
}
