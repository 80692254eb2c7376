using System.Text;

namespace FunctionalNet;

/// <summary>Writes a diagram in the language of Graphviz: https://graphviz.org/doc/info/lang.html.</summary>
internal static class Dot
{
    private const string Indent = "    ";

    public static string Write(Diagram diagram)
    {
        var frames = 0;
        var text = new StringBuilder($"digraph network {{\n{Indent}node [shape=box, style=rounded];\n");
        Write(diagram.Items, Indent);
        foreach (var (from, to) in diagram.Arrows)
            text.Append($"{Indent}{from} -> {to};\n");
        return text.Append('}').ToString();

        void Write(IEnumerable<DiagramItem> items, string indent)
        {
            foreach (var item in items)
            {
                if (item is DiagramItem.Frame frame)
                {
                    text.Append(Invariant($"{indent}subgraph cluster{++frames} {{\n{indent}{Indent}label=\"{Escape(frame.Title)}\";\n"));
                    Write(frame.Items, indent + Indent);
                    text.Append($"{indent}}}\n");
                }
                else if (item is DiagramItem.Box box)
                {
                    text.Append($"{indent}{box.Id} [label=\"{string.Join("\\n", box.Lines.Select(Escape))}\"{Style(box)}];\n");
                }
            }
        }
    }

    private static string Style(DiagramItem.Box box) =>
        (box.Form == BoxForm.Layer ? "" : ", shape=ellipse")
        + (box.IsFrozen ? ", style=\"rounded,dashed\"" : "")
        + (box.Path.Length == 0 ? "" : $", tooltip=\"{Escape(box.Path)}\"");

    private static string Escape(string text) => string.Concat(text.Select(character => character switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        _ when char.IsControl(character) => " ",
        _ => $"{character}",
    }));
}
