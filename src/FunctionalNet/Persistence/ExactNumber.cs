using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionalNet;

/// <summary>
/// Numbers in JSON, to the bit: those that are finite in the fewest digits that identify them, infinities and NaN, which JSON does not
/// have, as a text with their bits: <c>"0x7ff0000000000000"</c>.
/// </summary>
internal sealed class ExactNumber : JsonConverter<double>
{
    private const string Prefix = "0x";

    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            return reader.GetDouble();
        var text = reader.GetString()!;
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && ulong.TryParse(text[Prefix.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            && !double.IsFinite(BitConverter.UInt64BitsToDouble(bits))
            ? BitConverter.UInt64BitsToDouble(bits)
            : throw new JsonException($"expected a number, or the bits of one that is not finite, found \"{text}\"");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
            writer.WriteNumberValue(value);
        else
            writer.WriteStringValue(Invariant($"{Prefix}{BitConverter.DoubleToUInt64Bits(value):x16}"));
    }
}
