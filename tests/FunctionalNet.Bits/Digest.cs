using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace FunctionalNet.Bits;

/// <summary>A short fingerprint of results: of the bits of all numbers in them, and of the shapes.</summary>
internal sealed class Digest<T> : IDisposable
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int Letters = 16;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The fingerprint of tensors, numbers, indices, and of tuples and lists of these.</summary>
    public static string Of(IEnumerable results)
    {
        using var digest = new Digest<T>();
        digest.Append(results);
        return Convert.ToHexStringLower(digest.hash.GetHashAndReset())[..Letters];
    }

    public void Dispose() => hash.Dispose();

    private void Append(object? result)
    {
        switch (result)
        {
            case Tensor<T> tensor:
                Append(tensor.Shape);
                Append(tensor.Data);
                break;
            case Parameters<T> parameters:
                Append(parameters.AsEnumerable().Select(parameter => parameter.Value));
                break;
            case Indices indices:
                Append(indices.Shape);
                Append(indices.Values);
                break;
            case T number:
                Append(double.CreateChecked(number));
                break;
            case double number:
                Append(number);
                break;
            case int number:
                Append((double)number);
                break;
            case IEnumerable several:
                foreach (var part in several)
                    Append(part);
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                    Append(tuple[i]);
                break;
            default:
                throw new NotSupportedException($"expected tensors, numbers or indices, got {result}");
        }
    }

    // What a processor makes of the sign and the payload of a NaN is not the library's.
    private void Append(double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, double.IsNaN(number) ? double.NaN : number);
        hash.AppendData(bytes);
    }
}
