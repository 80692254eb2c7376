using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using FunctionalNet.Benchmarks;

return args switch
{
    ["evaluation"] => EvaluationTimes.Print(),
    ["ratios"] or ["ratios", "f"] => Ratios.Print<float>(),
    ["ratios", "d"] => Ratios.Print<double>(),
    ["elementwise"] => ElementwiseRatios.Print<float>([]),
    ["elementwise", "f", .. var names] => ElementwiseRatios.Print<float>([.. names]),
    ["elementwise", "d", .. var names] => ElementwiseRatios.Print<double>([.. names]),
    ["layers", .. var kinds] => LayerRatios.Print([.. kinds]),
    ["files"] => FileRatios.Print(),
    ["scaling"] => ScalingTable.Print(),
    ["shards"] => ShardTimes.Print(),
    ["stored"] => StoredTraining.Print(gigabytes: 4),
    ["stored", var size] when double.TryParse(size, CultureInfo.InvariantCulture, out var gigabytes) => StoredTraining.Print(gigabytes),
    ["spatial", .. var names] => SpatialRatios.Print([.. names]),
    ["steps", .. var names] => StepTimes.Print([.. names]),
    ["step", .. var names] => StepTimes.Print([.. names], parts: 1),
    ["ratios" or "elementwise" or "evaluation" or "files" or "scaling" or "shards" or "stored", ..] => Refuse(),
    _ => Benchmark(args),
};

static int Refuse()
{
    Console.Error.WriteLine("usage: ratios [f|d], elementwise [f|d [OPERATION...]], layers [KIND...], step or steps [NETWORK...], spatial [LAYER...], evaluation, scaling, shards, stored [GIGABYTES], or files");
    return 1;
}

static int Benchmark(string[] args)
{
    // Shapes and layers are printed without abbreviation.
    var config = DefaultConfig.Instance
        .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(60))
        .AddColumn(new GigaflopsColumn());
    if (OpenBlas.Obstacle is { } obstacle)
    {
        Console.WriteLine($"OpenBLAS is left out: {obstacle}");
        config = config.AddFilter(new SimpleFilter(benchmark => benchmark.Descriptor.WorkloadMethod.Name != nameof(OpenBlas)));
    }

    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
    return 0;
}
