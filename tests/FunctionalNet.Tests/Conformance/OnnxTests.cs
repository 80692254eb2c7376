using System.Numerics;

namespace FunctionalNet.Tests.Conformance;

/// <summary>Operators have the outputs that the ONNX standard gives for them.</summary>
public sealed class OnnxTests
{
    // That of ONNX's own tests is 1e-3.
    private const double RelativeTolerance = 3e-6;
    private const double AbsoluteTolerance = 1e-6;

    // Its output is published with four digits, the last of which is not rounded to the nearest.
    private const string Rounded = "averagepool_2d_ceil_last_window_starts_on_pad";
    private const double RoundedTolerance = 1e-4;

    public static TheoryData<string> Names => [.. from @case in OnnxCase.All where !IsLeftOut(@case) select @case.Name];

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
        OnnxOperators<float>.LeftOut.Keys, name => Assert.Contains(OnnxCase.All, @case => @case.Op == name || @case.Name == name));

    private static bool IsLeftOut(OnnxCase @case) =>
        OnnxOperators<float>.LeftOut.ContainsKey(@case.Op) || OnnxOperators<float>.LeftOut.ContainsKey(@case.Name);

    private static void Has<T>(OnnxCase @case)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var outputs = OnnxOperators<T>.Run(@case);
        var absolute = @case.Name == Rounded ? RoundedTolerance : AbsoluteTolerance;
        Assert.Equal(@case.Outputs.Length, outputs.Length);
        foreach (var (expected, actual) in Enumerable.Zip(@case.Outputs, outputs))
        {
            Assert.Equal(expected.Shape, actual.Shape);
            for (var i = 0; i < expected.Numbers.Length; i++)
            {
                var (wanted, got) = (expected.Numbers[i], double.CreateChecked(actual.Data[i]));
                Assert.True(
                    wanted.Equals(got) || Math.Abs(got - wanted) <= absolute + (RelativeTolerance * Math.Abs(wanted)),
                    Invariant($"{@case.Name}: element {i} is {got:g9} instead of {wanted:g9}"));
            }
        }
    }
}
