using System.Numerics;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>The numbers of a tensor in a file, as bytes.</summary>
/// <param name="Name">The name of the tensor; empty where a file has only one.</param>
/// <param name="TypeName">The type as the file calls it: <c>F32</c>, <c>&lt;f4</c>.</param>
/// <param name="Type">The type.</param>
/// <param name="Lengths">The lengths of the axes.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is the highest.</param>
internal sealed record StoredType(string Name, string TypeName, NumberType Type, StoredShape Lengths, bool IsBigEndian = false)
{
    /// <summary>The number of bytes.</summary>
    public Int128 Size => Type.Size() * Lengths.Size;

    /// <summary>The shape of the numbers as a tensor: those who read into memory have asked for <see cref="RequireTensor"/>.</summary>
    public Shape Shape => Lengths.ToShape().ThrowIfFail();

    /// <summary>An error, if the numbers are more than a tensor has.</summary>
    public Fin<Unit> RequireTensor() => Lengths.ToShape().Match(
        _ => unit,
        failure => Fin<Unit>.Fail($"{Subject}{failure.Message}{(Lengths.Size > System.Array.MaxLength ? ": StoredRows.Open reads some of its rows" : "")}"));

    /// <summary>An error, unless the numbers are of the precision of <typeparamref name="T"/> or are to be converted.</summary>
    public Fin<Unit> RequirePrecision<T>(bool convert, string hint = ": read with convert: true to convert")
        where T : unmanaged, IFloatingPointIeee754<T> => convert || Type == NumberCoding.TypeOf<T>()
        ? unit
        : Error.New($"{Subject}expected {Words(NumberCoding.TypeOf<T>())}, found {Words(Type)} ({TypeName}){hint}");

    private string Subject => Name.Length == 0 ? "" : $"{Name}: ";

    private static string Words(NumberType type) => type switch
    {
        NumberType.Boolean => "booleans",
        NumberType.Float16 => "half-precision numbers",
        NumberType.BFloat16 => "bfloat16 numbers",
        NumberType.Float32 => "single-precision numbers",
        NumberType.Float64 => "double-precision numbers",
        NumberType.UInt8 or NumberType.UInt16 or NumberType.UInt32 or NumberType.UInt64 => Invariant($"unsigned {8 * type.Size()}-bit integers"),
        _ => Invariant($"{8 * type.Size()}-bit integers"),
    };
}
