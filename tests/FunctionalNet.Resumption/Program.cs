using FunctionalNet;
using FunctionalNet.Resumption;

// Goes on with runs from where they were left in a folder, for the tests, which end this process at any moment.
//
//     cases FOLDER STEPS           every case up to this number of steps, each in a folder of its own; prints its fingerprint
//     run FOLDER STEPS EVERY       one run, which is saved often; prints "going", and its fingerprint at the end
switch (args)
{
    case ["cases", var folder, var steps]:
        foreach (var (name, _, resumed) in ResumedCase.All)
            Console.WriteLine($"{name}: {resumed(Path.Combine(folder, name.Replace('/', '÷')), Whole(steps))}");
        return 0;
    case ["run", var folder, var steps, var every]:
        var run = ResumedRuns<float>.By(Layers<float>.Optimizers.Adam(0.01));
        var goesOn = run.ResumedFrom(folder).ThrowIfFail();
        foreach (var error in goesOn.PassedOver)
            Console.WriteLine($"passed over {error.Message}");
        Console.WriteLine("going");
        var last = goesOn.Run.TakeUntil(state => state.Step >= Whole(steps)).SavedTo(folder, run, Whole(every), keep: 2).Last();
        Console.WriteLine(ResumedCase.Fingerprint(run, last));
        return 0;
    default:
        Console.Error.WriteLine("expected cases FOLDER STEPS or run FOLDER STEPS EVERY");
        return 2;
}

static int Whole(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
