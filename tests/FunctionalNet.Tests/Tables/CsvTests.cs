using System.Globalization;
using System.Text;
using FunctionalNet.Tests.Data;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet.Tests.Tables;

public sealed class CsvTests : IDisposable
{
    private const string Flowers = "length,colour,kind\n1.5,red,b\n2,blue,a\n-3e1,red,b\n";

    private static readonly CsvOptions Kinds = new() { Inputs = ["length", Column.OneHot("colour")], Targets = [Column.Classes("kind")] };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Columns_become_numbers_one_hot_rows_and_classes()
    {
        var table = Read(Flowers, Kinds).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 1.5f, 1, 0 }, { 2, 0, 1 }, { -30, 1, 0 } }), table.Dataset.Inputs);
        Assert.Equal<int>([0, 1, 0], table.Dataset.Targets.ClassIndices);
        Assert.Equal<string>(["length", "colour=red", "colour=blue"], table.Features);
        Assert.Equal<string>(["b", "a"], table.Classes);
        Assert.Equal("Table: Dataset: 3 × f32[3], length: Numeric; colour: OneHot(red, blue) -> kind: Classes(b, a)", $"{table}");
    }

    [Fact]
    public void Sorted_categories_have_codes_in_that_order()
    {
        var table = Read(Flowers, Kinds with { Targets = [Column.Classes("kind").Sorted()] }).ThrowIfFail();
        Assert.Equal<string>(["a", "b"], table.Classes);
        Assert.Equal<int>([1, 0, 1], table.Dataset.Targets.ClassIndices);
    }

    [Fact]
    public void Another_file_is_coded_as_the_one_that_was_learnt_from()
    {
        var options = Read(Flowers, Kinds).ThrowIfFail().Options;
        var test = Read("kind,length,colour\na,7,blue\n", options).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 7f, 0, 1 } }), test.Dataset.Inputs);
        Assert.Equal<int>([1], test.Dataset.Targets.ClassIndices);
        Assert.Equal(options, test.Options);
        Says("line 2, column colour: expected one of \"red\", \"blue\", found \"green\"", "length,colour,kind\n1,green,a\n", options);
    }

    [Fact]
    public void Inputs_are_all_other_columns_unless_they_are_given()
    {
        var table = Read("y,a,b\n1,2,3\n4,5,6\n", new() { Targets = ["y"] }).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 2f, 3 }, { 5, 6 } }), table.Dataset.Inputs);
        Assert.Equal(Tensor.Matrix(new[,] { { 1f }, { 4 } }), table.Dataset.Targets);
        Assert.Equal("a: Numeric; b: Numeric -> y: Numeric", $"{table.Options}");
    }

    [Fact]
    public void Without_a_header_columns_have_indices()
    {
        var table = Read("1;x;2\n3;y;4\n", new() { HasHeader = false, Separator = ';', Targets = [Column.Classes(1)] }).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 1f, 2 }, { 3, 4 } }), table.Dataset.Inputs);
        Assert.Equal<string>(["x", "y"], table.Classes);
        Assert.Equal("column 0: Numeric; column 2: Numeric -> column 1: Classes(x, y)", $"{table.Options}");
        Says("line 1, column 1: expected a finite number, found \"x\"", "1,x\n", new() { HasHeader = false, Targets = [1] });
    }

    [Fact]
    public void Quotes_line_ends_a_byte_order_mark_and_spaces_are_no_part_of_a_value()
    {
        var table = Read("\uFEFFa,\"kind, of\"\r\n\r\n \"1.5\" , \"x\n\"\"y\"\"\" \r\n2,z", new() { Targets = [Column.Classes("kind, of")] }).ThrowIfFail();
        Assert.Equal<string>(["x\n\"y\"", "z"], table.Classes);
        Assert.Equal(Tensor.Matrix(new[,] { { 1.5f }, { 2 } }), table.Dataset.Inputs);
    }

    [Fact]
    public void Missing_values_are_filled_as_asked()
    {
        CsvOptions options = new()
        {
            Inputs = [Column.Numeric("a").FilledWithMean(), Column.Numeric("b").FilledWith(-1), Column.OneHot("c").FilledWith("none")],
            Targets = [Column.Classes("kind")],
            Missing = ["NA", "?"],
        };
        var table = Read("a,b,c,kind\n1,NA,x,p\nNA,2,,p\n4,?,x,q\n", options).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 1f, -1, 1, 0 }, { 2.5f, 2, 0, 1 }, { 4, -1, 1, 0 } }), table.Dataset.Inputs);
        // The mean is that of the training file.
        var test = Read("a,b,c,kind\n,1,x,q\n", table.Options).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 2.5f, 1, 1, 0 } }), test.Dataset.Inputs);
        Says("column a: expected numbers to fill with their mean, found none", "a,b,c,kind\n,1,x,p\n", options);
    }

    public static TheoryData<string, string> Broken => new()
    {
        { "expected a file with content, found an empty one, a pipe or a device", "" },
        { "expected a table, found an empty file", "\uFEFF\n\n" },
        { "expected rows after the header, found none", "length,colour,kind\n" },
        { "expected a column \"length\", found \"a\", \"b\", \"kind\"", "a,b,kind\n1,2,3\n" },
        { "expected columns of different names, found \"kind\" twice", "length,kind,kind\n1,2,3\n" },
        { "line 3: expected 3 fields, found 2", "length,colour,kind\n1,red,a\n2,red\n" },
        { "line 4: expected 3 fields, found 4", "length,colour,kind\n1,\"r\ned\",a\n2,red,a,5\n" },
        { "line 3, column length: expected a value, found it missing", "length,colour,kind\n1,red,a\n,red,a\n" },
        { "line 2, column kind: expected a value, found it missing", "length,colour,kind\n1,red, \n" },
        { "line 2, column length: expected a finite number, found \"1,5\"", "length,colour,kind\n\"1,5\",red,a\n" },
        { "line 2, column length: expected a finite number, found \"nan\"", "length,colour,kind\nnan,red,a\n" },
        { "line 2, column length: expected a finite number, found \"1-2\"", "length,colour,kind\n1-2,red,a\n" },
        { "line 2, column length: expected a finite number, found \"0x1e\"", "length,colour,kind\n0x1e,red,a\n" },
        { "line 2, column length: expected a finite number, found \"1e99\"", "length,colour,kind\n1e99,red,a\n" },
        { "line 2, column length: expected a finite number, found \"x y\"", "length,colour,kind\n\"x\ny\",red,a\n" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_table_is_an_error_of_one_line(string expected, string text) => Says(expected, text, Kinds);

    [Fact]
    public void An_open_quote_is_an_error_of_one_line()
    {
        var message = ((Error)Read("length,colour,kind\n1,\"red,a\n", Kinds)).Message;
        Assert.StartsWith($"{folder.At("table.csv")}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_one_line()
    {
        Assert.Equal($"{folder.At("none")}: expected a file, found nothing", ((Error)Dataset.FromCsv<float>(folder.At("none"), Kinds)).Message);
        Assert.Equal($"{folder.Path}: expected a file, found a directory", ((Error)Dataset.FromCsv<float>(folder.Path, Kinds)).Message);
        Says("expected options with a column of targets, got none", Flowers, new());
        Says("expected a column 7, found 3 columns, counted from 0", Flowers, new() { Targets = [7] });
        Says("expected a column \"y\", found a table without a header", Flowers, new() { HasHeader = false, Targets = ["y"] });
    }

    [Fact]
    public void Numbers_are_read_to_the_nearest_in_both_precisions()
    {
        var bits = Key.Seed(5).Integers(3000, int.MaxValue);
        string[] texts =
        [
            .. bits.Select(x => BitConverter.Int32BitsToSingle(x)).Where(float.IsFinite).Select(x => x.ToString("r", CultureInfo.InvariantCulture)),
            .. bits.Select((x, i) => (x * Math.Pow(10, (i % 40) - 25)).ToString("r", CultureInfo.InvariantCulture)).Where(x => float.IsFinite(float.Parse(x, CultureInfo.InvariantCulture))),
            "0", "-0", "1e-50", "123456789012345678901234567890", ".5", "5.", "+7", "0.1000000000000000055511151231257827", "16777217", "9007199254740993",
        ];
        var text = $"x,y\n{string.Join('\n', texts.Select(x => $"{x},0"))}\n";
        File.WriteAllText(folder.At("numbers.csv"), text);
        CsvOptions options = new() { Targets = ["y"] };
        Exact.Equal(
            Tensor.Generate([texts.Length, 1], i => float.Parse(texts[i], CultureInfo.InvariantCulture)),
            Dataset.FromCsv<float>(folder.At("numbers.csv"), options).ThrowIfFail().Dataset.Inputs, "float");
        Exact.Equal(
            Tensor.Generate([texts.Length, 1], i => double.Parse(texts[i], CultureInfo.InvariantCulture)),
            Dataset.FromCsv<double>(folder.At("numbers.csv"), options).ThrowIfFail().Dataset.Inputs, "double");
    }

    [Fact]
    public void A_table_that_is_written_is_read_as_it_was()
    {
        // More rows than fit into one buffer, and more categories than a few.
        var (x, classes) = (Key.Seed(6).Normal<double>([20_000, 3]), Key.Seed(7).Integers(20_000, 1000));
        var text = new StringBuilder("a,b,c,class\n");
        for (var row = 0; row < classes.Length; row++)
            text.Append(CultureInfo.InvariantCulture, $"{x[row, 0]:r},{x[row, 1]:r},{x[row, 2]:r},class {classes[row]}\n");
        File.WriteAllText(folder.At("long.csv"), text.ToString());
        var table = Dataset.FromCsv<double>(folder.At("long.csv"), new() { Targets = [Column.Classes("class")] }).ThrowIfFail();
        Assert.Equal(x, table.Dataset.Inputs);
        Assert.Equal(classes.Select(code => $"class {code}"), table.Dataset.Targets.ClassIndices.Select(code => table.Classes[code]));
    }

    [Fact]
    public void Columns_and_options_compare_by_value_and_refuse_mistakes()
    {
        Assert.Equal(Kinds, Kinds with { Inputs = ["length", Column.OneHot("colour")] });
        Assert.NotEqual(Kinds, Kinds with { Missing = ["NA"] });
        Assert.NotEqual(Column.Classes("a", "x"), Column.Classes("a", "y"));
        Assert.Equal("a: Numeric, missing is 0.5", $"{Column.Numeric("a").FilledWith(0.5)}");
        Failure.Says("expected distinct categories, got \"x\" twice (Parameter 'categories')", () => Column.Classes("a", "x", "x"));
        Failure.Says("expected index of 0 or more, got -1 (Parameter 'index')", () => Column.OneHot(-1));
        Failure.Says("expected a numeric column to fill with its mean, got a: Classes", () => Column.Classes("a").FilledWithMean());
        Failure.Says("expected a column of categories to fill with a category, got a: Numeric (Parameter 'category')", () => Column.Numeric("a").FilledWith("x"));
    }

    [Fact]
    public void A_compressed_file_of_one_or_several_members_is_read_as_it_is_without_compression()
    {
        var expected = Read(Flowers, Kinds).ThrowIfFail();
        var bytes = Encoding.UTF8.GetBytes(Flowers);
        Assert.Equal(expected, Read(bytes.Gzip(), Kinds).ThrowIfFail());
        // The second member begins within a field, and zeros pad the end.
        Assert.Equal(expected, Read([.. bytes[..23].Gzip(), .. bytes[23..].Gzip(), .. new byte[512]], Kinds).ThrowIfFail());
        Assert.Equal(expected, Read([.. bytes.Gzip(), .. "\n"u8.ToArray().Gzip()], Kinds).ThrowIfFail());
    }

    // Wherever it is cut, a shorter table would be read if the end of the file were taken for the end of the data.
    [Fact]
    public void A_compressed_file_that_is_cut_short_or_damaged_is_an_error()
    {
        var compressed = Encoding.UTF8.GetBytes(Flowers).Gzip();
        for (var length = 2; length < compressed.Length; length++)
            Says("expected complete gzip data, found it truncated", compressed[..length], Kinds);
        Says("expected complete gzip data, found it truncated", [.. compressed, .. compressed[..12]], Kinds);
        Says("expected valid gzip data, found it corrupt", compressed.Damage(^5), Kinds);
        Says("expected gzip data up to the end of the file, found something else after it", [.. compressed, 1], Kinds);
        Says("expected a table, found an empty file", "\n"u8.ToArray().Gzip(), Kinds);
        Says("line 3: expected 3 fields, found 2", Encoding.UTF8.GetBytes("length,colour,kind\n1,red,a\n2,red\n").Gzip(), Kinds);
        var message = ((Error)Read(Encoding.UTF8.GetBytes("length,colour,kind\n1,\"red,a\n").Gzip(), Kinds)).Message;
        Assert.DoesNotContain("gzip", message, StringComparison.Ordinal);
    }

    private Fin<Table<float>> Read(string text, CsvOptions options) => Read(Encoding.UTF8.GetBytes(text), options);

    private Fin<Table<float>> Read(byte[] content, CsvOptions options)
    {
        File.WriteAllBytes(folder.At("table.csv"), content);
        return Dataset.FromCsv<float>(folder.At("table.csv"), options);
    }

    private void Says(string expected, string text, CsvOptions options) => Says(expected, Encoding.UTF8.GetBytes(text), options);

    private void Says(string expected, byte[] content, CsvOptions options) => Assert.Equal(
        $"{folder.At("table.csv")}: {expected}", Read(content, options).Match(table => $"{table}", error => error.Message));
}
