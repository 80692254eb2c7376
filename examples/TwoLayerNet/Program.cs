using System.Numerics;
using TwoLayerNet;

return await CommandLine.For(Run).Parse(args).InvokeAsync();

static Task<int> Run(Settings settings, CancellationToken cancellation) => settings.Precision switch
{
    "double" => RunAt<double>(settings, cancellation),
    _ => RunAt<float>(settings, cancellation),
};

static async Task<int> RunAt<T>(Settings settings, CancellationToken cancellation)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    var source = await DataSource.Load<T>(settings.Data, cancellation);
    return source.Match(
        Succ: data => Report(Job<T>.Run(settings, data, Console.Out, cancellation)),
        Fail: error =>
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        });
}

static int Report(Outcome outcome)
{
    if (outcome.HasDiverged)
    {
        Console.Error.WriteLine($"the loss became {outcome.FinalLoss} after {outcome.Iterations} steps: a smaller --rate may help");
        return 1;
    }

    Console.WriteLine(outcome.Summary);
    if (outcome.Settings.Json)
        Console.WriteLine(outcome.Json);
    return 0;
}
