namespace FunctionalNet.Tests.Tensors;

public sealed class ParametersFormatTests
{
    [Fact]
    public void A_line_for_each_in_aligned_columns() => Assert.Equal(
        """
        8 parameters in 3 tensors
        path                shape     role               mean       std
        encoder/Affine1/W   f64[2,2]  weight              2.5      1.12
        encoder/Affine1/b   f64[1]    bias or gain         -5         0
        Normalization/mean  f64[3]    statistic     -1.23e-05  1.01e-05
        """,
        $"{Parameters<double>.Create(
            new("encoder/Affine1/W", ParameterRole.Weight, Tensor.Matrix(new[,] { { 1.0, 2 }, { 3, 4 } })),
            new("encoder/Affine1/b", ParameterRole.BiasOrGain, Tensor.Vector(-5.0)),
            new("Normalization/mean", ParameterRole.Statistic, Tensor.Vector(0, -1.234e-5, -2.468e-5)))}");

    [Fact]
    public void What_is_empty_or_not_a_number_says_so() => Assert.Equal(
        """
        5 parameters in 4 tensors
        path  shape     role          mean  std
        none  f32[0,3]  weight           –    –
        nan   f32[2]    weight         nan  nan
        inf   f32[2]    weight         inf  nan
        one   f32[]     bias or gain     7    0
        """,
        $"{Parameters<float>.Create(
            new("none", ParameterRole.Weight, Tensor.Zeros<float>([0, 3])),
            new("nan", ParameterRole.Weight, Tensor.Vector(1, float.NaN)),
            new("inf", ParameterRole.Weight, Tensor.Vector(1, float.PositiveInfinity)),
            new("one", ParameterRole.BiasOrGain, 7))}");

    [Fact]
    public void The_std_of_huge_floats_does_not_overflow()
    {
        var huge = Parameters<float>.Create(new Parameter<float>("huge", ParameterRole.Weight, Tensor.Vector(1e38f, -1e38f)));
        Assert.EndsWith("     0  1e+38", $"{huge}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_s_own_slice_has_whole_paths() => Assert.StartsWith(
        "1 parameter in 1 tensor\npath  shape   role    mean  std\na/W   f64[1]  weight     1    0",
        $"{Parameters<double>.Create(new Parameter<double>("a/W", ParameterRole.Weight, Tensor.Vector(1.0))).Under("a")}",
        StringComparison.Ordinal);

    [Fact]
    public void None_at_all_is_said_in_words() => Assert.Equal("no parameters", $"{Parameters<float>.Empty}");
}
