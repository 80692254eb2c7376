using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FunctionalNet.Benchmarks;

/// <summary>The speed of a matrix product in gigaflops: 10⁹ multiplications and additions a second.</summary>
internal sealed class GigaflopsColumn : IColumn
{
    public string Id => nameof(GigaflopsColumn);

    public string ColumnName => "GFLOP/s";

    public string Legend => "10⁹ multiplications and additions in a second";

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Statistics;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.All(benchmark => benchmark.Parameters["Shape"] is ProductShape);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    // The mean is in nanoseconds.
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? (((ProductShape)benchmarkCase.Parameters["Shape"]).Operations / statistics.Mean).ToString("F1", CultureInfo.InvariantCulture)
            : "?";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
}
