using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>Operators have the outputs that the ONNX standard gives for them.</summary>
public sealed class OnnxTests
{
    // That of ONNX's own tests is 1e-3.
    private const double RelativeTolerance = 3e-6;
    private const double AbsoluteTolerance = 1e-6;

    public static TheoryData<string> Names => [.. from @case in OnnxCase.All where !OnnxOperators<float>.LeftOut.ContainsKey(@case.Op) select @case.Name];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operator_has_the_published_output(string name)
    {
        var @case = OnnxCase.All.Single(candidate => candidate.Name == name);
        if (@case.Inputs.Any(input => input?.Type is "f64" or "i64"))
            Has<double>(@case);
        if (@case.Inputs.All(input => input?.Type is not "f64"))
            Has<float>(@case);
    }

    [Fact]
    public void Nothing_is_left_out_that_is_not_there() => Assert.All(
        OnnxOperators<float>.LeftOut.Keys, op => Assert.Contains(OnnxCase.All, @case => @case.Op == op));

    private static void Has<T>(OnnxCase @case)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = OnnxOperators<T>.Run(@case);
        Assert.Equal(@case.Outputs.Length, outputs.Length);
        foreach (var (expected, actual) in Enumerable.Zip(@case.Outputs, outputs))
        {
            Assert.Equal(expected.Shape, actual.Shape);
            for (var i = 0; i < expected.Numbers.Length; i++)
            {
                var (wanted, got) = (expected.Numbers[i], double.CreateChecked(actual.Data[i]));
                Assert.True(
                    wanted.Equals(got) || Math.Abs(got - wanted) <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(wanted)),
                    Invariant($"{@case.Name}: element {i} is {got:g9} instead of {wanted:g9}"));
            }
        }
    }
}
