using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>One member of the sequence that a <see cref="Layer{T}"/> is. Its name depends on the sequence it is in.</summary>
internal sealed record Stage<T>(
    string Kind,
    string Arguments,
    string? GivenName,
    ImmutableArray<ParameterSpec<T>> Parameters,
    Func<Shape, Fin<Shape>> OutputShape,
    Forward<T> Forward)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer as one stage, under a name.</summary>
    public static Stage<T> Group(string name, Layer<T> layer, Func<Shape, Fin<Shape>> outputShape) =>
        new("", $"({layer})", name, layer.Parameters, outputShape, layer.Forward) { Inner = layer };

    /// <summary>The layer of several stages that this is, if it is one: for those who look inside.</summary>
    public Layer<T>? Inner { get; init; }

    /// <summary>Whether this is a layer of several stages, whose paths go on below its name.</summary>
    public bool IsGroup => Inner is not null;

    /// <summary>The parameters that these specs describe, or an exception that names the first that does not fit.</summary>
    public Parameters<T> Require(Parameters<T> own)
    {
        for (var i = 0; i < Parameters.Length; i++)
        {
            var (spec, parameter) = (Parameters[i], own[i]);
            if (!IsPath(parameter.Path, own.Path, spec.Name) || parameter.Value.Shape != spec.Shape)
            {
                throw new ArgumentException(
                    $"expected the parameter {own.Path}{spec.Name} {spec.Shape}, got {parameter.Path} {parameter.Value.Shape}");
            }
        }

        return own;
    }

    /// <summary>The gradients that a backward closure gave, or an exception that names the stage if they are not those of its parameters.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="path">The path of the stage.</param>
    public Parameters<T> RequireGradients(Parameters<T> gradients, string path)
    {
        var fits = gradients.Count == Parameters.Length;
        for (var i = 0; fits && i < Parameters.Length; i++)
            fits = IsPath(gradients[i].Path, $"{path}/", Parameters[i].Name) && gradients[i].Value.Shape == Parameters[i].Shape;
        return fits ? gradients : throw new ArgumentException(
            $"{path}: expected the gradients of {NameList.Of(Parameters.Select(spec => $"{spec.Name} {spec.Shape}"))} from its backward closure, "
            + $"got {NameList.Of(gradients.Select(gradient => $"{gradient.Path} {gradient.Value.Shape}"))}");
    }

    /// <summary>Equal when the definition and the name are; a group, when what is in it is.</summary>
    public bool Equals(Stage<T>? other) =>
        other is not null
        && GivenName == other.GivenName
        && (Inner is null
            ? other.Inner is null && (Kind, Arguments, OutputShape, Forward) == (other.Kind, other.Arguments, other.OutputShape, other.Forward)
                && Parameters == other.Parameters
            : Inner == other.Inner);

    public override int GetHashCode() => HashCode.Combine(GivenName, Kind, Inner is null ? Arguments : "", Inner);

    public override string ToString() => $"{(GivenName is null ? "" : $"{GivenName}: ")}{Kind}{Arguments}";

    private static bool IsPath(string path, string layer, string name) =>
        path.Length == layer.Length + name.Length
        && path.StartsWith(layer, StringComparison.Ordinal)
        && path.EndsWith(name, StringComparison.Ordinal);
}
