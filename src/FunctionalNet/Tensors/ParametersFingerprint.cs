using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FunctionalNet;

/// <content>A fingerprint of exact values.</content>
public sealed partial record Parameters<T>
{
    /// <summary>
    /// The SHA-256, in lower-case hexadecimal, of the little-endian bytes of all numbers in order. Two trained networks have
    /// the same fingerprint when they are the same bit for bit.
    /// </summary>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in this)
            hash.AppendData(LittleEndianBytes(parameter.Value.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ReadOnlySpan<byte> LittleEndianBytes(ReadOnlySpan<T> values)
    {
        if (BitConverter.IsLittleEndian)
            return MemoryMarshal.AsBytes(values);
        if (typeof(T) == typeof(float))
        {
            var words = new int[values.Length];
            BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, int>(values), words);
            return MemoryMarshal.AsBytes<int>(words);
        }

        var doubleWords = new long[values.Length];
        BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<T, long>(values), doubleWords);
        return MemoryMarshal.AsBytes<long>(doubleWords);
    }
}
