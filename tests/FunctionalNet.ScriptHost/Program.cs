using FunctionalNet.ScriptHost;

// A script; or, behind -i, one that a prompt begins with, and the lines that are said there.
await (args is ["-i", var first, .. var lines] ? Scripts.Converse(first, lines) : Scripts.Run(args[0]));
