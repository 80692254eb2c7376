using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// The tensors in an input or output of a <see cref="Differentiable{TIn, TOut}"/>: a number, a tensor, parameters, or a tuple of
/// these. Statistics among parameters are left out: they have no gradient.
/// </summary>
internal static class Leaves
{
    // Each tuple type is named here, so that a trimmed or native program keeps it.
    private static readonly ImmutableArray<ConstructorInfo> TupleConstructors =
    [
        .. typeof(ValueTuple<>).GetConstructors(), .. typeof(Tuple<>).GetConstructors(),
        .. typeof(ValueTuple<,>).GetConstructors(), .. typeof(Tuple<,>).GetConstructors(),
        .. typeof(ValueTuple<,,>).GetConstructors(), .. typeof(Tuple<,,>).GetConstructors(),
        .. typeof(ValueTuple<,,,>).GetConstructors(), .. typeof(Tuple<,,,>).GetConstructors(),
        .. typeof(ValueTuple<,,,,>).GetConstructors(), .. typeof(Tuple<,,,,>).GetConstructors(),
        .. typeof(ValueTuple<,,,,,>).GetConstructors(), .. typeof(Tuple<,,,,,>).GetConstructors(),
        .. typeof(ValueTuple<,,,,,,>).GetConstructors(), .. typeof(Tuple<,,,,,,>).GetConstructors(),
        .. typeof(ValueTuple<,,,,,,,>).GetConstructors(), .. typeof(Tuple<,,,,,,,>).GetConstructors(),
    ];

    /// <summary>A tensor in a structure, and its place: <c>Item1.Affine1/W</c>; empty if it is the whole structure.</summary>
    public sealed record Leaf(string Path, Tensor<double> Value);

    /// <summary>All tensors in a structure, in order.</summary>
    /// <exception cref="ArgumentException">There is something in it that is not made of doubles.</exception>
    public static ImmutableArray<Leaf> Of(object? structure, string path = "") => structure switch
    {
        double number => [new(path, number)],
        Tensor<double> tensor => [new(path, tensor)],
        Parameters<double> parameters =>
            [.. parameters.Trained.AsEnumerable().Select(parameter => new Leaf(Join(path, parameter.Path), parameter.Value))],
        ImmutableArray<Tensor<double>> tensors => [.. tensors.SelectMany((item, i) => Of(item, Join(path, Invariant($"{i}"))))],
        ITuple tuple => [.. Items(tuple).SelectMany((item, i) => Of(item, Join(path, Invariant($"Item{i + 1}"))))],
        _ => throw Unsupported(structure?.GetType()),
    };

    /// <summary>The structure with each of its tensors replaced by a function of it, called in order.</summary>
    /// <exception cref="ArgumentException">There is something in it that is not made of doubles.</exception>
    public static TValue Map<TValue>(TValue structure, Func<Tensor<double>, Tensor<double>> function) =>
        (TValue)MapAny(structure, function);

    private static object MapAny(object? structure, Func<Tensor<double>, Tensor<double>> function) => structure switch
    {
        double number => function(number).ToScalar(),
        Tensor<double> tensor => function(tensor),
        Parameters<double> parameters => parameters.WithTrained(parameters.Trained.Map(function)),
        ImmutableArray<Tensor<double>> tensors => tensors.Select(function).ToImmutableArray(),
        ITuple { Length: 0 } => structure,
        ITuple tuple => Tuple(tuple.GetType(), [.. Items(tuple).Select(item => MapAny(item, function))]),
        _ => throw Unsupported(structure?.GetType()),
    };

    // The eighth item and those after it are in a tuple of their own.
    private static object Tuple(Type type, ReadOnlySpan<object?> items) => ConstructorOf(type).Invoke(
        type.GetGenericArguments() is { Length: 8 } types ? [.. items[..7], Tuple(types[7], items[7..])] : items.ToArray());

    private static ConstructorInfo ConstructorOf(Type type) =>
        TupleConstructors.FirstOrDefault(constructor => constructor.DeclaringType!.HasSameMetadataDefinitionAs(type)) is { } definition
            ? (ConstructorInfo)type.GetMemberWithSameMetadataDefinitionAs(definition)
            : throw Unsupported(type);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static IEnumerable<object?> Items(ITuple tuple) => Enumerable.Range(0, tuple.Length).Select(i => tuple[i]);

    private static ArgumentException Unsupported(Type? type) =>
        new("a numerical gradient takes double, Tensor<double>, Parameters<double> or tuples of these, "
            + $"got {(type is null ? "null" : NameOf(type))}");

    private static string NameOf(Type type) =>
        type.GetElementType() is { } element ? $"{NameOf(element)}[]"
        : type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
