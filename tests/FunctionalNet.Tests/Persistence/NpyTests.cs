using System.Text;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Arrays of NumPy, read and written.</summary>
public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("f4-c")]
    [InlineData("f4-fortran")]
    [InlineData("f4-big")]
    [InlineData("f4-version2")]
    [InlineData("f4-version3")]
    public void Single_precision_is_read_in_any_order_and_version(string name) =>
        Assert.Equal(FilesOfPython.Ramp.Cast<float>(), Npy.Read<float>(FilesOfPython.At($"{name}.npy")));

    [Theory]
    [InlineData("f8-c")]
    [InlineData("f8-big-fortran")]
    public void Double_precision_is_read_in_any_order(string name) =>
        Assert.Equal(FilesOfPython.Ramp, Npy.Read<double>(FilesOfPython.At($"{name}.npy")));

    [Theory]
    [InlineData("f2", 1, "half-precision numbers (<f2)")]
    [InlineData("f4-big", 1, "single-precision numbers (>f4)")]
    [InlineData("i1", 2, "8-bit integers (|i1)")]
    [InlineData("i2-big", 2, "16-bit integers (>i2)")]
    [InlineData("i4", 2, "32-bit integers (<i4)")]
    [InlineData("i8", 2, "64-bit integers (<i8)")]
    public void Other_types_are_converted_where_that_is_asked_for(string name, int factor, string type)
    {
        var path = FilesOfPython.At($"{name}.npy");
        Assert.Equal(FilesOfPython.Ramp * factor, Npy.Read<double>(path, convert: true));
        Assert.Equal((FilesOfPython.Ramp * factor).Cast<float>(), Npy.Read<float>(path, convert: true));
        Fails($"{path}: expected double-precision numbers, found {type}: read with convert: true to convert", Npy.Read<double>(path));
    }

    [Theory]
    [InlineData("u1", "unsigned 8-bit integers (|u1)")]
    [InlineData("u2", "unsigned 16-bit integers (<u2)")]
    [InlineData("u8-big", "unsigned 64-bit integers (>u8)")]
    public void Unsigned_integers_are_converted_where_that_is_asked_for(string name, string type)
    {
        var path = FilesOfPython.At($"{name}.npy");
        Assert.Equal(FilesOfPython.Whole.Cast<float>(), Npy.Read<float>(path, convert: true));
        Fails($"{path}: expected single-precision numbers, found {type}: read with convert: true to convert", Npy.Read<float>(path));
    }

    [Fact]
    public void Booleans_are_zeros_and_ones() => Assert.Equal(
        FilesOfPython.Ramp.Map(x => x > 0 ? 1 : 0), Npy.Read<double>(FilesOfPython.At("bool.npy"), convert: true));

    [Fact]
    public void Any_number_of_axes_is_read()
    {
        Assert.Equal(Tensor.Scalar(2.5f), Npy.Read<float>(FilesOfPython.At("scalar.npy")));
        Assert.Equal(Tensor.Vector(1f, 2, 3), Npy.Read<float>(FilesOfPython.At("vector.npy")));
        Assert.Equal(Tensor.Zeros<float>([0, 3]), Npy.Read<float>(FilesOfPython.At("empty.npy")));
    }

    [Theory]
    [InlineData("complex", "expected an array of booleans, integers or real numbers of up to 8 bytes, found the type '<c8'")]
    [InlineData("text", "expected an array of booleans, integers or real numbers of up to 8 bytes, found the type '<U2'")]
    [InlineData("records", "expected an array of numbers, found one of records")]
    [InlineData("object", "expected an array of numbers, found one of Python objects, which are not read")]
    public void What_is_no_array_of_numbers_is_refused(string name, string message)
    {
        var path = FilesOfPython.At($"{name}.npy");
        Fails($"{path}: {message}", Npy.Read<float>(path, convert: true));
    }

    [Fact]
    public void Our_bytes_are_those_of_NumPy()
    {
        Assert.Equal(File.ReadAllBytes(FilesOfPython.At("f4-c.npy")), Npy.Encode(FilesOfPython.Ramp.Cast<float>()));
        Assert.Equal(File.ReadAllBytes(FilesOfPython.At("f8-c.npy")), Npy.Encode(FilesOfPython.Ramp));
        Assert.Equal(File.ReadAllBytes(FilesOfPython.At("scalar.npy")), Npy.Encode(Tensor.Scalar(2.5f)));
        Assert.Equal(File.ReadAllBytes(FilesOfPython.At("vector.npy")), Npy.Encode(Tensor.Vector(1f, 2, 3)));
        Assert.Equal(File.ReadAllBytes(FilesOfPython.At("empty.npy")), Npy.Encode(Tensor.Zeros<float>([0, 3])));
    }

    [Fact]
    public void A_file_is_written_and_read_back()
    {
        var tensor = Key.Seed(0).Normal<double>([3, 1, 5]);
        Assert.Equal(folder.At("x.npy"), Npy.Write(folder.At("x.npy"), tensor));
        Assert.Equal(tensor, Npy.Read<double>(folder.At("x.npy")));
        Assert.Equal(["x.npy"], folder.Entries);
    }

    /// <summary>Headers that break a rule, and what is said.</summary>
    public static TheoryData<string, string> BrokenHeaders => new()
    {
        { "", "expected the beginning of a dictionary in the header, found its end" },
        { "{}", "expected 'descr', 'fortran_order', 'shape' in the header, found none" },
        { "{'descr': '<f4', 'fortran_order': False, }", "expected 'descr', 'fortran_order', 'shape' in the header, found 'descr', 'fortran_order'" },
        { "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}", "expected 'descr', 'fortran_order', 'shape', once each in the header, found 'descr'" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (), 'x': 1}", "expected 'descr', 'fortran_order', 'shape', once each in the header, found 'x'" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': ()} 1", "expected the end of the header in the header, found 1" },
        { "{'descr': '<f4', 'fortran_order': 0, 'shape': ()}", "expected a type, True or False, and a shape in the header, found '<f4', 0 and ()" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (3)}", "expected a tuple in the shape, found (3)" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (-3,)}", "expected lengths of axes in the shape, found -" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (3, x)}", "expected lengths of axes in the shape, found x" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}", "expected lengths of axes in the shape, found 99999999999999999999" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (3000000000,)}", "expected lengths of axes from 0 to 2147483647, found 3000000000" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2000000, 2000000)}", "expected 16000000000000 bytes for '<f4' [2000000, 2000000], found 4" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "expected 8 bytes for '<f4' [2], found 4" },
        { "{'descr': '|f4', 'fortran_order': False, 'shape': ()}", "expected an array of booleans, integers or real numbers of up to 8 bytes, found the type '|f4'" },
        { "{'descr': '', 'fortran_order': False, 'shape': ()}", "expected an array of booleans, integers or real numbers of up to 8 bytes, found the type ''" },
        { "{'descr': '<f4", "expected a comma in the header, found its end" },
    };

    [Theory]
    [MemberData(nameof(BrokenHeaders))]
    public void A_broken_header_is_refused(string header, string message) => Fails(message, Npy.Decode<float>(WithHeader(header)));

    // Of a header as long as the file, each letter would become a text of its own.
    [Fact]
    public void A_long_header_is_refused() => Fails(
        "expected a header of at most 65536 bytes, found 70012", Npy.Decode<float>([0x93, .. "NUMPY"u8, 2, 0, 0x70, 0x11, 1, 0, .. new byte[70_000]]));

    [Theory]
    [InlineData("{'shape': (1,), \"fortran_order\": False,'descr':'<f4'}\n")]
    [InlineData("{'descr': '<f4', 'fortran_order': True, 'shape': (1L,), }   \n")]
    public void A_header_may_be_written_otherwise(string header) => Assert.Equal(Tensor.Vector(0f), Npy.Decode<float>(WithHeader(header)));

    [Fact]
    public void Every_beginning_of_a_file_is_refused()
    {
        var whole = Npy.Encode(FilesOfPython.Ramp);
        Assert.All(Enumerable.Range(0, whole.Length), length => Assert.True(Npy.Decode<double>(whole.AsSpan(0, length)).IsFail));
        Assert.True(Npy.Decode<double>([.. whole, 0]).IsFail);
    }

    private static byte[] WithHeader(string header) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), 0, 0, 0, 0];

    private static void Fails<A>(string message, LanguageExt.Fin<A> result) => Assert.Equal(message, result.Match(value => $"{value}", error => error.Message));
}
