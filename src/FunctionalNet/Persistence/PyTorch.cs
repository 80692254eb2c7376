using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// Parameters as PyTorch lays them out: the names and shapes of a state dict, which goes from one to the other in a safetensors file. Each
/// kind of layer has a line in a table: <c>Affine</c> is <c>nn.Linear</c> (<c>weight</c> is <c>[out, in]</c>, the transpose of ours, and
/// <c>bias</c>), <c>Convolution</c> is <c>nn.Conv1d</c> to <c>nn.Conv3d</c> (<c>weight</c> is <c>[out, in, window...]</c>), <c>PRelu</c> is
/// <c>nn.PReLU</c>, and normalizations are those of the same names (<c>weight</c> and <c>bias</c>, with <c>running_mean</c> and <c>running_var</c> of a batch
/// normalization, whose <c>num_batches_tracked</c> is left out).
/// </summary>
/// <example>
/// The modules are those of <c>nn.Sequential(Linear, ReLU, Linear)</c>.
/// <code>
/// var network = Affine(4, 3) >> Relu >> Affine(3, 2);
/// var parameters = network.Initialize(Key.Seed(0));
/// string Module(string path) => path == "Affine1" ? "0" : "2";
/// var stateDict = network.ToPyTorch(parameters, Module);
/// Console.WriteLine(stateDict);
/// // 0.weight  f32[3,4]
/// // 0.bias    f32[3]
/// // 2.weight  f32[2,3]
/// // 2.bias    f32[2]
/// Console.WriteLine(network.FromPyTorch(stateDict, Module) == parameters); // True
/// </code>
/// </example>
public static class PyTorch
{
    // Of a batch normalization: PyTorch needs it for an average without momentum only, and does without it.
    private const string CountOfBatches = ".num_batches_tracked";

    /// <summary>The parameters of a network from a state dict. The errors name all that is missing, unexpected or of another shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stateDict">The tensors of the state dict, such as those of <see cref="Safetensors.Read{T}"/>.</param>
    /// <param name="module">
    /// From the path of a layer to the name of its module: <c>encoder/Affine1</c> to <c>encoder.0</c>. By default the slashes become dots.
    /// </param>
    public static Validation<Error, Parameters<T>> FromPyTorch<T>(
        this Layer<T> network, NamedTensors<T> stateDict, Func<string, string>? module = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        return Entries(network, module).Match(Fail: Fail<Error, Parameters<T>>, Succ: entries =>
        {
            var byName = entries.ToDictionary(entry => entry.TheirName);
            return network.Bind(
                NamedTensors<T>.Create([.. stateDict.Select(tensor => (tensor.Name, byName.TryGetValue(tensor.Name, out var entry) ? entry.Layout.ToOurs(tensor.Value) : tensor.Value))]),
                name => byName.TryGetValue(name, out var entry) ? entry.Path : IsCountOfBatches(name) ? null : name);

            bool IsCountOfBatches(string name) =>
                name.EndsWith(CountOfBatches, StringComparison.Ordinal) && byName.ContainsKey($"{name[..^CountOfBatches.Length]}.running_mean");
        });
    }

    /// <summary>The state dict of a network's parameters, in the order of the layers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="module">From the path of a layer to the name of its module. By default the slashes become dots.</param>
    /// <exception cref="ArgumentException">The parameters are not those of the network, or PyTorch has no such layer.</exception>
    public static NamedTensors<T> ToPyTorch<T>(this Layer<T> network, Parameters<T> parameters, Func<string, string>? module = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var bound = network.Plan.Bind(Require.NotNull(parameters));
        return NamedTensors<T>.Create([.. Entries(network, module)
            .IfFail(errors => throw new ArgumentException(string.Join('\n', errors.Select(error => error.Message))))
            .Select(entry => (entry.TheirName, entry.Layout.ToTheirs(bound[entry.Path])))]);
    }

    /// <summary>The layouts of the parameters of each kind of layer. A new kind of layer adds a line.</summary>
    private static ImmutableArray<ParameterOfPyTorch<T>> LayoutsOf<T>(Layer<T>.Leaf layer)
        where T : unmanaged, IFloatingPointIeee754<T> => layer.Kind switch
        {
            "Affine" => [new("W", "weight", TransposeMatrix, TransposeMatrix), new("b", "bias")],
            "Convolution" => [new("W", "weight", WindowFirst, WindowLast), new("b", "bias")],
            "TransposedConvolution" when (int)layer.Arguments["groups"] is var groups =>
                [new("W", "weight", theirs => Transposed(theirs, groups), ours => TransposedOfPyTorch(ours, groups)), new("b", "bias")],
            "PRelu" => [new("a", "weight")],
            "BatchNormalization" => [new("gain", "weight"), new("bias", "bias"), new("mean", "running_mean"), new("variance", "running_var")],
            "LayerNormalization" or "GroupNormalization" or "InstanceNormalization" => [new("gain", "weight"), new("bias", "bias")],
            "RmsNormalization" => [new("gain", "weight")],
            _ => [],
        };

