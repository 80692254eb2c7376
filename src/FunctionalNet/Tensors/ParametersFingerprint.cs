using System.Security.Cryptography;
using FunctionalNet.Numerics;

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
            hash.AppendData(NumberCoding.LittleEndian(parameter.Value.Span));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
