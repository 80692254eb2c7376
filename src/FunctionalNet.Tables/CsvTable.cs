using System.Collections.Immutable;
using System.Numerics;
using CsvHelper;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Reads a CSV file column by column into arrays, and puts these together.</summary>
internal static class CsvTable
{
    // A message names no more columns or categories than this.
    private const int Named = 8;

    /// <summary>The table in a file, or an error of one line.</summary>
    public static Fin<Table<T>> Read<T>(string path, CsvOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var read = options.Targets.IsEmpty
            ? Error.New("expected options with a column of targets, got none")
            : UncompressedFile.Read(path, content => Read<T>(content, options));
        return read.About(path);
    }

    private static Fin<Table<T>> Read<T>(Stream content, CsvOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        try
        {
            using var reader = CsvReader.Create(
                content,
                new CsvReaderOptions
                {
                    Separator = options.Separator,
                    HasHeader = false,
                    TrimWhitespace = true,
                    TrimInsideQuotes = true,
                    TrackLineNumbers = true,
                    MalformedData = CsvMalformedDataHandling.Throw,
                },
                leaveOpen: true);
            return Read<T>(reader, options);
        }
        catch (Exception failure) when (failure is CsvFormatException or ArgumentException)
        {
            return Error.New(failure.Message);
        }
    }

    private static Fin<Table<T>> Read<T>(CsvReader reader, CsvOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!reader.Read())
            return Error.New("expected a table, found an empty file");
        string[] names = [.. Enumerable.Range(0, reader.FieldCount).Select(i => options.HasHeader ? reader.GetString(i) : Invariant($"column {i}"))];
        if (names.CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Value: > 1, Key: var twice })
            return Error.New($"expected columns of different names, found \"{twice}\" twice");
        if (options.HasHeader && !reader.Read())
            return Error.New("expected rows after the header, found none");
        return from targets in Cells<T>(options.Targets, names, options)
               from inputs in Cells<T>(options.Inputs.IsEmpty ? Others(names, targets, options) : options.Inputs, names, options)
               from rows in ReadRows(reader, names, [.. inputs, .. targets])
               from _ in RequireSize(rows, inputs, targets)
               select new Table<T>(
                   new Dataset<T>(Tensor(rows, inputs), targets is [CategoryCells<T> { Column.Kind: ColumnKind.Classes } classes] ? classes.Codes() : Tensor(rows, targets)),
                   options with { Inputs = [.. inputs.Select(column => column.Known)], Targets = [.. targets.Select(column => column.Known)] },
                   [.. inputs.SelectMany(column => column.Features)]);
    }

    /// <summary>The columns that are not targets, as numbers.</summary>
    private static ImmutableArray<Column> Others<T>(string[] names, ImmutableArray<ColumnCells<T>> targets, CsvOptions options)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. from place in Enumerable.Range(0, names.Length).Except(targets.Select(target => target.Place))
            select options.HasHeader ? Column.Numeric(names[place]) : Column.Numeric(place)];

    private static Fin<ImmutableArray<ColumnCells<T>>> Cells<T>(ImmutableArray<Column> columns, string[] names, CsvOptions options)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cells = ImmutableArray.CreateBuilder<ColumnCells<T>>(columns.Length);
        foreach (var column in columns)
        {
            var place = column.Name is null ? column.Index : options.HasHeader ? Array.IndexOf(names, column.Name) : -1;
            if ((uint)place >= (uint)names.Length)
            {
                return Error.New(column.Name is null
                    ? Invariant($"expected a column {column.Index}, found {names.Length} columns, counted from 0")
                    : $"expected a column \"{column.Name}\", found {(options.HasHeader ? List(names) : "a table without a header")}");
            }

            cells.Add(column.Kind == ColumnKind.Numeric
                ? new NumericCells<T>(column, names[place], place, options.Missing) : new CategoryCells<T>(column, names[place], place, options.Missing));
        }

        return cells.MoveToImmutable();
    }

    /// <summary>Reads the rows from the current one on, and returns their number.</summary>
    private static Fin<int> ReadRows<T>(CsvReader reader, string[] names, ColumnCells<T>[] columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var rows = 0;
        do
        {
            if (reader.FieldCount != names.Length)
                return Error.New(Invariant($"line {reader.LineNumber}: expected {names.Length} fields, found {reader.FieldCount}"));
            foreach (var column in columns)
            {
                if (column.Add(reader) is { } complaint)
                    return Error.New(Invariant($"line {reader.LineNumber}, {(column.Name.StartsWith("column ", StringComparison.Ordinal) ? "" : "column ")}{column.Name}: {complaint}"));
            }

            rows++;
        }
        while (reader.Read());
        return columns.Select(column => column.Finish()).FirstOrDefault(complaint => complaint is not null) is { } failure ? Error.New(failure) : rows;
    }

    private static Fin<Unit> RequireSize<T>(int rows, ImmutableArray<ColumnCells<T>> inputs, ImmutableArray<ColumnCells<T>> targets)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        long.Max(inputs.Sum(column => (long)column.Width), targets.Sum(column => (long)column.Width)) is var width && width * rows <= Array.MaxLength
            ? Unit.Default : Error.New(Invariant($"expected at most {Array.MaxLength} numbers, found {rows} rows of {width}"));

    /// <summary>Columns side by side: <c>[rows, width]</c>.</summary>
    private static Tensor<T> Tensor<T>(int rows, ImmutableArray<ColumnCells<T>> columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var width = columns.Sum(column => column.Width);
        var numbers = new T[rows * width];
        var offset = 0;
        foreach (var column in columns)
        {
            column.Write(numbers, offset, width);
            offset += column.Width;
        }

        return new([rows, width], System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(numbers));
    }

    /// <summary>Names in a message.</summary>
    internal static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Named).Select(name => $"\"{name}\"")) + (names.Count > Named ? ", ..." : "");
}
