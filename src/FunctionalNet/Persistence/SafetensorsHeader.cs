using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>The header of a safetensors file: name, type and shape of each tensor, in the order of their bytes, and texts by name.</summary>
public sealed record SafetensorsHeader
{
    /// <summary>The limit of the format, in bytes.</summary>
    internal const int MostBytes = 100_000_000;

    // The name in a header that is no tensor's.
    private const string MetadataName = "__metadata__";

    // The bytes of the first tensor begin at a multiple of it.
    private const int Alignment = sizeof(double);

    private static readonly ImmutableArray<(string Name, NumberType Type)> Types =
    [
        ("BOOL", NumberType.Boolean), ("U8", NumberType.UInt8), ("I8", NumberType.Int8), ("U16", NumberType.UInt16), ("I16", NumberType.Int16),
        ("U32", NumberType.UInt32), ("I32", NumberType.Int32), ("U64", NumberType.UInt64), ("I64", NumberType.Int64), ("F16", NumberType.Float16),
        ("BF16", NumberType.BFloat16), ("F32", NumberType.Float32), ("F64", NumberType.Float64),
    ];

    private SafetensorsHeader(ImmutableArray<StoredTensor> stored, ImmutableSortedDictionary<string, string> metadata, long dataOffset) =>
        (Stored, Metadata, DataOffset) = (stored, metadata, dataOffset);

    /// <summary>The tensors, in the order of their bytes.</summary>
    public ImmutableArray<TensorDescription> Tensors =>
        [.. Stored.Select(tensor => new TensorDescription(tensor.Type.Name, tensor.Type.TypeName, tensor.Type.Shape))];

    /// <summary>Texts by name.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <summary>The tensors with the places of their bytes.</summary>
    internal ImmutableArray<StoredTensor> Stored { get; }

    /// <summary>The position of the first tensor in the file.</summary>
    internal long DataOffset { get; }

    /// <summary>Equal when tensors and metadata are.</summary>
    public bool Equals(SafetensorsHeader? other) =>
        other is not null && DataOffset == other.DataOffset
        && Stored.AsSpan().SequenceEqual(other.Stored.AsSpan()) && Metadata.SequenceEqual(other.Metadata);

    /// <inheritdoc/>
    public override int GetHashCode() => Stored.Aggregate(Metadata.Count, HashCode.Combine);

    /// <summary>A line for each tensor: its name, type and shape.</summary>
    public override string ToString() => Stored.IsEmpty
        ? "no tensors"
        : string.Join('\n', TextTable.Align([.. Tensors.Select(tensor => new[] { tensor.Name, tensor.Type, $"{tensor.Shape}" })]));

    /// <summary>The header of a file, whose sizes agree with each other and with the length of the file. No tensor is too large for memory.</summary>
    internal static Fin<SafetensorsHeader> Parse(ByteRange file) =>
        from header in Read(file.Length, count => file.Slice(0, count).ToArray())
        from _ in header.Stored.Select(tensor => tensor.Type.RequireTensor()).FirstOrDefault(result => result.IsFail, unit)
        select header;

    /// <summary>The header of a file, whose sizes agree with each other and with the length of the file.</summary>
    /// <param name="fileLength">The number of bytes of the file.</param>
    /// <param name="first">The first bytes of the file, so many.</param>
    internal static Fin<SafetensorsHeader> Read(long fileLength, Func<int, byte[]> first)
    {
        if (fileLength < sizeof(ulong))
            return Error.New(Invariant($"expected a safetensors file, found {Quantity.Of(fileLength, "byte")}"));
        var start = first((int)long.Min(fileLength, FileKind.Telling));
        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length > MostBytes || (long)length > fileLength - sizeof(ulong))
        {
            return Error.New(Invariant(
                $"expected a safetensors header of at most {long.Min(MostBytes, fileLength - sizeof(ulong))} bytes, found the length {length}{FileKind.Note(start)}"));
        }

