using System.Collections.Immutable;
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
/// <param name="Shape">The shape.</param>
/// <param name="IsBigEndian">Whether the first byte of a number is the highest.</param>
internal sealed record StoredType(string Name, string TypeName, NumberType Type, Shape Shape, bool IsBigEndian = false)
{
    /// <summary>The number of bytes.</summary>
    public long Size => (long)Type.Size() * Shape.Size;

    /// <summary>An error, unless the numbers are of the precision of <typeparamref name="T"/> or are to be converted.</summary>
    public Fin<Unit> RequirePrecision<T>(bool convert, string hint = ": read with convert: true to convert")
        where T : unmanaged, IFloatingPointIeee754<T> => convert || Type == NumberCoding.TypeOf<T>()
        ? unit
        : Error.New($"{Subject}expected {Words(NumberCoding.TypeOf<T>())}, found {Words(Type)} ({TypeName}){hint}");

    /// <summary>A shape for lengths in a file.</summary>
    public static Fin<Shape> ShapeOf(ImmutableArray<long> lengths)
    {
        if (lengths.FirstOrDefault(length => length is < 0 or > int.MaxValue) is not 0 and var wrong)
            return Error.New(Invariant($"expected lengths of axes from 0 to {int.MaxValue}, found {wrong}"));
        try
        {
            return Shape.Create([.. lengths.Select(length => (int)length)]);
        }
        catch (ArgumentException refused)
        {
            return Error.New(refused.Message);
        }
    }

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
