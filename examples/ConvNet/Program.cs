using ConvNet;
using DigitJobs;

using var interruption = new Interruption();
var job = new ConvNetJob();
return interruption.ExitCode(await CommandLine.Invoke(args, (settings, token) => JobProgram.Run(job, settings, token), interruption.Token));
