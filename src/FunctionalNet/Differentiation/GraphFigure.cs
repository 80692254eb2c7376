using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace FunctionalNet;

/// <summary>
/// Draws a graph as the chapter does: a tree from the inputs on the left to the result on the right, with the value that flows
/// forwards above each arrow, and the gradient that flows back below it.
/// </summary>
/// <remarks>
/// An input takes three lines (value, arrow, gradient) and a blank one. An operation with two operands is drawn halfway between
/// their arrows, which turn towards it; one with a single operand is drawn on its arrow.
/// </remarks>
internal static class GraphFigure<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LinesPerInput = 4;

    // The length of line on either side of the wider of an arrow's two numbers.
    private const int Overhang = 2;

    /// <summary>A text and the place where it begins.</summary>
    private readonly record struct Stroke(int Row, int Column, string Text);

    /// <summary>The drawing of a node and all before it: the node's row, the column after it, and the number of inputs drawn.</summary>
    private sealed record Drawn(int Row, int End, int Inputs, ImmutableArray<Stroke> Strokes);

    /// <summary>An arrow with its two numbers: the place where it begins, and the length that it needs.</summary>
    private sealed record Arrow(int Row, int Column, string Value, string Gradient, int Length);

    /// <summary>The state that the drawing of all nodes shares.</summary>
    /// <param name="Run">The values and gradients.</param>
    /// <param name="Shared">The nodes with several uses, which are drawn once and then named.</param>
    /// <param name="Margin">The width of the names on the left.</param>
    private sealed record Style(BackwardRun<T> Run, ImmutableHashSet<Graph<T>> Shared, int Margin);

    public static string Of(BackwardRun<T> run)
    {
        var root = run.Nodes[^1];
        var shared = run.Nodes.SelectMany(node => node.Operands).GroupBy(operand => operand).Where(uses => uses.Count() > 1)
            .Select(uses => uses.Key).ToImmutableHashSet();
        var margin = run.Nodes.Where(node => node.Operands.IsEmpty || shared.Contains(node)).Max(node => run.Names[node].Length);
        var (drawn, _) = Draw(root, firstInput: 0, new(run, shared, margin), []);
        var result = From(drawn, root.Value, run.Gradients[root]);
        return Render([.. drawn.Strokes, .. Line(result, result.Length), new(drawn.Row, result.Column + result.Length, "▶")])
            + Sums(run, shared);
    }

    /// <summary>Draws a node below the inputs drawn so far; also returns the shared nodes that need not be drawn again.</summary>
    private static (Drawn Drawn, ImmutableHashSet<Graph<T>> Known) Draw(
        Graph<T> node, int firstInput, Style style, ImmutableHashSet<Graph<T>> known)
    {
        if (node.Operands.IsEmpty || known.Contains(node))
        {
            var row = (LinesPerInput * firstInput) + 1;
            return (new(row, style.Margin, 1, [new(row, 0, style.Run.Names[node])]), known);
        }

        var (operands, inputs) = (ImmutableArray<Drawn>.Empty, 0);
        foreach (var operand in node.Operands)
        {
            (var drawn, known) = Draw(operand, firstInput + inputs, style, known);
            (operands, inputs) = (operands.Add(drawn), inputs + drawn.Inputs);
        }

        return (Join(node, operands, inputs, style), style.Shared.Contains(node) ? known.Add(node) : known);
    }

    /// <summary>An operation after its operands: arrows from each of them, and its sign where they meet.</summary>
    private static Drawn Join(Graph<T> node, ImmutableArray<Drawn> operands, int inputs, Style style)
    {
        var sign = style.Shared.Contains(node) ? style.Run.Names[node] : node.Symbol;
        ImmutableArray<Arrow> arrows =
            [.. operands.Select((operand, i) => From(operand, node.Operands[i].Value, style.Run.Flows[node][i]))];
        var corner = arrows.Max(arrow => arrow.Column + arrow.Length);
        var (row, column) = ((operands[0].Row + operands[^1].Row) / 2, operands.Length == 1 ? corner + 2 : corner);
        IEnumerable<Stroke> turns = operands.Length == 1
            ? [new(row, corner, "▶")]
            : [.. Turn(operands[0].Row, row, corner), .. Turn(operands[^1].Row, row, corner)];
        return new(row, column + sign.Length, inputs,
        [
            .. operands.SelectMany(operand => operand.Strokes),
            .. arrows.SelectMany(arrow => Line(arrow, corner - arrow.Column)),
            .. turns,
            new(row, column, sign),
        ]);
    }

    private static Arrow From(Drawn drawn, T value, T gradient)
    {
        var (above, below) = (NumberFormat.Brief(value), NumberFormat.Brief(gradient));
        return new(drawn.Row, drawn.End + 1, above, below, int.Max(above.Length, below.Length) + (2 * Overhang));
    }

    /// <summary>An arrow up to its head, with its numbers at the beginning, so that those of several arrows are aligned.</summary>
    private static IEnumerable<Stroke> Line(Arrow arrow, int length) =>
    [
        new(arrow.Row - 1, arrow.Column, Centred(arrow.Value, arrow.Length)),
        new(arrow.Row, arrow.Column, new string('─', length)),
        new(arrow.Row + 1, arrow.Column, Centred(arrow.Gradient, arrow.Length)),
    ];

    /// <summary>The line around the corner from the end of an arrow, up or down to the row before the sign.</summary>
    private static IEnumerable<Stroke> Turn(int from, int to, int column)
    {
        var step = int.Sign(to - from);
        var between = Enumerable.Range(1, int.Abs(to - from) - 2).Select(i => new Stroke(from + (i * step), column, "│"));
        return [new(from, column, step > 0 ? "┐" : "┘"), .. between, new(to - step, column, step > 0 ? "▼" : "▲")];
    }

    private static string Centred(string text, int width) => text.PadLeft((width + text.Length) / 2);

    private static string Render(ImmutableArray<Stroke> strokes)
    {
        var rows = strokes.ToLookup(stroke => stroke.Row);
        return string.Join('\n', Enumerable.Range(0, strokes.Max(stroke => stroke.Row) + 1).Select(row => rows[row]
            .OrderBy(stroke => stroke.Column)
            .Aggregate(new StringBuilder(), (line, stroke) => line.Append(' ', stroke.Column - line.Length).Append(stroke.Text))
            .ToString().TrimEnd()));
    }

    /// <summary>The lines below the figure that show how the gradients of shared nodes add up.</summary>
    private static string Sums(BackwardRun<T> run, ImmutableHashSet<Graph<T>> shared)
    {
        var sums = run.Nodes.Where(shared.Contains).Select(node =>
            $"\nback to {run.Names[node]}: {string.Join(" + ", run.FlowsInto(node).Select(flow => NumberFormat.Brief(flow)))}"
            + $" = {NumberFormat.Brief(run.Gradients[node])}");
        return shared.IsEmpty ? "" : $"\n{string.Concat(sums)}";
    }
}
