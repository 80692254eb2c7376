using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Parameters in files.</summary>
/// <example>
/// <code>
/// var network = Affine(4, 3) >> Relu >> Affine(3, 2);
/// var file = Path.Combine(Path.GetTempPath(), "two-layers.safetensors");
/// var saved = network.Initialize(Key.Seed(0)).Save(file);
/// Console.WriteLine(saved.IsSucc); // True
/// Console.WriteLine(network.LoadParameters(file) == network.Initialize(Key.Seed(0))); // True
/// </code>
/// </example>
public static class Parameters
{
    // The role of each parameter is in the metadata, under this and its path.
    private const string RolePrefix = "role/";

    /// <summary>
    /// Writes parameters, whole or not at all: to a safetensors file, with their roles, or to an <c>.npz</c> archive for NumPy, without
    /// them, by the ending of the name. Returns the path, or the reason for a failure.
    /// </summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="path">The path of the file, in an existing folder: it ends with <c>.safetensors</c> or <c>.npz</c>.</param>
    public static Fin<string> Save<T>(this Parameters<T> parameters, string path)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        var tensors = NamedTensors<T>.Of(parameters);
        return Path.GetExtension(path) switch
        {
            ".safetensors" => Safetensors.Write(path, tensors with { Metadata = Roles(parameters.Layout) }),
            ".npz" => Npz.Write(path, tensors),
            var ending => Error.New($"{path}: expected a name that ends with .safetensors or .npz, got \"{ending}\""),
        };
    }

    /// <summary>
    /// The parameters of a file that <see cref="Save"/> wrote, or of any other safetensors file or <c>.npz</c> archive. A file of something
    /// else does not say roles: there, all are weights, until <see cref="NetworkBinding.Bind{T}(Layer{T}, NamedTensors{T}, Func{string, string})"/>
    /// gives them those of a network. Of the file of a run, these are the parameters of its state.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<Parameters<T>> Load<T>(string path, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from tensors in LoadTensors<T>(path, convert)
        from parameters in WithRoles(tensors).About(path)
        select parameters;

    /// <summary>
    /// The parameters of a network from a file, in one step: all of them, and no others. The error names all that is missing, unexpected
    /// or of another shape.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    public static Fin<Parameters<T>> LoadParameters<T>(this Layer<T> network, string path, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        return from tensors in LoadTensors<T>(path, convert)
               from parameters in network.Bind(tensors).ToFin().About(path)
               select parameters;
    }

    /// <summary>
    /// The tensors of a safetensors file or an <c>.npz</c> archive, which are told apart by their first bytes. Of the file of a run, these
    /// are the parameters of its state.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<NamedTensors<T>> LoadTensors<T>(string path, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from isArchive in MappedFile.Read<bool>(Require.NotNull(path), bytes => bytes.Slice(0, (int)long.Min(bytes.Length, 2)).SequenceEqual("PK"u8))
        from tensors in isArchive ? Npz.Read<T>(path, convert) : MappedFile.Read<NamedTensors<T>>(path, bytes =>
            from header in SafetensorsHeader.Parse(bytes)
            from parameters in Safetensors.Decode<T>(
                header, bytes.From(header.DataOffset), convert, only: StateFile.IsState(header) ? StateNames.IsOfParameter : null)
            select parameters)
        select tensors;

    /// <summary>The roles of parameters, as metadata.</summary>
    internal static ImmutableSortedDictionary<string, string> Roles(ParameterLayout layout) =>
        layout.ToImmutableSortedDictionary(slot => RolePrefix + slot.Path, slot => ParametersFormat.Words(slot.Role), StringComparer.Ordinal);

    private static Fin<Parameters<T>> WithRoles<T>(NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var parameters = ImmutableArray.CreateBuilder<Parameter<T>>();
        foreach (var (name, value) in tensors)
        {
            var words = tensors.Metadata.GetValueOrDefault(RolePrefix + name, ParametersFormat.Words(ParameterRole.Weight));
            if (Enum.GetValues<ParameterRole>().Where(role => ParametersFormat.Words(role) == words).ToList() is not [var role])
                return Error.New($"{name}: expected a role of a parameter, found \"{words}\"");
            parameters.Add(new(name, role, value));
        }

        return Parameters<T>.Create([.. parameters]);
    }
}