    private static Validation<Error, ImmutableArray<Entry<T>>> Entries<T>(Layer<T> network, Func<string, string>? module)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        var (entries, errors, seen) = (ImmutableArray.CreateBuilder<Entry<T>>(), Seq<Error>(), new System.Collections.Generic.HashSet<string>());
        foreach (var node in network.Plan.Nodes.OfType<PlanNode<T>.LeafNode>())
        {
            var layouts = LayoutsOf(node.Layer);
            for (var i = 0; i < node.Layout.Count; i++)
            {
                var (path, own) = (node.Layout[i].Path, node.Layer.Specs[i].Name);
                // Shared parameters are those of their first use.
                if (!seen.Add(path))
                    continue;
                if (layouts.FirstOrDefault(layout => layout.OurName == own) is { } layout)
                    entries.Add(new(path, $"{(module ?? Dotted)(node.Path)}.{layout.TheirName}", layout));
                else
                    errors = errors.Add(Error.New($"{path}: no layout of PyTorch is known for the parameter {own} of {node.Layer.Kind}"));
            }
        }

        errors += entries.GroupBy(entry => entry.TheirName).Where(same => same.Count() > 1)
            .Select(same => Error.New($"{same.Key}: expected one parameter of this name, got {NameList.Of(same.Select(entry => entry.Path))}")).ToSeq();
        return errors.IsEmpty ? entries.ToImmutable() : Fail<Error, ImmutableArray<Entry<T>>>(errors);
    }

    // One that is no matrix is refused for its shape.
    private static Tensor<T> TransposeMatrix<T>(Tensor<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T> => weight.Shape.Rank == 2 ? weight.Transpose() : weight;

    /// <summary>From <c>[outputs, inputs, window...]</c> to <c>[window..., inputs, outputs]</c>.</summary>
    private static Tensor<T> WindowFirst<T>(Tensor<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        weight.Shape.Rank > 2 ? weight.Permute([.. Enumerable.Range(2, weight.Shape.Rank - 2), 1, 0]) : weight;

    private static Tensor<T> WindowLast<T>(Tensor<T> weight)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        weight.Permute([weight.Shape.Rank - 1, weight.Shape.Rank - 2, .. Enumerable.Range(0, weight.Shape.Rank - 2)]);

    /// <summary>From <c>[inputs, outputs/groups, window...]</c> to <c>[window..., inputs/groups, outputs]</c>.</summary>
    private static Tensor<T> Transposed<T>(Tensor<T> weight, int groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, axes) = (weight.Shape, weight.Shape.Rank - 2);
        if (axes < 1 || shape[0] % groups != 0)
            return weight;
        var inGroups = weight.Reshape([groups, shape[0] / groups, .. shape[1..]]);
        return inGroups.Permute([.. Enumerable.Range(3, axes), 1, 0, 2]).Reshape([.. shape[2..], shape[0] / groups, groups * shape[1]]);
    }

    private static Tensor<T> TransposedOfPyTorch<T>(Tensor<T> weight, int groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (shape, axes) = (weight.Shape, weight.Shape.Rank - 2);
        var inGroups = weight.Reshape([.. shape[..^1], groups, shape[^1] / groups]);
        return inGroups.Permute([axes + 1, axes, axes + 2, .. Enumerable.Range(0, axes)]).Reshape([shape[^2] * groups, shape[^1] / groups, .. shape[..^2]]);
    }

    private static string Dotted(string path) => path.Replace('/', '.');

    /// <summary>The layout of one parameter of a kind of layer.</summary>
    private sealed record ParameterOfPyTorch<T>(string OurName, string TheirName, Func<Tensor<T>, Tensor<T>> ToOurs, Func<Tensor<T>, Tensor<T>> ToTheirs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public ParameterOfPyTorch(string ourName, string theirName)
            : this(ourName, theirName, tensor => tensor, tensor => tensor)
        {
        }
    }

    /// <summary>A parameter of a network: its path, its name in the state dict, and its layout.</summary>
    private sealed record Entry<T>(string Path, string TheirName, ParameterOfPyTorch<T> Layout)
        where T : unmanaged, IFloatingPointIeee754<T>;
}
