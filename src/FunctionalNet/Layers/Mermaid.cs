using System.Text;

namespace FunctionalNet;

/// <summary>Writes a diagram in the language of Mermaid: https://mermaid.js.org/syntax/flowchart.html.</summary>
internal static class Mermaid
{
    private const string Indent = "    ";

    public static string Write(Diagram diagram)
    {
        var frames = 0;
        var text = new StringBuilder("flowchart TD\n");
        Write(diagram.Items, Indent);
        foreach (var (from, to) in diagram.Arrows)
            text.Append($"{Indent}{from} --> {to}\n");
        if (FrozenIn(diagram.Items).ToList() is { Count: > 0 } frozen)
            text.Append($"{Indent}classDef frozen stroke-dasharray: 5 5\n{Indent}class {string.Join(',', frozen)} frozen\n");
        return text.ToString().TrimEnd('\n');

        void Write(IEnumerable<DiagramItem> items, string indent)
        {
            foreach (var item in items)
            {
                if (item is DiagramItem.Frame frame)
                {
                    text.Append(Invariant($"{indent}subgraph g{++frames}[\"{Escape(frame.Title)}\"]\n"));
                    Write(frame.Items, indent + Indent);
                    text.Append($"{indent}end\n");
                }
                else if (item is DiagramItem.Box box)
                {
                    var (open, close) = Brackets(box.Form);
                    text.Append($"{indent}{box.Id}{open}\"{string.Join("<br/>", box.Lines.Select(Escape))}\"{close}\n");
                }
            }
        }
    }

    private static IEnumerable<string> FrozenIn(IEnumerable<DiagramItem> items) => items.SelectMany(item => item switch
    {
        DiagramItem.Frame frame => FrozenIn(frame.Items),
        DiagramItem.Box { IsFrozen: true } box => [box.Id],
        _ => [],
    });

    private static (string Open, string Close) Brackets(BoxForm form) => form switch
    {
        BoxForm.End => ("([", "])"),
        BoxForm.Merge => ("((", "))"),
        _ => ("[", "]"),
    };

    /// <summary>What might be markup is written by its number: it would end the label, or be drawn as a list, in bold or as a formula.</summary>
    private static string Escape(string text) => string.Concat(text.Select((character, i) => character switch
    {
        _ when char.IsControl(character) => " ",
        _ when !char.IsAscii(character) || char.IsAsciiLetterOrDigit(character) || " (),:[]/".Contains(character, StringComparison.Ordinal) => $"{character}",
        '.' or '-' when i + 1 < text.Length && char.IsAsciiLetterOrDigit(text[i + 1]) => $"{character}",
        _ => Invariant($"#{(int)character};"),
    }));
}
