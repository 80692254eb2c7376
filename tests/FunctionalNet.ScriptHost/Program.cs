using FunctionalNet.ScriptHost;

// Runs a script; or, after -i, a script that a prompt begins with, and the lines that are entered there.
await (args is ["-i", var first, .. var lines] ? Scripts.Converse(first, lines) : Scripts.Run(args[0]));