        var header = first(sizeof(ulong) + (int)length).AsMemory(sizeof(ulong));
        if (header.IsEmpty || header.Span[0] != '{' || !Utf8.IsValid(header.Span))
            return Error.New("expected a safetensors header of JSON in UTF-8, found something else");
        return ParseJson(header, fileLength - sizeof(ulong) - (long)length, sizeof(ulong) + (long)length);
    }

    /// <summary>The bytes of a file up to the first tensor.</summary>
    /// <exception cref="ArgumentException">A tensor has the name of the metadata.</exception>
    internal static byte[] Write(
        IEnumerable<(string Name, NumberType Type, Shape Shape)> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var bytes = new MemoryStream();
        bytes.Write(stackalloc byte[sizeof(ulong)]);
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, tensors, metadata);
        while (bytes.Length % Alignment != 0)
            bytes.WriteByte((byte)' ');
        var header = bytes.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(ulong));
        return header;
    }

    private static void Write(
        Utf8JsonWriter json, IEnumerable<(string Name, NumberType Type, Shape Shape)> tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        json.WriteStartObject();
        if (metadata.Any())
        {
            json.WriteStartObject(MetadataName);
            foreach (var (name, text) in metadata)
                json.WriteString(name, text);
            json.WriteEndObject();
        }

        var offset = 0L;
        foreach (var (name, type, shape) in tensors)
        {
            if (name == MetadataName)
                throw new ArgumentException($"no tensor of a safetensors file can be called {MetadataName}", nameof(tensors));
            json.WriteStartObject(name);
            json.WriteString("dtype", Types.First(known => known.Type == type).Name);
            WriteNumbers("shape", shape.Select(length => (long)length));
            WriteNumbers("data_offsets", [offset, offset += (long)shape.Size * type.Size()]);
            json.WriteEndObject();
        }

        json.WriteEndObject();

        void WriteNumbers(string name, IEnumerable<long> numbers)
        {
            json.WriteStartArray(name);
            foreach (var number in numbers)
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }
    }

    private static Fin<SafetensorsHeader> ParseJson(ReadOnlyMemory<byte> header, long dataLength, long dataOffset)
    {
        try
        {
            using var json = JsonDocument.Parse(header, new() { AllowDuplicateProperties = false });
            var (stored, metadata) = (ImmutableArray.CreateBuilder<StoredTensor>(), ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));
            foreach (var item in json.RootElement.EnumerateObject())
            {
                if (item.Name == MetadataName)
                    metadata = metadata.AddRange(item.Value.EnumerateObject().Select(text => KeyValuePair.Create(text.Name, Text(text.Value))));
                else if (ParseTensor(item.Name, item.Value) is var tensor && tensor.IsSucc)
                    stored.Add(tensor.ThrowIfFail());
                else
                    return (Error)tensor;
            }

            stored.Sort((left, right) => (left.Begin, left.End).CompareTo((right.Begin, right.End)));
            return RequireWhole(stored, dataLength).Map(_ => new SafetensorsHeader(stored.ToImmutable(), metadata, dataOffset));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            // Wrong JSON, a value of another type than expected, half of a surrogate pair, and a number that is no integer.
            return Error.New($"expected a safetensors header, found it broken: {broken.Message}");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw new JsonException($"expected a text, found {value.ValueKind}");

    private static Fin<StoredTensor> ParseTensor(string name, JsonElement value)
    {
        var unknown = value.EnumerateObject().Select(property => property.Name).FirstOrDefault(property => property is not ("dtype" or "shape" or "data_offsets"));
        if (unknown is not null)
            return Error.New($"{name}: expected dtype, shape and data_offsets, found {unknown} too");
        if (!value.TryGetProperty("dtype", out var dtype) || !value.TryGetProperty("shape", out var lengths) || !value.TryGetProperty("data_offsets", out var offsets))
            return Error.New($"{name}: expected dtype, shape and data_offsets, found {NameList.Of(value.EnumerateObject().Select(property => property.Name))}");
        var typeName = Text(dtype);
        if (Types.FirstOrDefault(known => known.Name == typeName) is not { Name: not null } type)
            return Error.New($"{name}: expected one of the types {NameList.Of(Types.Select(known => known.Name))}, found {typeName}");
        return (from shape in StoredShape.Of([.. lengths.EnumerateArray().Select(length => length.GetInt64())])
                from place in PlaceOf([.. offsets.EnumerateArray().Select(offset => offset.GetInt64())])
                let stored = new StoredTensor(new(name, typeName, type.Type, shape), place.Begin, place.End)
                from _ in stored.Type.Size == place.End - place.Begin
                    ? FinSucc(unit)
                    : Error.New(Invariant($"expected {stored.Type.Size} bytes for {typeName} {shape}, found {place.End - place.Begin}"))
                select stored).About(name);
    }

    private static Fin<(long Begin, long End)> PlaceOf(ImmutableArray<long> offsets) => offsets is [>= 0 and var begin, var end] && end >= begin
        ? (begin, end)
        : Error.New($"expected data_offsets [begin, end], found [{string.Join(", ", offsets.Select(offset => Invariant($"{offset}")))}]");

    /// <summary>The tensors must lie one after the other from the first byte to the last.</summary>
    private static Fin<Unit> RequireWhole(IEnumerable<StoredTensor> inOrder, long dataLength)
    {
        var end = 0L;
        foreach (var tensor in inOrder)
        {
            if (tensor.Begin != end)
            {
                return Error.New(Invariant(
                    $"{tensor.Type.Name}: expected its bytes from {end} on, found them from {tensor.Begin}: {(tensor.Begin < end ? "tensors overlap" : "there is a hole")}"));
            }

            end = tensor.End;
        }

        return end == dataLength ? unit : Error.New(Invariant($"expected {Quantity.Of(end, "byte")} of tensors, found {dataLength}"));
    }
}

/// <summary>A tensor in a file, without its numbers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers, as the file calls it: <c>F32</c>.</param>
/// <param name="Shape">Its shape.</param>
public sealed record TensorDescription(string Name, string Type, Shape Shape)
{
    /// <summary>Its name.</summary>
    public string Name { get; init => field = Require.NotNull(value, nameof(Name)); } = Require.NotNull(Name, nameof(Name));

    /// <summary>The type of its numbers, as the file calls it: <c>F32</c>.</summary>
    public string Type { get; init => field = Require.NotNull(value, nameof(Type)); } = Require.NotNull(Type, nameof(Type));

    /// <summary>Its shape.</summary>
    public Shape Shape { get; init => field = Require.NotNull(value, nameof(Shape)); } = Require.NotNull(Shape, nameof(Shape));

    /// <summary>One line: <c>Affine1/W F32 [784, 50]</c>.</summary>
    public override string ToString() => $"{Name} {Type} {Shape}";
}

/// <summary>A tensor in a safetensors file, and the place of its bytes, counted from the first byte after the header.</summary>
internal sealed record StoredTensor(StoredType Type, long Begin, long End);
