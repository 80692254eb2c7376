using FunctionalNet.Bits;

// With "members" for an argument, prints the line of each member. Otherwise prints the machine, then the fingerprint of each run, or of those that the arguments name. Returns 1 if one is not the golden one.
if (args is ["members"])
{
    foreach (var line in Members.Lines)
        Console.WriteLine(line);
    return 0;
}

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
