using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>Tensors from elsewhere as the parameters of a network.</summary>
public static class NetworkBinding
{
    /// <summary>
    /// The parameters of a network, each the tensor of its path: all of them, and no others. The errors name all that is missing, unexpected
    /// or of another shape.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The tensors, such as those of a file.</param>
    /// <param name="rename">From the name of a tensor to the path of a parameter; null leaves the tensor out. By default the name is the path.</param>
    /// <example>
    /// <code>
    /// var network = Affine(4, 2).Named("head");
    /// var tensors = NamedTensors&lt;float&gt;.Create(("model.W", Tensor.Zeros&lt;float&gt;([4, 2])), ("model.b", Tensor.Ones&lt;float&gt;([2])));
    /// Console.WriteLine(network.Bind(tensors, name => name.Replace("model.", "head/")).IsSuccess); // True
    /// </code>
    /// </example>
    public static Validation<Error, Parameters<T>> Bind<T>(this Layer<T> network, NamedTensors<T> tensors, Func<string, string?>? rename = null)
        where T : unmanaged, IFloatingPointIeee754<T> => Bind(Require.NotNull(network).Layout, tensors, rename, initial: null, allowMissing: _ => false);

    /// <summary>
    /// The parameters of a network, each the tensor of its path, or its initial value where it may be missing and is: a network whose
    /// encoder was trained, and whose head is new.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="tensors">The tensors, such as those of a file.</param>
    /// <param name="initial">The values of parameters that are missing.</param>
    /// <param name="allowMissing">Whether the parameter at a path may be missing.</param>
    /// <param name="rename">From the name of a tensor to the path of a parameter; null leaves the tensor out. By default the name is the path.</param>
    /// <exception cref="ArgumentException">The initial values are not those of the network.</exception>
    /// <example>
    /// <code>
    /// var (key, otherKey) = Key.Seed(0).Split();
    /// var encoder = (Affine(4, 3) >> Relu).Named("encoder");
    /// var trained = NamedTensors&lt;float&gt;.Of((encoder >> Affine(3, 2).Named("head")).Initialize(key));
    /// var network = encoder >> Affine(3, 5).Named("head");
    /// var parameters = network.Bind(
    ///     trained, network.Initialize(otherKey), allowMissing: path => path.StartsWith("head/"),
    ///     rename: name => name.StartsWith("head/") ? null : name);
    /// Console.WriteLine(parameters.Map(bound => bound["encoder/Affine1/W"] == trained["encoder/Affine1/W"])); // Success(True)
    /// </code>
    /// </example>
    public static Validation<Error, Parameters<T>> Bind<T>(
        this Layer<T> network, NamedTensors<T> tensors, Parameters<T> initial, Func<string, bool> allowMissing, Func<string, string?>? rename = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(allowMissing);
        return Bind(network.Layout, tensors, rename, network.Plan.Bind(initial), allowMissing);
    }

    /// <summary>The value, or all errors as one, in a line: <c>network.Bind(tensors).ToFin().ThrowIfFail()</c>.</summary>
    public static Fin<T> ToFin<T>(this Validation<Error, T> validation) => validation.Match(
        Succ: Fin<T>.Succ, Fail: errors => Fin<T>.Fail(string.Join("; ", errors.Select(error => error.Message))));

    private static Validation<Error, Parameters<T>> Bind<T>(
        ParameterLayout layout, NamedTensors<T> tensors, Func<string, string?>? rename, Parameters<T>? initial, Func<string, bool> allowMissing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var given = tensors
            .Select(tensor => (Path: rename is null ? tensor.Name : rename(tensor.Name), tensor.Name, tensor.Value))
            .Where(tensor => tensor.Path is not null)
            .ToLookup(tensor => tensor.Path!);
        var values = layout.Select((slot, i) => (slot, Found: given[slot.Path].ToList(), Initial: initial?.Values[i])).Select(parameter => parameter switch
        {
            (var slot, [var only], _) when only.Value.Shape == slot.Shape => Success<Error, Tensor<T>>(only.Value),
            (var slot, [var only], _) => Refused<T>($"{slot.Path}: expected {slot.Shape}, found {only.Value.Shape}{Under(only.Name, slot.Path)}"),
            (var slot, [], { } value) when allowMissing(slot.Path) => Success<Error, Tensor<T>>(value),
            (var slot, [], _) => Refused<T>($"{slot.Path}: expected {slot.Shape}, found none"),
            var (slot, several, _) => Refused<T>($"{slot.Path}: expected one tensor, found {NameList.Of(several.Select(tensor => tensor.Name))}"),
        });
        var unexpected = given.SelectMany(tensors => tensors)
            .Where(tensor => layout.PositionOf(tensor.Path!) is null)
            .Select(tensor => Refused<T>($"{tensor.Path}: no parameter has this path{Under(tensor.Name, tensor.Path!)}"));
        var (fitting, errors) = (new List<Tensor<T>>(), Seq<Error>());
        foreach (var value in values.Concat(unexpected))
            value.Match(Succ: fitting.Add, Fail: refused => errors = errors.Concat(refused));
        return errors.IsEmpty ? Parameters<T>.Fitting(layout, [.. fitting]) : Fail<Error, Parameters<T>>(errors);
    }

    private static string Under(string name, string path) => name == path ? "" : $" (under the name {name})";

    private static Validation<Error, Tensor<T>> Refused<T>(string message)
        where T : unmanaged, IFloatingPointIeee754<T> => Fail<Error, Tensor<T>>(Error.New(message));
}
