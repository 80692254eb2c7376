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

    // The layout that was found to fit: it is the same from step to step.
    private ParameterLayout? fitting;

    /// <summary>The parameters that these specs describe, or an exception that names the first that does not fit.</summary>
    public Parameters<T> Require(Parameters<T> own)
    {
        if (ReferenceEquals(own.Layout, fitting))
            return own;
        if (own.Count != Parameters.Length)
            throw new ArgumentException(Invariant($"{own.Name}: expected {Parameters.Length} parameters, got {own.Count}"));
        for (var i = 0; i < Parameters.Length; i++)
        {
            var (spec, slot) = (Parameters[i], own.Layout[i]);
            var wanted = new ParameterSlot(own.Path + spec.Name, spec.Role, spec.Shape);
            if (slot != wanted)
                throw new ArgumentException($"expected the parameter {wanted}, got {slot}");
        }

        fitting = own.Layout;
        return own;
    }

    /// <summary>The gradients that a backward closure gave, or an exception that names the stage if they are not those of its parameters.</summary>
    public static Parameters<T> RequireGradients(Parameters<T> gradients, ParameterLayout trained) =>
        gradients.Layout == trained ? gradients : throw new ArgumentException(
            $"{trained.Path.TrimEnd('/')}: expected the gradients of {NameList.Of(trained.Select(slot => $"{slot}"))} from its backward closure, "
            + $"got {NameList.Of(gradients.Layout.Select(slot => $"{slot}"))}");

    /// <summary>The next statistics that a forward pass gave, or an exception that names the stage if they are not in its parameters.</summary>
    public static Parameters<T> RequireStatistics(Parameters<T> own, Parameters<T> next) =>
        next.Layout == own.Layout
            ? own.Layout.HasStatistics ? next.WithTrained(own.Trained) : own
            : throw new ArgumentException(
                $"{own.Name}: expected its parameters with the next statistics, {NameList.Of(own.Layout.Select(slot => $"{slot}"))}, "
                + $"got {NameList.Of(next.Layout.Select(slot => $"{slot}"))}");

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
}
