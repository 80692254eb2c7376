namespace FunctionalNet.Tests.Differentiation;

public sealed class GradientTests
{
    private const double Tolerance = 1e-7;
    private const int Cotangents = 3;

    public static TheoryData<string> Cases => [.. GradientCases.All.Select(@case => @case.ToString())];

    public static TheoryData<string> Members => [.. DifferentiableMembers.Overloads.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pullback_agrees_with_central_differences(string name)
    {
        var @case = GradientCases.All.Single(candidate => candidate.ToString() == name);
        Assert.All(Enumerable.Range(0, Cotangents), draw =>
        {
            var report = @case.Check(Key.Seed(20260101).Fold(draw));
            Assert.True(report.Worst is not null, $"{@case} compares nothing");
            Assert.True(report.IsWithin(Tolerance), $"{@case}: {report}");
        });
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Everything_differentiable_has_a_check(string member)
    {
        var (overloads, cases) = (DifferentiableMembers.Overloads[member], GradientCases.All.Count(@case => @case.Member == member));
        Assert.True(cases >= overloads, $"{member} has {overloads} overloads and {cases} gradient checks: add to {nameof(GradientCases)}");
    }

    [Fact]
    public void Every_case_checks_a_member_that_exists() =>
        Assert.Empty(GradientCases.All.Select(@case => @case.Member).Except(DifferentiableMembers.Overloads.Keys));

    [Fact]
    public void Every_layer_is_found_by_reflection() =>
        Assert.Superset(
            new HashSet<string>(
            [
                "Nodes.Add", "TensorNodes.MatMul", "Differentiable.Then", "Layers.Affine", "Layers.Relu",
                "Losses.SoftmaxCrossEntropy", "Layer.op_RightShift",
            ]),
            DifferentiableMembers.Overloads.Keys.ToHashSet());
}
