using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>
/// The file of a run's state, version 1: a safetensors file with the metadata <c>format</c>, <c>version</c>, <c>checksum</c> (XXH128 of the
/// whole file, with zeros in the place of its own digits) and <c>state</c>, the JSON of a <see cref="StateDocument"/>.
/// </summary>
internal static class StateFile
{
    private const string Format = "functionalnet.state";
    private const int Version = 1;
    private const int ChecksumDigits = 32;
    private const int PieceSize = 1 << 20;

    // Letters are written as they are: arrows and signs of expressions can be read in the file.
    private static readonly StateJson Json = new(new JsonSerializerOptions(StateJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static readonly string NoChecksum = new('0', ChecksumDigits);

    /// <summary>Writes a file, whole or not at all.</summary>
    public static Fin<string> Write<T>(string path, SavedState<T> saved)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (header, tensors) = WithChecksum(saved);
        return header.Length <= SafetensorsHeader.MostBytes
            ? WholeFile.WriteWith(path, file => Safetensors.Write(file, header, tensors))
            : Error.New(Invariant($"{path}: expected names and descriptions of at most {SafetensorsHeader.MostBytes} bytes, got more"));
    }

    /// <summary>The bytes of a file.</summary>
    public static byte[] Encode<T>(SavedState<T> saved)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (header, tensors) = WithChecksum(saved);
        return Safetensors.Encode(header, tensors);
    }

    /// <summary>The state in a file.</summary>
    public static Fin<SavedState<T>> Decode<T>(ByteRange file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from header in ReadHeader(file)
        from _ in RequirePrecision<T>(header)
        from __ in RequireChecksum(header, file)
        from state in Decode<T>(header, file)
        select state;

    /// <summary>The state in a file whose checksum is taken to be right: tests change what the checksum guards.</summary>
    internal static Fin<SavedState<T>> DecodeUnchecked<T>(ByteRange file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from header in ReadHeader(file)
        from state in Decode<T>(header, file)
        select state;

    /// <summary>The state in a file without its tensors, which are not read, and the header. Whether they are whole is not checked.</summary>
    public static Fin<(SafetensorsHeader Header, StateDocument Document)> DecodeDocument(ByteRange file) =>
        from header in ReadHeader(file)
        from document in DocumentOf(header)
        select (header, document);

    /// <summary>An error, if a tensor has another precision: a state is not converted, since it would go on otherwise.</summary>
    public static Fin<Unit> RequirePrecision<T>(SafetensorsHeader header)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        header.Stored.Select(tensor => tensor.Type.RequirePrecision<T>(convert: false, hint: "")).FirstOrDefault(result => result.IsFail, unit);

    /// <summary>Whether this is the header of a state, or of tensors of something else.</summary>
    public static bool IsState(SafetensorsHeader header) => header.Metadata.GetValueOrDefault("format") == Format;

    private static Fin<SavedState<T>> Decode<T>(SafetensorsHeader header, ByteRange file)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from document in DocumentOf(header)
        from tensors in Safetensors.Decode<T>(header, file.From(header.DataOffset), convert: false, only: null)
        from state in StateOf(document, tensors)
        select new SavedState<T>(state, document.Run) { Metrics = [.. document.Metrics.Select(metric => (metric.Name, metric.Value))] };

    private static Fin<SafetensorsHeader> ReadHeader(ByteRange file) =>
        from header in SafetensorsHeader.Parse(file)
        from _ in IsState(header)
            ? FinSucc(unit)
            : Error.New("expected the state of a run, found tensors of something else")
        from __ in header.Metadata.GetValueOrDefault("version") is { } version && version == Invariant($"{Version}")
            ? FinSucc(unit)
            : Error.New(Invariant($"expected the state of a run of version {Version}, found version {header.Metadata.GetValueOrDefault("version", "none")}"))
        select header;

    private static Fin<StateDocument> DocumentOf(SafetensorsHeader header)
    {
        try
        {
            return JsonSerializer.Deserialize(header.Metadata.GetValueOrDefault("state", "null"), Json.StateDocument) is { } document
                ? document
                : Error.New("expected the state of a run, found none");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return Error.New($"expected the state of a run, found it broken: {broken.Message}");
        }
    }

    private static (byte[] Header, NamedTensors<T> Tensors) WithChecksum<T>(SavedState<T> saved)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (document, tensors) = StateWriter<T>.Write(saved);
        tensors = tensors with
        {
            Metadata = Parameters.Roles(saved.State.Parameters.Layout)
                .Add("checksum", NoChecksum)
                .Add("format", Format)
                .Add("state", JsonSerializer.Serialize(document, Json.StateDocument))
                .Add("version", Invariant($"{Version}")),
        };
        var header = Safetensors.HeaderOf(tensors);
        var hash = new XxHash128();
        hash.Append(header);
        foreach (var (_, value) in tensors)
            NumberStream.Write(value.Span, bytes => hash.Append(bytes));
        Encoding.ASCII.GetBytes(Text(hash)).CopyTo(header.AsSpan(PlaceOf(NoChecksum, header)));
        return (header, tensors);
    }

    private static Fin<Unit> RequireChecksum(SafetensorsHeader header, ByteRange file)
    {
        var start = file.Slice(0, (int)header.DataOffset).ToArray();
        var found = header.Metadata.GetValueOrDefault("checksum", "");
        var place = PlaceOf(found, start);
        if (found.Length != ChecksumDigits || place < 0)
            return Error.New(Invariant($"expected a checksum of {ChecksumDigits} digits, found \"{found}\""));
        Encoding.ASCII.GetBytes(NoChecksum).CopyTo(start.AsSpan(place));
        var hash = new XxHash128();
        hash.Append(start);
        for (var offset = header.DataOffset; offset < file.Length; offset += PieceSize)
            hash.Append(file.Slice(offset, (int)long.Min(PieceSize, file.Length - offset)));
        return Text(hash) == found ? unit : Error.New($"expected the checksum {found}, found {Text(hash)}: the file is not whole, or was changed");
    }

    // The checksum is the first of the metadata, since those are in the order of their names.
    private static int PlaceOf(string checksum, ReadOnlySpan<byte> header) => header.IndexOf(Encoding.ASCII.GetBytes($"\"checksum\":\"{checksum}\"")) is >= 0 and var place
        ? place + "\"checksum\":\"".Length
        : -1;

    private static string Text(XxHash128 hash) => hash.GetCurrentHashAsUInt128().ToString("x32", CultureInfo.InvariantCulture);

    private static Fin<TrainingState<T>> StateOf<T>(StateDocument document, NamedTensors<T> tensors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            return StateReader<T>.Read(document, tensors);
        }
        catch (ArgumentException broken)
        {
            // What the document says and what the tensors are do not fit: a tensor is missing, or a shape is none.
            return Error.New($"expected the state of a run, found it broken: {broken.Message}");
        }
    }
}
