using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Parameters in files, and tensors from elsewhere as those of a network.</summary>
public sealed class ParametersFileTests : IDisposable
{
    private static readonly Layer<float> Network = (Affine(4, 3) >> PRelu(3)).Named("encoder") >> Affine(3, 2);

    private static readonly Parameters<float> Trained = Network.Initialize(Key.Seed(0));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parameters_come_back_with_their_roles()
    {
        var path = folder.At("net.safetensors");
        Assert.Equal(path, Trained.Save(path));
        Assert.Equal(Trained, Parameters.Load<float>(path));
        Assert.Equal(Trained, Network.LoadParameters(path));
        Assert.Equal(Trained.Fingerprint(), Network.LoadParameters(path).ThrowIfFail().Fingerprint());
    }

    [Fact]
    public void An_archive_for_NumPy_has_no_roles_until_it_is_bound()
    {
        var path = folder.At("net.npz");
        Assert.Equal(path, Trained.Save(path));
        Assert.All(Parameters.Load<float>(path).ThrowIfFail(), parameter => Assert.Equal(ParameterRole.Weight, parameter.Role));
        Assert.Equal(Trained, Network.LoadParameters(path));
    }

    [Fact]
    public void Another_precision_is_converted_where_that_is_asked_for()
    {
        var path = folder.At("net.safetensors");
        Assert.True(Trained.Cast<double>().Save(path).IsSucc);
        Assert.Equal(Trained, Network.LoadParameters(path, convert: true));
        Assert.Equal(
            $"{path}: encoder/Affine1/W: expected single-precision numbers, found double-precision numbers (F64): read with convert: true to convert",
            Message(Network.LoadParameters(path)));
    }

    [Theory]
    [InlineData("net", "")]
    [InlineData("net.pt", ".pt")]
    public void A_name_with_another_ending_is_refused(string name, string ending)
    {
        Assert.Equal($"{folder.At(name)}: expected a name that ends with .safetensors or .npz, got \"{ending}\"", Message(Trained.Save(folder.At(name))));
        Assert.Empty(folder.Entries);
    }

    // Only the file of a run has tensors beside the parameters.
    [Fact]
    public void A_tensor_of_another_file_may_have_any_name()
    {
        var tensors = NamedTensors<float>.Create(("/optimizer/0/mean", Tensor.Scalar(1f)), ("x", Tensor.Scalar(2f)));
        Assert.True(Safetensors.Write(folder.At("x.safetensors"), tensors).IsSucc);
        Assert.Equal(tensors, Parameters.LoadTensors<float>(folder.At("x.safetensors")));
    }

    [Fact]
    public void A_role_that_is_none_is_refused()
    {
        var tensors = NamedTensors<float>.Of(Trained) with { Metadata = Parameters.Roles(Trained.Layout).SetItem("role/Affine1/W", "evil") };
        Assert.True(Safetensors.Write(folder.At("x.safetensors"), tensors).IsSucc);
        Assert.Equal(
            $"{folder.At("x.safetensors")}: Affine1/W: expected a role of a parameter, found \"evil\"", Message(Parameters.Load<float>(folder.At("x.safetensors"))));
    }

    [Fact]
    public void All_that_does_not_fit_is_named_at_once()
    {
        var tensors = NamedTensors<float>.Create(
            ("encoder/Affine1/W", Tensor.Zeros<float>([3, 4])), ("encoder/Affine1/b", Tensor.Zeros<float>([3])), ("stray", Tensor.Zeros<float>([1])),
            ("Affine1/b", Tensor.Zeros<float>([2])));
        Assert.Equal(
            [
                "encoder/Affine1/W: expected [4, 3], found [3, 4]", "encoder/PRelu1/a: expected [3], found none", "Affine1/W: expected [3, 2], found none",
                "stray: no parameter has this path",
            ],
            Network.Bind(tensors).Match(Succ: _ => [], Fail: Messages));
    }

    [Fact]
    public void Names_are_renamed_by_a_function_or_left_out()
    {
        var foreign = NamedTensors<float>.Of(Trained).Rename(name => $"model.{name}");
        Assert.Equal(Trained, Network.Bind(foreign, name => name["model.".Length..]));
        Assert.Equal(
            Trained, Network.Bind(NamedTensors<float>.Create([.. foreign, ("step", Tensor.Scalar(1f))]), name => name == "step" ? null : name["model.".Length..]));
        Assert.Equal(
            ["Affine1/b: expected one tensor, found Affine1/b, bias"],
            Network.Bind(
                NamedTensors<float>.Create([.. NamedTensors<float>.Of(Trained), ("bias", Tensor.Zeros<float>([2]))]), name => name == "bias" ? "Affine1/b" : name)
                .Match(Succ: _ => [], Fail: Messages));
        Assert.Equal(
            ["stray: no parameter has this path (under the name extra)"],
            Network.Bind(
                NamedTensors<float>.Create([.. NamedTensors<float>.Of(Trained), ("extra", Tensor.Zeros<float>([2]))]), name => name == "extra" ? "stray" : name)
                .Match(Succ: _ => [], Fail: Messages));
    }

