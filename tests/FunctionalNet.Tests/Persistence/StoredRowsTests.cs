using System.Text;
using LanguageExt;
using static FunctionalNet.Tests.Data.IdxBytes;

namespace FunctionalNet.Tests.Persistence;

/// <summary>Rows that are read from files when they are asked for: those that reading the whole file gives.</summary>
public sealed class StoredRowsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("bool")]
    [InlineData("f2")]
    [InlineData("f4-big")]
    [InlineData("f4-c")]
    [InlineData("f4-version2")]
    [InlineData("f4-version3")]
    [InlineData("f8-c")]
    [InlineData("i1")]
    [InlineData("i2-big")]
    [InlineData("i4")]
    [InlineData("i8")]
    [InlineData("u1")]
    [InlineData("u2")]
    [InlineData("u8-big")]
    [InlineData("vector")]
    public void Npy_files_of_NumPy_have_the_rows_that_are_in_memory(string name)
    {
        var path = FilesOfPython.At($"{name}.npy");
        HasRowsOf(Npy.Read<float>(path, convert: true).ThrowIfFail(), Open<float>(path));
        HasRowsOf(Npy.Read<double>(path, convert: true).ThrowIfFail(), Open<double>(path));
    }

    [Fact]
    public void Safetensors_have_the_rows_that_are_in_memory()
    {
        var path = FilesOfPython.At("types.safetensors");
        var tensors = Safetensors.Read<double>(path, convert: true).ThrowIfFail();
        Assert.All(tensors.Where(tensor => tensor.Value.Shape.Rank > 0), tensor =>
        {
            HasRowsOf(tensor.Value, Open<double>(path, tensor.Name));
            HasRowsOf(Safetensors.Read<float>(path, convert: true, only: name => name == tensor.Name).ThrowIfFail()[tensor.Name], Open<float>(path, tensor.Name));
        });
        var one = folder.Write("one", Safetensors.Encode(NamedTensors<float>.Create(("x", Tensor.Vector(1f, 2)))));
        HasRowsOf(Tensor.Vector(1f, 2), Open<float>(one));
    }

    [Theory]
    [InlineData(0x08, 1)]
    [InlineData(0x09, 1)]
    [InlineData(0x0b, 2)]
    [InlineData(0x0c, 4)]
    [InlineData(0x0d, 4)]
    [InlineData(0x0e, 8)]
    public void Idx_files_have_the_rows_that_are_in_memory(uint type, int size)
    {
        byte[] bytes = [.. Enumerable.Range(0, 3 * 2 * 5 * size).Select(i => (byte)(i * 37))];
        var path = folder.Write("idx", [.. Words((type << 8) | 3, 3, 2, 5), .. bytes]);
        HasRowsOf(Idx.Read<float>(path).ThrowIfFail(), Open<float>(path));
        HasRowsOf(Idx.Read<double>(path).ThrowIfFail(), Open<double>(path));
    }

    // Rows that one read has many of, and rows of which each takes several; enough for all threads.
    [Theory]
    [InlineData(5000, 1)]
    [InlineData(3000, 31)]
    [InlineData(40, 9001)]
    [InlineData(5, 100_003)]
    public void Any_rows_come_in_any_order(int count, int length)
    {
        var tensor = Key.Seed(0).Normal<float>([count, length]);
        _ = Npy.Write(folder.At("x.npy"), tensor).ThrowIfFail();
        var (same, other) = (Open<float>(folder.At("x.npy")), Open<double>(folder.At("x.npy")));
        foreach (var indices in new[] { Key.Seed(1).Permutation(count), Key.Seed(2).Integers(2 * count, count), [count - 1], [.. Enumerable.Range(0, count)] })
        {
            Assert.Equal(tensor.Rows(indices.AsSpan()), same.Rows(indices.AsSpan()));
            Assert.Equal(tensor.Rows(indices.AsSpan()).Cast<double>(), other.Rows(indices.AsSpan()));
        }
    }

    [Fact]
    public void A_range_is_a_view_of_the_same_file()
    {
        var tensor = Key.Seed(0).Normal<double>([20, 3]);
        var rows = Written(tensor);
        Assert.Equal(tensor[5..15], rows[5..^5].ToTensor());
        Assert.Equal(tensor[7..9], rows[5..^5][2..4].ToTensor());
        Assert.Equal(tensor.Rows(14, 5), rows[5..^5].Rows(9, 0));
        Assert.Equal(0, rows[20..].Count);
        Failure.Says("rows 5..21 are not within StoredRows: 20 × f64[3] in x.npy (Parameter 'rows')", () => rows[5..21]);
        Failure.Says("row 10 is not within StoredRows: 10 × f64[3] in x.npy (Parameter 'indices')", () => rows[5..15].Rows(10));
        Failure.Says("row -1 is not within StoredRows: 10 × f64[3] in x.npy (Parameter 'indices')", () => rows[5..15].Rows(0, -1));
    }

    [Fact]
    public void A_function_is_of_the_rows_that_are_read()
    {
        var tensor = Key.Seed(0).Normal<double>([20, 4]);
        var sizes = new List<int>();
        var rows = Written(tensor).Select(x =>
        {
            sizes.Add(x.Shape[0]);
            return x * 2;
        }).Select(x => x.Reshape([x.Shape[0], 2, 2]));
        Assert.Equal("StoredRows: 20 × f64[2,2] in x.npy", $"{rows}");
        Assert.Equal((tensor[3..5] * 2).Reshape([2, 2, 2]), rows[3..5].ToTensor());
        Assert.Equal([1, 2], sizes);
        Failure.Says("expected a function from rows [1, 2, 2] to as many, got [4] (Parameter 'function')", () => rows.Select(x => x.Reshape([4])));
    }

    [Fact]
    public void Rows_may_be_of_no_numbers_and_none()
    {
        var none = Open<float>(FilesOfPython.At("empty.npy"));
        Assert.Equal((0, [3]), (none.Count, none.RowShape));
        Assert.Equal(Tensor.Zeros<float>([0, 3]), none.ToTensor());
        Assert.Equal(Tensor.Zeros<double>([2, 0]), Written(Tensor.Zeros<double>([3, 0])).Rows(2, 0));
    }

    [Fact]
    public async Task Several_threads_read_the_same_file()
    {
        var tensor = Key.Seed(0).Normal<double>([2000, 50]);
        var rows = Written(tensor);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            var indices = Key.Seed(i).Permutation(2000);
            Assert.Equal(tensor.Rows(indices.AsSpan()), rows.Rows(indices.AsSpan()));
        })));
    }

    [Theory]
    [InlineData("f4-fortran.npy", "expected rows one after the other, found an array in Fortran order: save np.ascontiguousarray(array)")]
    [InlineData("scalar.npy", "expected an array of rows, found a single number")]
    [InlineData("object.npy", "expected an array of numbers, found one of Python objects, which are not read")]
    [InlineData("records.npy", "expected an array of numbers, found one of records")]
    [InlineData("complex.npy", "expected an array of booleans, integers or real numbers of up to 8 bytes, found the type '<c8'")]
    [InlineData("stored.npz", "expected a .npy, safetensors or IDX file, found a zip archive: unpack it first, since rows are read from where they are")]
    [InlineData("make.py", "expected a .npy, safetensors or IDX file, found something else: text that begins with \"*")]
    [InlineData("types.safetensors", "expected one tensor, or the name of one, found F64, F32, *")]
    [InlineData("nothing.npy", "expected a file, found nothing")]
    public void What_has_no_rows_is_refused(string name, string message) => Fails(FilesOfPython.At(name), message, StoredRows.Open<float>(FilesOfPython.At(name), convert: true));

    [Fact]
    public void Precision_is_asked_for()
    {
        Fails(FilesOfPython.At("u1.npy"), "expected single-precision numbers, found unsigned 8-bit integers (|u1): open with convert: true to convert", StoredRows.Open<float>(FilesOfPython.At("u1.npy")));
        var idx = folder.Write("idx", [.. Words(0x0b01, 1), 0, 1]);
        Fails(idx, "expected double-precision numbers, found 16-bit integers (0x0b): open with convert: true to convert", StoredRows.Open<double>(idx));
        Assert.True(StoredRows.Open<float>(FilesOfPython.At("f4-c.npy")).IsSucc);
    }

    [Fact]
    public void A_name_is_that_of_a_tensor_in_safetensors()
    {
        var several = folder.Write("several", Safetensors.Encode(NamedTensors<float>.Create(("x", Tensor.Vector(1f)), ("y", Tensor.Scalar(1f)))));
        Fails(several, "expected a tensor z, found x, y", StoredRows.Open<float>(several, "z"));
        Fails(several, "expected an array of rows, found a single number", StoredRows.Open<float>(several, "y"));
        Fails(several, "expected one tensor, or the name of one, found x, y", StoredRows.Open<float>(several));
        var none = folder.Write("none", Safetensors.Encode(NamedTensors<float>.Empty));
        Fails(none, "expected one tensor, or the name of one, found none", StoredRows.Open<float>(none));
        Fails(
            FilesOfPython.At("f4-c.npy"), "expected a safetensors file with a tensor x, found a file of one array, which has no name",
            StoredRows.Open<float>(FilesOfPython.At("f4-c.npy"), "x"));
    }

    [Fact]
    public void A_compressed_file_is_refused()
    {
        var path = folder.Write("idx.gz", Images(1, 1, 1, 0).Gzip());
        Fails(path, "expected a .npy, safetensors or IDX file, found gzip data: unpack it first, since rows are read from where they are", StoredRows.Open<float>(path, convert: true));
    }

    [Fact]
    public void Every_other_length_of_a_file_is_refused()
    {
        byte[][] files =
        [
            Npy.Encode(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 4 } })), [.. Words(0x0d02, 2, 2), .. new byte[16]],
            Safetensors.Encode(NamedTensors<float>.Create(("x", Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 4 } })))),
        ];
        Assert.All(files, whole =>
        {
            Assert.True(StoredRows.Open<float>(folder.Write("whole", whole)).IsSucc);
            Assert.All(Enumerable.Range(0, whole.Length), length => Assert.StartsWith(
                $"{folder.At("part")}: expected ", Message(StoredRows.Open<float>(folder.Write("part", whole[..length]))), StringComparison.Ordinal));
            Assert.Contains(", found ", Message(StoredRows.Open<float>(folder.Write("more", [.. whole, 0]))), StringComparison.Ordinal);
        });
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "expected a header of 12 bytes, found 11", [.. Words(0x0d02, 2), .. new byte[3]] },
        { "expected 28 bytes for 2 × 2, found 27", [.. Words(0x0d02, 2, 2), .. new byte[15]] },
        { "[65536, 65536, 65536] is too large: a tensor has at most 2147483591 elements", Words(0x0d04, 65536, 65536, 65536, 65536) },
        { "expected lengths of axes from 0 to 2147483647, found 4294967295", Words(0x0d01, uint.MaxValue) },
        { "expected 17179868728 bytes for '<f4' [2, 2147483591], found 4", WithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2147483591)}") },
        { "[65536, 65536] is too large: a tensor has at most 2147483591 elements", WithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 65536, 65536)}") },
        { "expected a tuple in the shape, found (3)", WithHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (3)}") },
        { "expected a NumPy array of version 1.0, 2.0 or 3.0, found 9.0", [0x93, .. "NUMPY"u8, 9, 0, 0, 0, 0, 0] },
        { "expected a header of at most 65536 bytes, found 4294967307", [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255] },
        { "expected a safetensors header, found it broken: *", [4, 0, 0, 0, 0, 0, 0, 0, .. "{,x}"u8] },
        { "expected a safetensors header of at most 2 bytes, found the length 100000000", [0, 225, 245, 5, 0, 0, 0, 0, .. "{}"u8] },
        { "expected a .npy, safetensors or IDX file, found something else", [255, 255, 255, 255, 255, 255, 255, 255, .. "{}"u8] },
        { "expected a .npy, safetensors or IDX file, found something else", Words(0x0d00) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_refused(string message, byte[] bytes)
    {
        var path = folder.Write("broken", bytes);
        Fails(path, message, StoredRows.Open<float>(path));
    }

    // Three thousand million numbers. Where nothing was written, the file has no bytes on the disk.
    [UnixFact]
    public void A_file_may_have_more_numbers_than_a_tensor()
    {
        const int Count = 3_000_000;
        var safetensors = Encoding.UTF8.GetBytes($$$"""{"x":{"dtype":"U8","shape":[{{{Count}}},1024],"data_offsets":[0,{{{Count * 1024L}}}]}}""");
        byte[][] headers =
        [
            WithHeader($"{{'descr': '|u1', 'fortran_order': False, 'shape': ({Count}, 1024)}}")[..^4], Words(0x0802, Count, 1024),
            [(byte)safetensors.Length, 0, 0, 0, 0, 0, 0, 0, .. safetensors],
        ];
        Assert.All(headers, header =>
        {
            using (var file = new FileStream(folder.At("large"), FileMode.Create))
            {
                file.Write(header);
                file.SetLength(header.Length + (Count * 1024L));
                file.Seek(-1024, SeekOrigin.End);
                file.Write([.. Enumerable.Range(0, 1024).Select(i => (byte)i)]);
            }

            var rows = Open<float>(folder.At("large"));
            Assert.Equal((Count, [1024]), (rows.Count, rows.RowShape));
            var last = Tensor.Generate<float>([1024], i => i % 256);
            Assert.Equal(Tensor.Stack(0, last, Tensor.Zeros<float>([1024])), rows.Rows(Count - 1, 0));
            Assert.Equal(last, rows[^1..].ToTensor().Row(0));
            Assert.StartsWith("[3000000, 1024] is too large: a tensor has at most ", Assert.Throws<ArgumentException>(rows.ToTensor).Message, StringComparison.Ordinal);
        });
        Fails(
            folder.At("large"), "x: [3000000, 1024] is too large: a tensor has at most 2147483591 elements: StoredRows.Open reads some of its rows",
            Safetensors.Read<float>(folder.At("large"), convert: true));
    }

    // On Windows an open file is kept from it.
    [UnixFact]
    public void A_file_that_was_cut_short_is_an_exception()
    {
        var rows = Written(Tensor.Ones<double>([100, 10]));
        using (var file = Writable())
            file.SetLength(4000);
        Assert.Equal(
            $"{folder.At("x.npy")}: expected 8128 bytes as when it was opened, found 4000: it was cut short", Assert.Throws<IOException>(() => rows.Rows(99)).Message);
        Assert.EndsWith("expected the file as it was opened, found that it was written to: open it again", Assert.Throws<IOException>(() => rows.Rows(0)).Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public void A_file_that_was_written_to_is_an_exception()
    {
        var rows = Written(Tensor.Ones<double>([100, 10]));
        using (var file = Writable())
        {
            file.Seek(-8, SeekOrigin.End);
            file.Write(new byte[8]);
        }

        File.SetLastWriteTimeUtc(folder.At("x.npy"), DateTime.UnixEpoch);
        Assert.Equal(
            $"{folder.At("x.npy")}: expected the file as it was opened, found that it was written to: open it again", Assert.Throws<IOException>(() => rows.Rows(0)).Message);
    }

    [UnixFact]
    public void A_file_that_was_replaced_or_deleted_has_the_rows_that_it_had()
    {
        var rows = Written(Tensor.Ones<double>([100, 10]));
        _ = Npy.Write(folder.At("x.npy"), Tensor.Zeros<double>([1, 1])).ThrowIfFail();
        Assert.Equal(Tensor.Ones<double>([1, 10]), rows.Rows(99));
        File.Delete(folder.At("x.npy"));
        Assert.Equal(Tensor.Ones<double>([1, 10]), rows.Rows(99));
    }

    [Fact]
    public void Parts_are_written_as_one_array()
    {
        var tensor = Key.Seed(0).Normal<float>([1000, 3, 2]);
        Assert.Equal(folder.At("x.npy"), Npy.WriteRows(folder.At("x.npy"), [tensor[..1], tensor[1..1], tensor[1..900], tensor[900..]]));
        Assert.Equal(tensor, Npy.Read<float>(folder.At("x.npy")));
        Assert.Equal(0, (new FileInfo(folder.At("x.npy")).Length - (1000 * 6 * 4)) % 64);
        HasRowsOf(tensor, Open<float>(folder.At("x.npy")));
        _ = Npy.WriteRows(folder.At("x.npy"), [Tensor.Vector(1.0, 2), Tensor.Vector(3.0)]).ThrowIfFail();
        Assert.Equal(Tensor.Vector(1.0, 2, 3), Npy.Read<double>(folder.At("x.npy")));
        Assert.Equal(["x.npy"], folder.Entries);
    }

    [Fact]
    public void Parts_that_do_not_fit_leave_no_file()
    {
        var path = folder.At("x.npy");
        Failure.Says("expected parts of rows, got none (Parameter 'parts')", () => Npy.WriteRows<float>(path, []));
        Failure.Says(
            "expected at most 2147483591 rows [2] in parts [rows, ...], got [1, 3] after 1 rows (Parameter 'parts')",
            () => Npy.WriteRows(path, [Tensor.Zeros<float>([1, 2]), Tensor.Zeros<float>([1, 3])]));
        Failure.Says("expected at most 2147483591 rows  in parts [rows, ...], got [] after 0 rows (Parameter 'parts')", () => Npy.WriteRows(path, [Tensor.Scalar(1f)]));
        Assert.Empty(folder.Entries);
    }

    private StoredRows<double> Written(Tensor<double> tensor)
    {
        _ = Npy.Write(folder.At("x.npy"), tensor).ThrowIfFail();
        return StoredRows.Open<double>(folder.At("x.npy")).ThrowIfFail();
    }

    // Locks are advice on Unix, which a program that shares a file does not take.
    private FileStream Writable() => new(folder.At("x.npy"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private static StoredRows<T> Open<T>(string path, string? name = null)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => StoredRows.Open<T>(path, name, convert: true).ThrowIfFail();

    private static void HasRowsOf<T>(Tensor<T> expected, StoredRows<T> rows)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        Assert.Equal((expected.Shape[0], expected.Shape[1..]), (rows.Count, rows.RowShape));
        Exact.Equal(expected, rows.ToTensor(), "all rows");
        int[] indices = [.. Enumerable.Range(0, expected.Shape[0]).Reverse(), .. Enumerable.Range(0, expected.Shape[0])];
        Exact.Equal(expected.Rows(indices), rows.Rows(indices), "rows twice");
    }

    private static byte[] WithHeader(string header) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.Latin1.GetBytes(header), 0, 0, 0, 0];

    private static void Fails<A>(string path, string message, Fin<A> result)
    {
        var found = Message(result);
        if (message.EndsWith('*'))
            Assert.StartsWith($"{path}: {message[..^1]}", found, StringComparison.Ordinal);
        else
            Assert.Equal($"{path}: {message}", found);
    }

    private static string Message<A>(Fin<A> result) => result.Match(value => $"{value}", error => error.Message);
}
