using System.Text;

namespace FunctionalNet.Tests;

/// <summary>What an action prints to the console. Other tests may print at the same time: each sees what its own flow of control has printed.</summary>
internal static class CapturedConsole
{
    private static readonly Writer Output = new(Console.Out), Errors = new(Console.Error);

    static CapturedConsole()
    {
        Console.SetOut(Output);
        Console.SetError(Errors);
    }

    /// <summary>Awaits the action, and returns what it has written to the output and to the errors.</summary>
    public static async Task<(string Output, string Errors)> Of(Func<Task> run)
    {
        using StringWriter output = new(), errors = new();
        (Output.Target, Errors.Target) = (output, errors);
        await run();
        return ($"{output}", $"{errors}");
    }

    /// <summary>Writes to where the flow of control that writes has said.</summary>
    private sealed class Writer : TextWriter
    {
        private readonly AsyncLocal<TextWriter?> target = new();
        private readonly TextWriter console;

        public Writer(TextWriter console)
        {
            this.console = console;
            NewLine = "\n";
        }

        public TextWriter Target
        {
            get => target.Value ?? console;
            set => target.Value = value;
        }

        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => Target.Write(value);

        public override void Write(string? value) => Target.Write(value);

        public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

        public override void Flush() => Target.Flush();
    }
}
