using System.Buffers.Binary;
using LanguageExt.Common;
using static FunctionalNet.Tests.Data.IdxBytes;

namespace FunctionalNet.Tests.Data;

/// <summary>IDX files of other types than unsigned bytes, of any rank, and those of EMNIST.</summary>
public sealed class IdxNumbersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<uint, byte[], double[]> Types => new()
    {
        { 0x08, [0, 200], [0, 200] },
        { 0x09, [0x80, 0x7f], [-128, 127] },
        { 0x0b, [0x80, 0, 0x7f, 0xff], [short.MinValue, short.MaxValue] },
        { 0x0c, [0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff], [int.MinValue, int.MaxValue] },
        { 0x0d, [0x3f, 0xc0, 0, 0, 0xff, 0x80, 0, 0], [1.5, double.NegativeInfinity] },
        { 0x0e, [0x3f, 0xb9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9a, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0], [0.1, double.NaN] },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_of_elements_is_read(uint type, byte[] bytes, double[] numbers)
    {
        foreach (var content in new byte[][] { [.. Words((type << 8) | 2, 1, 2), .. bytes], ((byte[])[.. Words((type << 8) | 2, 1, 2), .. bytes]).Gzip() })
        {
            var file = folder.Write("numbers", content);
            Exact.Equal(Tensor.Create([1, 2], numbers), Idx.Read<double>(file).ThrowIfFail(), "double");
            Exact.Equal(Tensor.Create([1, 2], Array.ConvertAll(numbers, x => (float)x)), Idx.Read<float>(file).ThrowIfFail(), "float");
        }
    }

    [Fact]
    public void Any_rank_is_read_and_more_than_one_piece()
    {
        uint[] lengths = [3, 1, 2, 5, 1, 9000];
        var expected = Key.Seed(0).Normal<double>([.. lengths.Select(length => (int)length)]);
        var bytes = expected.Data.SelectMany(x =>
        {
            var big = new byte[sizeof(double)];
            BinaryPrimitives.WriteDoubleBigEndian(big, x);
            return big;
        });
        Assert.Equal(expected, Idx.Read<double>(folder.Write("numbers", [.. Words([0x0e06, .. lengths]), .. bytes])).ThrowIfFail());
    }

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "expected a header of 4 bytes, found 3", [0, 0, 8] },
        { "expected a magic number 0x0000<type><rank> of IDX, found 0x00000a01: an IDX file of values of type 10 in 1 dimension", [.. Words(0x0a01, 1), 0] },
        { "expected a magic number 0x0000<type><rank> of IDX, found 0x00000800", [.. Words(0x0800, 1), 0] },
        { "expected a magic number 0x0000<type><rank> of IDX, found 0x00000841: an IDX file of unsigned bytes in 65 dimensions", [.. Words(0x0841, 1), 0] },
        { "expected a magic number 0x0000<type><rank> of IDX, found 0x504b0304: a zip archive", [.. "PK\x03\x04"u8, .. new byte[9]] },
        { "expected a header of 8 bytes, found 4", Words(0x0d02, 1) },
        { "expected 16 bytes for 2, found 15", [.. Words(0x0d01, 2), .. new byte[7]] },
        { "expected 16 bytes for 2, found more", [.. Words(0x0d01, 2), .. new byte[9]] },
        { "expected 1 to 268435448 values, found a header of 268435449", Words(0x0e01, 268_435_449) },
        { "expected 1 to 536870897 values, found a header of 65536 × 65536 × 65536 × 65536 × 65536", Words(0x0d05, 65536, 65536, 65536, 65536, 65536) },
        { "expected 1 to 1073741795 values, found a header of 2 × 0", Words(0x0b02, 2, 0) },
        { "expected 1 to 2147483591 values, found a header of 4294967295 × 4294967295 × 4294967295 × 4294967295 × 0", Words(0x0805, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, 0) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_file_is_an_error_of_one_line(string expected, byte[] bytes)
    {
        var file = folder.Write("numbers", bytes);
        Assert.Equal($"{file}: {expected}", ((Error)Idx.Read<float>(file)).Message);
    }

    [Fact]
    public void Images_that_are_stored_by_columns_are_turned()
    {
        var file = folder.Write("images", Images(2, 2, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
        Assert.Equal(
            Tensor.Create<float>([2, 3, 2], 1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12), Idx.ReadImages(file, 255f, transposed: true).ThrowIfFail());
        var labels = folder.Write("labels", Labels(1, 26));
        var letters = Idx.ReadDataset(file, labels, 255f, classes: 26, first: 1, transposed: true).ThrowIfFail();
        Assert.Equal<int>([0, 25], letters.Targets.ClassIndices);
        Assert.Equal(Shape.Create(2, 3, 2, 1), letters.Inputs.Shape);
    }

    [Fact]
    public void Labels_that_begin_with_one_end_one_later()
    {
        var file = folder.Write("labels", Labels(1, 3, 0));
        Assert.Equal($"{file}: expected labels from 1 to 3, found 0 at index 2", ((Error)Idx.ReadLabels(file, classes: 3, first: 1)).Message);
        Assert.Equal($"{file}: expected labels from 0 to 2, found 3 at index 1", ((Error)Idx.ReadLabels(file, classes: 3)).Message);
        Failure.Says("expected first of 0 or more, got -1 (Parameter 'first')", () => Idx.ReadLabels(file, 3, -1).IsSucc);
    }
}
