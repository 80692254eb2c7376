using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FunctionalNet.Resumption;
using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Persistence;

/// <summary>What we write, Python reads: NumPy by its own functions, safetensors by the published layout.</summary>
public sealed class PythonTests : IDisposable
{
    private const string ReadNumPy = """
        import hashlib, sys
        import numpy as np

        def describe(name, array):
            print(name, array.dtype, list(array.shape), hashlib.sha256(array.tobytes()).hexdigest())

        for path in sys.argv[1:]:
            loaded = np.load(path, allow_pickle=False)
            if isinstance(loaded, np.ndarray):
                describe("array", loaded)
            else:
                for name in loaded.files:
                    describe(name, loaded[name])
        """;

    private const string ReadSafetensors = """
        import hashlib, json, struct, sys
        import numpy as np

        data = open(sys.argv[1], "rb").read()
        length, = struct.unpack("<Q", data[:8])
        header = json.loads(data[8:8 + length])
        header.pop("__metadata__", None)
        for name, tensor in header.items():
            begin, end = tensor["data_offsets"]
            array = np.frombuffer(data[8 + length + begin:8 + length + end], {"F32": "<f4", "F64": "<f8"}[tensor["dtype"]]).reshape(tensor["shape"])
            print(name, array.dtype, list(array.shape), hashlib.sha256(array.tobytes()).hexdigest())
        """;

    private static readonly Parameters<float> Trained = (Affine(4, 3) >> PRelu(3) >> Affine(3, 2)).Initialize(Key.Seed(0));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [PythonFact]
    public void Arrays_are_read_by_NumPy()
    {
        var (cube, scalar) = (Key.Seed(1).Normal<double>([2, 3, 4]), Tensor.Scalar(2.5f));
        Assert.True(Npy.Write(folder.At("cube.npy"), cube).IsSucc);
        Assert.True(Npy.Write(folder.At("scalar.npy"), scalar).IsSucc);
        Assert.Equal(
            $"array float64 [2, 3, 4] {Hash(cube)}\narray float32 [] {Hash(scalar)}\n",
            PythonFactAttribute.Run(ReadNumPy, folder.At("cube.npy"), folder.At("scalar.npy")));
    }

    [PythonFact]
    public void Archives_are_read_by_NumPy()
    {
        Assert.True(Trained.Save(folder.At("stored.npz")).IsSucc);
        Assert.True(Npz.Write(folder.At("deflated.npz"), NamedTensors<float>.Of(Trained), compress: true).IsSucc);
        Assert.Equal(Lines(Trained), PythonFactAttribute.Run(ReadNumPy, folder.At("stored.npz")));
        Assert.Equal(Lines(Trained), PythonFactAttribute.Run(ReadNumPy, folder.At("deflated.npz")));
    }

    [PythonFact]
    public void Parameters_and_states_are_read_by_their_layout()
    {
        Assert.True(Trained.Save(folder.At("net.safetensors")).IsSucc);
        Assert.Equal(Lines(Trained), PythonFactAttribute.Run(ReadSafetensors, folder.At("net.safetensors")));
        var run = ResumedRuns<float>.By(Optimizers.Adam(0.01));
        Assert.True(new SavedState<float>(run.ElementAt(3), RunDescription.Of(run)).Save(folder.At("state.safetensors")).IsSucc);
        Assert.StartsWith(Lines(run.ElementAt(3).Parameters), PythonFactAttribute.Run(ReadSafetensors, folder.At("state.safetensors")), StringComparison.Ordinal);
    }

    private static string Lines(Parameters<float> parameters) =>
        string.Concat(parameters.Select(parameter => $"{parameter.Path} float32 {parameter.Value.Shape} {Hash(parameter.Value)}\n"));

    private static string Hash<T>(Tensor<T> tensor)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(tensor.Data.AsSpan())));
}
