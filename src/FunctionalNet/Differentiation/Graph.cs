using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A computational graph over scalars, written as an expression over named inputs and made for inspection:
/// <c>((apples * price) * tax).Explain()</c>. It is a value: a node holds its operands, its value and its pullback, which are
/// those of <see cref="Nodes{T}"/>, and a node that is used twice is shared.
/// </summary>
/// <remarks>
/// The chapter's computational graphs. To compute without inspecting, use a <see cref="Differentiable{TIn, TOut}"/>.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class Graph<T> :
    IAdditionOperators<Graph<T>, Graph<T>, Graph<T>>,
    ISubtractionOperators<Graph<T>, Graph<T>, Graph<T>>,
    IMultiplyOperators<Graph<T>, Graph<T>, Graph<T>>,
    IDivisionOperators<Graph<T>, Graph<T>, Graph<T>>,
    IUnaryNegationOperators<Graph<T>, Graph<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // The most nodes for which a figure is readable.
    private const int LargestDrawn = 100;

    internal Graph(string symbol, bool isConstant, ImmutableArray<Graph<T>> operands, T value, Func<T, ImmutableArray<T>> pullback) =>
        (Symbol, IsConstant, Operands, Value, Pullback) = (symbol, isConstant, operands, value, pullback);

    /// <summary>The name of an input, or the sign of an operation.</summary>
    public string Symbol { get; }

    /// <summary>The nodes that this one is computed from; none for an input.</summary>
    public ImmutableArray<Graph<T>> Operands { get; }

    /// <summary>The value of the expression.</summary>
    public T Value { get; }

    /// <summary>Whether this is a constant of the expression, not a named input.</summary>
    internal bool IsConstant { get; }

    /// <summary>Maps the gradient at this node to the gradients that flow back to each of its operands.</summary>
    internal Func<T, ImmutableArray<T>> Pullback { get; }

    /// <summary>A constant in an expression: <c>2 * x</c>.</summary>
    public static implicit operator Graph<T>(T value) => new(NumberFormat.Brief(value), true, [], value, _ => []);

    /// <summary><see cref="Nodes{T}.Add"/>.</summary>
    public static Graph<T> operator +(Graph<T> left, Graph<T> right) =>
        Graph.Apply("+", Nodes<T>.Add, Require.NotNull(left), Require.NotNull(right));

    /// <summary><see cref="Nodes{T}.Subtract"/>.</summary>
    public static Graph<T> operator -(Graph<T> left, Graph<T> right) =>
        Graph.Apply("−", Nodes<T>.Subtract, Require.NotNull(left), Require.NotNull(right));

    /// <summary><see cref="Nodes{T}.Multiply"/>.</summary>
    public static Graph<T> operator *(Graph<T> left, Graph<T> right) =>
        Graph.Apply("×", Nodes<T>.Multiply, Require.NotNull(left), Require.NotNull(right));

    /// <summary><see cref="Nodes{T}.Divide"/>.</summary>
    public static Graph<T> operator /(Graph<T> left, Graph<T> right) =>
        Graph.Apply("/", Nodes<T>.Divide, Require.NotNull(left), Require.NotNull(right));

    /// <summary><see cref="Nodes{T}.Negate"/>.</summary>
    public static Graph<T> operator -(Graph<T> value) => Graph.Apply("negate", Nodes<T>.Negate, Require.NotNull(value));

    /// <summary>
    /// Runs the graph backwards from 1 at this node. The result has every node with its value and gradient, and a figure with the
    /// value above each arrow and the gradient that flows back below it. A node that is used several times is drawn once; the
    /// other arrows from it begin at its name. A graph of more than 100 nodes is not drawn: it prints as its listing.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Two inputs have the same name, or an input has the name of an operation or a constant: <c>×₁</c>, <c>2</c>.
    /// </exception>
    public Explanation<T> Explain()
    {
        var run = BackwardRun<T>.From(this);
        return new($"{this}", [.. run.Nodes.Select(Explained)], run.Nodes.Length <= LargestDrawn ? GraphFigure<T>.Of(run) : "");

        NodeExplanation<T> Explained(Graph<T> node) =>
            new(run.Names[node], node.Describe(operand => run.Names[operand]), node.Value, run.Gradients[node]);
    }

    /// <summary>One line, in which operands that are operations are elided: <c>… × tax = 715</c>.</summary>
    public override string ToString() =>
        IsConstant ? Symbol
        : Operands.IsEmpty ? $"{Symbol} = {NumberFormat.Brief(Value)}"
        : $"{Describe(operand => operand.Operands.IsEmpty ? operand.Symbol : "…")} = {NumberFormat.Brief(Value)}";

    /// <summary>This node in terms of its operands: <c>x + y</c>, <c>exp(x)</c>.</summary>
    internal string Describe(Func<Graph<T>, string> name) =>
        Operands.IsEmpty ? (IsConstant ? "constant" : "input")
        : Operands is [var left, var right] && !char.IsLetter(Symbol[0]) ? $"{name(left)} {Symbol} {name(right)}"
        : $"{Symbol}({string.Join(", ", Operands.Select(name))})";
}

/// <summary>Ways to make a <see cref="Graph{T}"/>, besides its operators.</summary>
public static class Graph
{
    /// <summary>A named input.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Graph<T> Input<T>(string name, T value)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Required(name), false, [], value, _ => []);

    /// <summary>A node with one operand: any differentiable function of a number, under the name that it is drawn with.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Graph<T> Apply<T>(string name, Differentiable<T, T> function, Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        var (value, pullback) = function(x.Value);
        return new(Required(name), false, [x], value, gradient => [pullback(gradient)]);
    }

    /// <summary>A node with two operands: any differentiable function of a pair, under the name or sign that it is drawn with.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Graph<T> Apply<T>(string name, Differentiable<(T X, T Y), T> function, Graph<T> x, Graph<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var (value, pullback) = function((x.Value, y.Value));
        return new(Required(name), false, [x, y], value, Flow);

        ImmutableArray<T> Flow(T gradient)
        {
            var (dx, dy) = pullback(gradient);
            return [dx, dy];
        }
    }

    /// <summary><see cref="Nodes{T}.Square"/>.</summary>
    public static Graph<T> Square<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("square", Nodes<T>.Square, x);

    /// <summary><see cref="Nodes{T}.Reciprocal"/>.</summary>
    public static Graph<T> Reciprocal<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("reciprocal", Nodes<T>.Reciprocal, x);

    /// <summary><see cref="Nodes{T}.Exp"/>.</summary>
    public static Graph<T> Exp<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("exp", Nodes<T>.Exp, x);

    /// <summary><see cref="Nodes{T}.Log"/>.</summary>
    public static Graph<T> Log<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("log", Nodes<T>.Log, x);

    /// <summary><see cref="Nodes{T}.Relu"/>.</summary>
    public static Graph<T> Relu<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("relu", Nodes<T>.Relu, x);

    /// <summary><see cref="Nodes{T}.Sigmoid"/>.</summary>
    public static Graph<T> Sigmoid<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("sigmoid", Nodes<T>.Sigmoid, x);

    /// <summary><see cref="Nodes{T}.Tanh"/>.</summary>
    public static Graph<T> Tanh<T>(Graph<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Apply("tanh", Nodes<T>.Tanh, x);

    private static string Required(string name) => string.IsNullOrWhiteSpace(Require.NotNull(name))
        ? throw new ArgumentException($"expected a name for a node of a graph, got \"{name}\"")
        : name;
}
