using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace FunctionalNet.Tests.Persistence;

/// <summary>The safetensors format: every type is read, and a file that breaks a rule is refused.</summary>
public sealed class SafetensorsTests : IDisposable
{
    private const string Types = "types.safetensors";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_type_is_read()
    {
        var tensors = Safetensors.Read<double>(FilesOfPython.At(Types), convert: true).ThrowIfFail();
        double[] floats = [0.0, -0.0, 1.5, -2.25, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 65504];
        Is("F64", floats);
        Is("F32", floats);
        Assert.Equal([2, 4], tensors["F32"].Shape);
        Is("F16", floats);
        // 65504 has more digits than bfloat16.
        Is("BF16", [.. floats[..^1], 65536]);
        Is("I64", -1, 0, 1L << 40);
        Is("I32", -1, 0, 1 << 30);
        Is("I16", -1, 0, 1 << 14);
        Is("I8", -1, 0, 127);
        Is("U8", 255, 0, 127);
        Is("BOOL", 1, 0);
        Assert.Equal(Tensor.Scalar(2.5), tensors["scalar"]);
        Assert.Equal([0, 3], tensors["empty"].Shape);
        Assert.Equal("one of each type", tensors.Metadata["what"]);
        Assert.True(double.IsNegative(tensors["F16"].Data[1]));

        void Is(string name, params double[] numbers) => Assert.Equal(numbers, tensors[name].ToArray());
    }

    [Fact]
    public void Only_what_is_asked_for_is_read()
    {
        var tensors = Safetensors.Read<float>(FilesOfPython.At(Types), only: name => name is "F32" or "scalar").ThrowIfFail();
        Assert.Equal(["F32", "scalar"], tensors.Names);
        Assert.Equal(
            $"{FilesOfPython.At(Types)}: F64: expected single-precision numbers, found double-precision numbers (F64): read with convert: true to convert",
            Message(Safetensors.Read<float>(FilesOfPython.At(Types))));
    }

    [Fact]
    public void A_header_is_read_alone()
    {
        var header = Safetensors.ReadHeader(FilesOfPython.At(Types)).ThrowIfFail();
        Assert.Equal(new("BF16", "BF16", [8]), header.Tensors[3]);
        Assert.Equal("pt", header.Metadata["format"]);
        Assert.StartsWith("F64     F64   [8]\nF32     F32   [2, 4]\n", $"{header}", StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_are_written_and_read_back()
    {
        var metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "" }.ToImmutableSortedDictionary();
        var plain = NamedTensors<double>.Create(
            ("z", Key.Seed(0).Normal<double>([3, 5])), ("Ünï \"quoted\"\n", Tensor.Scalar(double.NaN)), ("", Tensor.Zeros<double>([0, 3])));
        var tensors = plain with { Metadata = metadata };
        Assert.Equal(folder.At("x.safetensors"), Safetensors.Write(folder.At("x.safetensors"), tensors));
        Assert.Equal(tensors, Safetensors.Read<double>(folder.At("x.safetensors")));
        Assert.Equal(File.ReadAllBytes(folder.At("x.safetensors")), Safetensors.Encode(tensors));
        Assert.Equal(NamedTensors<float>.Empty, Safetensors.Decode<float>(Safetensors.Encode(NamedTensors<float>.Empty)));
        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(Safetensors.Encode(tensors)) % 8);
    }

    [Fact]
    public void No_tensor_can_have_the_name_of_the_metadata()
    {
        var tensors = NamedTensors<float>.Create(("__metadata__", Tensor.Scalar(1f)));
        Failure.Says("no tensor of a safetensors file can be called __metadata__ (Parameter 'tensors')", () => Safetensors.Encode(tensors));
        Failure.Says("no tensor of a safetensors file can be called __metadata__ (Parameter 'tensors')", () => Safetensors.Write(folder.At("x.safetensors"), tensors));
        Assert.Empty(folder.Entries);
    }

    // A message is often written to a terminal, which a name in a file must not control.
    [Fact]
    public void A_message_has_no_control_characters()
    {
        var tensors = NamedTensors<float>.Create(("\u001b[2Jx\r\n\0", Tensor.Scalar(1f)));
        Assert.StartsWith("\\u001b[2Jx \\u0000: expected double-precision numbers", Message(Safetensors.Decode<double>(Safetensors.Encode(tensors))), StringComparison.Ordinal);
    }

