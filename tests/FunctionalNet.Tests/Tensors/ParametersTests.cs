namespace FunctionalNet.Tests.Tensors;

public sealed class ParametersTests
{
    private static readonly Parameters<float> Two = Parameters<float>.Create(
        new Parameter<float>("a/W", ParameterRole.Weight, Tensor.Matrix(new float[,] { { 1, 2 }, { 3, 4 } })),
        new Parameter<float>("b", ParameterRole.BiasOrGain, Tensor.Vector(5f)));

    [Fact]
    public void They_are_found_by_name_and_by_position()
    {
        Assert.Equal(Tensor.Vector(5f), Two["b"]);
        Assert.Equal("a/W", Two[0].Path);
        Assert.Equal((2, 5), (Two.Count, Two.Size));
    }

    [Fact]
    public void A_layer_sees_its_own_slice_under_its_own_names()
    {
        var own = Two.Under("a");
        Assert.Equal("a/", own.Path);
        Assert.Same(Two["a/W"], own["W"]);
        Assert.Single(own);
        Assert.Equal("a/W", own.WithValues(Tensor.Zeros<float>([2, 2]))[0].Path);
        Assert.Throws<ArgumentOutOfRangeException>(() => own[1]);
    }

    [Fact]
    public void One_can_be_replaced_and_the_rest_stays()
    {
        var tweaked = Two.With("b", Tensor.Vector(7f));
        Assert.Equal(7, tweaked["b"].ToScalar());
        Assert.Equal(5, Two["b"].ToScalar());
        Assert.Same(Two["a/W"], tweaked["a/W"]);
        Assert.NotEqual(Two, tweaked);
    }

    [Fact]
    public void They_add_up_name_by_name() => Assert.Equal(Two.Map(tensor => tensor * 2), Two + Two);

    [Fact]
    public void What_is_trained_is_all_but_statistics_and_goes_back_among_them()
    {
        var parameters = Parameters<float>.Create(Two[0], new("a/mean", ParameterRole.Statistic, Tensor.Vector(1f)), Two[1]);
        Assert.Equal(["a/W", "b"], parameters.Trained.Select(parameter => parameter.Path));
        var next = parameters.WithTrained(parameters.Trained.Map(tensor => tensor * 10));
        Assert.Equal([10, 20, 30, 40], next["a/W"].Data.AsSpan());
        Assert.Equal((1, 50), (next["a/mean"].ToScalar(), next["b"].ToScalar()));
        Assert.Same(parameters.Layout, next.Layout);
        Assert.Same(Two, Two.Trained);
        Failure.Says(
            "expected 3 parameter tensors, a/W, a/mean, b, got 2, a/W, b", () => parameters.Zip(parameters.Trained, (x, _) => x));
    }

    [Fact]
    public void A_layer_s_part_is_taken_and_put_back()
    {
        var tripled = Two.Under("a").Map(tensor => tensor * 3);
        var whole = Two.With("a", tripled);
        Assert.Equal([3, 6, 9, 12], whole["a/W"].Data.AsSpan());
        Assert.Equal(5, whole["b"].ToScalar());
        Assert.Same(Two.Under("a").Layout, tripled.Layout);
        Failure.Says("no layer with parameters is called c; there are a/W, b", () => Two.Under("c"));
        Failure.Says("expected the parameter a/W [2, 2] weight, got b [1] bias or gain", () => Two.With("a", Two.Where(p => p.Path == "b")));
    }

    [Fact]
    public void They_are_chosen_and_changed_by_path_and_role()
    {
        Assert.Equal(["b"], Two.Where(parameter => parameter.Role == ParameterRole.BiasOrGain).Layout.Select(slot => slot.Path));
        var decayed = Two.Select(parameter => parameter.Role == ParameterRole.Weight ? parameter.Value * 2 : parameter.Value);
        Assert.Equal((2, 5), (decayed["a/W"][0, 0], decayed["b"].ToScalar()));
        Assert.Same(Two.Layout, decayed.Layout);
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_little_endian_bytes_in_order()
    {
        byte[] bytes = [.. new[] { 1f, 2, 3, 4, 5 }.SelectMany(BitConverter.GetBytes)];
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)), Two.Fingerprint());
        Assert.NotEqual(Two.Fingerprint(), Two.With("b", Tensor.Vector(-5f)).Fingerprint());
    }

    [Fact]
    public void Mistakes_are_refused()
    {
        Failure.Says("no parameter is called c; there are a/W, b", () => Two["c"]);
        Failure.Says("no parameter is called W; there are a/W, b", () => Two["W"]);
        Failure.Says("b: expected [1], got [2]", () => Two.With("b", Tensor.Vector(1f, 2)));
        Failure.Says("expected 2 tensors, one for each of the parameters a/W, b, got 1", () => Two.WithValues(Tensor.Vector(1f)));
        Failure.Says("expected 1 tensors, one for each of the parameters a/W, got 0", () => Two.Under("a").WithValues());
        Failure.Says("expected 2 parameter tensors, a/W, b, got 0, none", () => Two + Parameters<float>.Empty);
        Failure.Says(
            "expected the parameter a/W [2, 2] weight, got x [2, 2] weight",
            () => Two + Parameters<float>.Create(Two[0] with { Path = "x" }, Two[1]));
        Failure.Says("no parameter is called c; there are none", () => Parameters<float>.Empty["c"]);
        Failure.Says(
            "expected the parameter b [1] bias or gain, got b [1] statistic",
            () => Two + Parameters<float>.Create(Two[0], Two[1] with { Role = ParameterRole.Statistic }));
        Failure.Says("two parameters are called b", () => Parameters<float>.Create(Two[1], Two[1]));
    }
}
