using DigitJobs;
using TwoLayerNet;

using var interruption = new Interruption();
var job = new TwoLayerJob();
return interruption.ExitCode(await CommandLine.Invoke(args, (settings, token) => JobProgram.Run(job, settings, token), interruption.Token));