    private const string X = "\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    /// <summary>Headers for 8 bytes of data that break a rule, and what is said.</summary>
    public static TheoryData<string, string> BrokenHeaders => new()
    {
        { "", "expected a safetensors header of JSON in UTF-8, found something else" },
        { $" {{{X}}}", "expected a safetensors header of JSON in UTF-8, found something else" },
        { "{}", "expected 0 bytes of tensors, found 8" },
        { $"{{{X},{X}}}", "expected a safetensors header, found it broken: *" },
        { $"{{{X}}} x", "expected a safetensors header, found it broken: *" },
        { $"{{{X},}}", "expected a safetensors header, found it broken: *" },
        { $"{{{X},\"__metadata__\":{{\"a\":1}}}}", "expected a safetensors header, found it broken: expected a text, found Number" },
        { $"{{{X},\"__metadata__\":[]}}", "expected a safetensors header, found it broken: *" },
        { $"{{{X},\"__metadata__\":{{\"a\":\"1\",\"a\":\"2\"}}}}", "expected a safetensors header, found it broken: *" },
        { "{\"x\":[]}", "expected a safetensors header, found it broken: *" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}", "x: expected dtype, shape and data_offsets, found dtype, shape" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"scale\":2}}", "x: expected dtype, shape and data_offsets, found scale too" },
        { "{\"x\":{\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]}}", "x: expected one of the types BOOL, U8, I8, U16, I16, U32, I32, U64, I64, F16, BF16, F32, F64, found F8_E4M3" },
        { "{\"x\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}", "expected a safetensors header, found it broken: expected a text, found Number" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2.5],\"data_offsets\":[0,8]}}", "expected a safetensors header, found it broken: *" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", "x: expected lengths of axes from 0 to 2147483647, found -2" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}}", "x: expected lengths of axes from 0 to 2147483647, found 4294967296" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2147483647,2],\"data_offsets\":[0,8]}}", "x: [2147483647] is too large: a tensor has at most 2147483591 elements" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2000000000,2000000000],\"data_offsets\":[0,8]}}", "x: expected 16000000000000000000 bytes for F32 [2000000000, 2000000000], found 8" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", "x: expected 12 bytes for F32 [3], found 8" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", "x: expected data_offsets [begin, end], found [8, 0]" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[-8,0]}}", "x: expected data_offsets [begin, end], found [-8, 0]" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}", "x: expected data_offsets [begin, end], found [0]" },
        { "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}}", "x: expected its bytes from 0 on, found them from 8: there is a hole" },
        { $"{{{X},\"y\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}}}", "y: expected its bytes from 8 on, found them from 4: tensors overlap" },
        { $"{{{X},\"y\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}}}", "y: expected its bytes from 8 on, found them from 12: there is a hole" },
        { $"{{{X},\"y\":{{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}}}", "expected 12 bytes of tensors, found 8" },
        { "{\"\\ud800\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", "expected a safetensors header, found it broken: *" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_is_refused(string header, string message)
    {
        var found = Message(Safetensors.Decode<float>(WithHeader(Encoding.UTF8.GetBytes(header))));
        if (message.EndsWith('*'))
            Assert.StartsWith(message[..^1], found, StringComparison.Ordinal);
        else
            Assert.Equal(message, found);
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_is_refused()
    {
        Assert.Equal("expected a safetensors file, found 3 bytes", Message(Safetensors.Decode<float>([1, 2, 3])));
        Assert.Equal(
            "expected a safetensors header of at most 0 bytes, found the length 18446744073709551615",
            Message(Safetensors.Decode<float>(Enumerable.Repeat((byte)255, 8).ToArray())));
        Assert.Equal("expected a safetensors header of JSON in UTF-8, found something else", Message(Safetensors.Decode<float>(WithHeader([(byte)'{', 0xff]))));
        Assert.StartsWith(
            "expected a safetensors header of at most ", Message(Safetensors.Decode<float>(File.ReadAllBytes(FilesOfPython.At("stored.npz")))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_of_more_than_100_MB_is_refused()
    {
        var bytes = new byte[100_000_020];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 100_000_001);
        Assert.Equal("expected a safetensors header of at most 100000000 bytes, found the length 100000001", Message(Safetensors.Decode<float>(bytes)));
    }

    [Fact]
    public void Every_beginning_of_a_file_is_refused()
    {
        var whole = Safetensors.Encode(NamedTensors<float>.Create(("x", Tensor.Vector(1f, 2)), ("y", Tensor.Vector(3f))));
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.True(Safetensors.Decode<float>(whole.AsSpan(0, length)).IsFail));
        Assert.True(Safetensors.Decode<float>([.. whole, 0]).IsFail);
    }

    [Fact]
    public void What_is_no_file_is_refused()
    {
        Assert.Equal($"{folder.Path}: expected a file, found a directory", Message(Safetensors.Read<float>(folder.Path)));
        Assert.Equal($"{folder.At("x")}: expected a file, found nothing", Message(Safetensors.Read<float>(folder.At("x"))));
        Assert.Equal(
            $"{folder.At("empty")}: expected a file with content, found an empty one, a pipe or a device", Message(Safetensors.Read<float>(folder.Write("empty", []))));
    }

    private static byte[] WithHeader(byte[] header)
    {
        byte[] bytes = [.. new byte[8], .. header, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        return bytes;
    }

    private static string Message<A>(LanguageExt.Fin<A> result) => result.Match(value => $"{value}", error => error.Message);
}
