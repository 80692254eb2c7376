using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>A graph run backwards: the gradient along each arrow, and their sum at each node.</summary>
/// <param name="Nodes">All nodes, each once and after its operands. The last is the one that the run began at.</param>
/// <param name="Names">The names of inputs; operations of a kind are numbered in order.</param>
/// <param name="Gradients">The gradient at each node: the sum of those that flow back from all its uses.</param>
/// <param name="Flows">The gradients that flow on from each node to each of its operands.</param>
internal sealed record BackwardRun<T>(
    ImmutableArray<Graph<T>> Nodes,
    IReadOnlyDictionary<Graph<T>, string> Names,
    IReadOnlyDictionary<Graph<T>, T> Gradients,
    IReadOnlyDictionary<Graph<T>, ImmutableArray<T>> Flows)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static BackwardRun<T> From(Graph<T> root)
    {
        var nodes = InOrder(root);
        var gradients = nodes.ToDictionary(node => node, node => ReferenceEquals(node, root) ? T.One : T.Zero);
        var flows = new Dictionary<Graph<T>, ImmutableArray<T>>();
        // All uses of a node come after it, so its gradient is complete when its turn comes.
        foreach (var node in nodes.Reverse())
        {
            flows[node] = node.Pullback(gradients[node]);
            for (var i = 0; i < node.Operands.Length; i++)
                gradients[node.Operands[i]] += flows[node][i];
        }

        return new(nodes, Named(nodes), gradients, flows);
    }

    /// <summary>The gradients that flow back into a node from each of its uses, in order.</summary>
    public IEnumerable<T> FlowsInto(Graph<T> node) =>
        from user in Nodes
        from i in Enumerable.Range(0, user.Operands.Length)
        where ReferenceEquals(user.Operands[i], node)
        select Flows[user][i];

    private static ImmutableArray<Graph<T>> InOrder(Graph<T> root)
    {
        // Not recursive: a graph may be deeper than the call stack.
        var (nodes, seen) = (ImmutableArray.CreateBuilder<Graph<T>>(), new HashSet<Graph<T>>());
        var pending = new Stack<(Graph<T> Node, bool IsBehindOperands)>([(root, false)]);
        while (pending.TryPop(out var next))
        {
            if (next.IsBehindOperands)
            {
                nodes.Add(next.Node);
            }
            else if (seen.Add(next.Node))
            {
                pending.Push((next.Node, true));
                foreach (var operand in next.Node.Operands.Reverse())
                    pending.Push((operand, false));
            }
        }

        return nodes.ToImmutable();
    }

    private static Dictionary<Graph<T>, string> Named(ImmutableArray<Graph<T>> nodes)
    {
        var numbered = from node in nodes
                       where !node.Operands.IsEmpty
                       group node by node.Symbol into kind
                       from entry in kind.Select((node, i) => (Node: node, Name: kind.Key + Number(kind.Key, i + 1)))
                       select entry;
        var names = nodes.Where(node => node.Operands.IsEmpty).Select(node => (Node: node, Name: node.Symbol)).Concat(numbered).ToList();
        return names.GroupBy(entry => entry.Name).FirstOrDefault(IsAmbiguous) is { Key: var repeated }
            ? throw new ArgumentException($"two nodes of a graph are called {repeated}")
            : names.ToDictionary(entry => entry.Node, entry => entry.Name);

        // Equal constants may share a name.
        static bool IsAmbiguous(IEnumerable<(Graph<T> Node, string)> called) =>
            called.Skip(1).Any() && !called.All(entry => entry.Node.IsConstant);
    }

    /// <summary>The number as it is after a word, and as a subscript after a sign, since <c>−1</c> would read as another number.</summary>
    private static string Number(string symbol, int number) => Invariant($"{number}") is var digits
        && char.IsLetter(symbol[0]) ? digits : string.Concat(digits.Select(digit => (char)('₀' + (digit - '0'))));
}