    [Fact]
    public void What_may_be_missing_keeps_its_initial_value()
    {
        var fresh = Network.Initialize(Key.Seed(1));
        var encoder = NamedTensors<float>.Of(Trained).Where(name => name.StartsWith("encoder/", StringComparison.Ordinal));
        var bound = Network.Bind(encoder, fresh, allowMissing: path => path.StartsWith("Affine1/", StringComparison.Ordinal)).IfFail(_ => throw new InvalidOperationException());
        Assert.Equal(Trained.Under("encoder"), bound.Under("encoder"));
        Assert.Equal(fresh["Affine1/W"], bound["Affine1/W"]);
        Assert.Equal(
            ["Affine1/b: expected [2], found none"],
            Network.Bind(encoder, fresh, allowMissing: path => path == "Affine1/W").Match(Succ: _ => [], Fail: Messages));
    }

    [Fact]
    public void A_network_of_PyTorch_gives_the_outputs_that_PyTorch_computed()
    {
        var network = Affine(4, 3) >> PRelu(3) >> Affine(3, 2);
        static string Module(string path) => path switch { "Affine1" => "0", "PRelu1" => "1", _ => "2" };
        var stateDict = Safetensors.Read<float>(FilesOfPython.At("mlp.safetensors")).ThrowIfFail();
        var parameters = network.FromPyTorch(stateDict, Module).IfFail(errors => throw new InvalidOperationException($"{errors}"));
        var outputs = network.Predict(parameters, Npy.Read<float>(FilesOfPython.At("mlp-inputs.npy")).ThrowIfFail());
        var expected = Npy.Read<float>(FilesOfPython.At("mlp-outputs.npy")).ThrowIfFail();
        Assert.Equal(expected.Shape, outputs.Shape);
        Assert.True((outputs - expected).Abs().Max() < 1e-6f, $"expected {expected}, got {outputs}");
        Assert.Equal(stateDict with { Metadata = stateDict.Metadata.Clear() }, network.ToPyTorch(parameters, Module));
    }

    [Fact]
    public void Normalizations_have_the_names_of_PyTorch_and_their_count_of_batches_is_left_out()
    {
        var network = Affine(4, 6) >> BatchNormalization(6) >> LayerNormalization([6]) >> GroupNormalization(2, 6, affine: false) >> RmsNormalization([6]);
        var parameters = network.Initialize(Key.Seed(0)).Map(value => value + 1);
        var stateDict = network.ToPyTorch(parameters);
        Assert.Equal(
            [
                "Affine1.weight", "Affine1.bias", "BatchNormalization1.weight", "BatchNormalization1.bias", "BatchNormalization1.running_mean",
                "BatchNormalization1.running_var", "LayerNormalization1.weight", "LayerNormalization1.bias", "RmsNormalization1.weight",
            ],
            stateDict.Select(tensor => tensor.Name));
        Assert.Equal(parameters, network.FromPyTorch(stateDict));
        NamedTensors<float> With(string name) => NamedTensors<float>.Create([.. stateDict, (name, Tensor.Scalar(7f))]);
        Assert.Equal(parameters, network.FromPyTorch(With("BatchNormalization1.num_batches_tracked")));
        Assert.Equal(
            ["LayerNormalization1.num_batches_tracked: no parameter has this path"],
            network.FromPyTorch(With("LayerNormalization1.num_batches_tracked")).Match(Succ: _ => [], Fail: Messages));
    }

    [Fact]
    public void What_a_state_dict_lacks_is_named_by_path_and_name()
    {
        var network = Affine(4, 3) >> Affine(3, 2);
        var stateDict = NamedTensors<float>.Create(
            ("Affine1.weight", Tensor.Zeros<float>([3, 5])), ("Affine1.bias", Tensor.Zeros<float>([3])), ("Affine2.weights", Tensor.Zeros<float>([2, 3])));
        Assert.Equal(
            [
                "Affine1/W: expected [4, 3], found [5, 3] (under the name Affine1.weight)", "Affine2/W: expected [3, 2], found none",
                "Affine2/b: expected [2], found none", "Affine2.weights: no parameter has this path",
            ],
            network.FromPyTorch(stateDict).Match(Succ: _ => [], Fail: Messages));
    }

    [Fact]
    public void A_layer_that_PyTorch_does_not_have_is_named()
    {
        var layer = Layer.Define<float>(
            "Scale", new("()"), [new("s", [1], ParameterRole.BiasOrGain, Initializers.Ones)], shape => shape,
            (parameters, input, _) => (input, gradient => new(() => parameters, () => gradient)));
        Failure.Says(
            "Scale1/s: no layout of PyTorch is known for the parameter s of Scale", () => layer.ToPyTorch(layer.Initialize(Key.Seed(0))));
        Failure.Says(
            "x.weight: expected one parameter of this name, got Affine1/W, Affine2/W\nx.bias: expected one parameter of this name, got Affine1/b, Affine2/b",
            () => (Affine(2, 2) >> Affine(2, 2)).ToPyTorch((Affine(2, 2) >> Affine(2, 2)).Initialize(Key.Seed(0)), _ => "x"));
    }

    private static string[] Messages(LanguageExt.Seq<LanguageExt.Common.Error> errors) => [.. errors.Select(error => error.Message)];

    private static string Message<A>(LanguageExt.Fin<A> result) => result.Match(value => $"{value}", error => error.Message);
}
