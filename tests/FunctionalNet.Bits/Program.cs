using FunctionalNet.Bits;

// Prints the machine, then the fingerprint of each run, or of those that the arguments name. Returns 1 if one is not the golden one.
Console.WriteLine(Machine.Description);
var allAreGolden = true;
foreach (var run in GoldenRun.Named(args))
{
    var fingerprint = run.Train();
    allAreGolden &= fingerprint == run.Golden;
    Console.WriteLine(run.Report(fingerprint));
}

Console.WriteLine(allAreGolden ? "as committed" : "not as committed");
return allAreGolden ? 0 : 1;
