using System.Numerics;
using System.Runtime.CompilerServices;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// Files in the safetensors format, which PyTorch, JAX and others read: a header with names, types and shapes, and the bytes of the tensors.
/// A file that breaks a rule of the format (sizes, overlaps, holes, names that repeat, a header of more than 100 MB) is refused, with an
/// error of one line that names it.
/// </summary>
/// <remarks>
/// The format as published by Hugging Face: eight bytes with the length of the header, a header in JSON, and tensors, row-major and
/// little-endian, without gaps. A file is mapped into memory: of a large one, only the tensors that are asked for are read. It may be replaced
/// or deleted meanwhile, but not cut short: the system ends a process that reads what is no longer there.
/// </remarks>
/// <example>
/// <code>
/// var bytes = Safetensors.Encode(NamedTensors&lt;float&gt;.Create(("x", Tensor.Ones&lt;float&gt;([2, 3]))));
/// Console.WriteLine(Safetensors.Decode&lt;float&gt;(bytes)); // Succ(x  f32[2,3])
/// Console.WriteLine(Safetensors.Decode&lt;double&gt;(bytes));
/// // Fail(x: expected double-precision numbers, found single-precision numbers (F32): read with convert: true to convert)
/// </code>
/// </example>
public static class Safetensors
{
    // Numbers of a tensor: large enough that threads are worth it.
    private const int PieceSize = 1 << 17;

    /// <summary>The tensors of a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="convert">
    /// Whether numbers of other types (half precision, bfloat16, the other precision, integers, booleans) are converted, rounded to the
    /// nearest. If not, they are an error.
    /// </param>
    /// <param name="only">The names of the tensors to read; all if null.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<NamedTensors<T>> Read<T>(string path, bool convert = false, Func<string, bool>? only = null)
        where T : unmanaged, IFloatingPointIeee754<T> => MappedFile.Read(Require.NotNull(path), bytes => Decode<T>(bytes, convert, only));

    /// <summary>The header of a file: names, types, shapes and metadata. No tensor is read.</summary>
    /// <param name="path">The path of the file.</param>
    public static Fin<SafetensorsHeader> ReadHeader(string path) => MappedFile.Read(Require.NotNull(path), SafetensorsHeader.Parse);

    /// <summary>Writes or replaces a file in an existing folder, whole or not at all. Returns its path, or the reason for a failure.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="tensors">The tensors, which are written in their order, and the metadata.</param>
    /// <exception cref="ArgumentException">A tensor is called <c>__metadata__</c>, which the format keeps for itself.</exception>
    public static Fin<string> Write<T>(string path, NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(tensors);
        return HeaderOf(tensors) is { Length: <= SafetensorsHeader.MostBytes } header
            ? WholeFile.WriteWith(path, file => Write(file, header, tensors))
            : Error.New(Invariant($"{path}: expected names and metadata of at most {SafetensorsHeader.MostBytes} bytes, got more"));
    }

    /// <summary>The tensors of a file's bytes.</summary>
    /// <param name="bytes">All bytes of the file.</param>
    /// <param name="convert">Whether numbers of other types are converted, rounded to the nearest. If not, they are an error.</param>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    public static Fin<NamedTensors<T>> Decode<T>(ReadOnlySpan<byte> bytes, bool convert = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ByteRange.Over(bytes, range => Decode<T>(range, convert, only: null)).InOneLine();

    /// <summary>The bytes of a file with these tensors, in their order, and the metadata.</summary>
    /// <exception cref="ArgumentException">They are more than an array holds, or one is called <c>__metadata__</c>.</exception>
    public static byte[] Encode<T>(NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return Encode(HeaderOf(tensors), tensors);
    }

    /// <summary>The bytes of a file with this header.</summary>
    internal static byte[] Encode<T>(byte[] header, NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var size = header.Length + tensors.Sum(tensor => (long)tensor.Value.Shape.Size * Unsafe.SizeOf<T>());
        if (size > Array.MaxLength)
            throw new ArgumentException(Invariant($"expected at most {Array.MaxLength} bytes, got {size}: write them to a file"), nameof(tensors));
        var bytes = new byte[size];
        using var file = new MemoryStream(bytes);
        Write(file, header, tensors);
        return bytes;
    }

    internal static Fin<NamedTensors<T>> Decode<T>(ByteRange bytes, bool convert, Func<string, bool>? only)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from header in SafetensorsHeader.Parse(bytes)
        from tensors in Decode<T>(header, bytes.From(header.DataOffset), convert, only)
        select tensors;

    /// <summary>The tensors after a header.</summary>
    internal static Fin<NamedTensors<T>> Decode<T>(SafetensorsHeader header, ByteRange data, bool convert, Func<string, bool>? only)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var wanted = header.Stored.Where(tensor => only is null || only(tensor.Type.Name)).ToList();
        foreach (var tensor in wanted)
        {
            if (tensor.Type.RequirePrecision<T>(convert) is { IsFail: true } refused)
                return (Error)refused;
        }

        return NamedTensors<T>.Create([.. wanted.Select(tensor => (tensor.Type.Name, Value(tensor)))]) with { Metadata = header.Metadata };

        Tensor<T> Value(StoredTensor tensor) => Tensor<T>.Freeze(tensor.Type.Shape, Numbers<T>(tensor.Type, data.From(tensor.Begin)));
    }

    /// <summary>The numbers of a tensor, piece by piece, since they may have more bytes than a span, and on all threads.</summary>
    internal static T[] Numbers<T>(StoredType type, ByteRange data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (numbers, size) = (Tensor<T>.Allocate(type.Shape.Size), type.Type.Size());
        Workers.Run(numbers.Length, PieceSize, (start, count) =>
        {
            // In 64 bits: the end of the longest array and a piece are more than 31.
            for (var done = start; done < start + count; done += PieceSize)
            {
                var piece = numbers.AsSpan((int)done, (int)nint.Min(PieceSize, start + count - done));
                NumberCoding.Decode(type.Type, type.IsBigEndian, data.Slice(done * size, piece.Length * size), piece);
            }
        });
        return numbers;
    }

    /// <summary>The bytes of a file up to the first tensor.</summary>
    internal static byte[] HeaderOf<T>(NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T> => SafetensorsHeader.Write(
        tensors.Select(tensor => (tensor.Name, NumberCoding.TypeOf<T>(), tensor.Value.Shape)), tensors.Metadata);

    /// <summary>Writes the header and the tensors.</summary>
    internal static void Write<T>(Stream file, byte[] header, NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        file.Write(header);
        foreach (var (_, value) in tensors)
            NumberStream.Write(file, value.Span);
    }
}
