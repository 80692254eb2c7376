using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A computational graph over single numbers, written as an expression over named inputs and to be looked at:
/// <c>((apples * price) * tax).Explain()</c>. It is a value: a node knows its operands, its value and its pullback, which are
/// those of <see cref="Nodes{T}"/>, and using it twice shares it.
/// </summary>
/// <remarks>
/// The chapter's computational graphs. What only has to be computed is a <see cref="Differentiable{TIn, TOut}"/>, which cannot be
/// looked into.
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
    // Nodes of a figure that can still be looked at.
    private const int LargestDrawn = 100;

    internal Graph(string symbol, bool isConstant, ImmutableArray<Graph<T>> operands, T value, Func<T, ImmutableArray<T>> pullback) =>
        (Symbol, IsConstant, Operands, Value, Pullback) = (symbol, isConstant, operands, value, pullback);

    /// <summary>What it is called: the name of an input, the sign of an operation.</summary>
    public string Symbol { get; }

    /// <summary>What it is computed from: nothing for an input.</summary>
    public ImmutableArray<Graph<T>> Operands { get; }

    /// <summary>The number that the expression comes to.</summary>
    public T Value { get; }

    /// <summary>Whether this is a number in the expression, and not an input with a name.</summary>
    internal bool IsConstant { get; }

    /// <summary>From the gradient at this node to what flows back along the arrow from each operand.</summary>
    internal Func<T, ImmutableArray<T>> Pullback { get; }

    /// <summary>A number as a part of an expression: <c>2 * x</c>.</summary>
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
    /// The graph run backwards from 1 at this node: every node with its value and gradient, and the figure, which has the value
    /// above each arrow and below it what flows back along it. A node that is used several times is drawn once; the other
    /// arrows from it begin at its name. A graph of more than 100 nodes is not drawn: it prints as its listing.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// Two inputs have the same name, or one that an operation or a constant has: <c>×₁</c>, <c>2</c>.
    /// </exception>
    public Explanation<T> Explain()
    {
        var run = BackwardRun<T>.From(this);
        return new($"{this}", [.. run.Nodes.Select(Explained)], run.Nodes.Length <= LargestDrawn ? GraphFigure<T>.Of(run) : "");

        NodeExplanation<T> Explained(Graph<T> node) =>
            new(run.Names[node], node.Describe(operand => run.Names[operand]), node.Value, run.Gradients[node]);
    }

    /// <summary>One line, in which operations among the operands are left out: <c>… × tax = 715</c>.</summary>
    public override string ToString() =>
        IsConstant ? Symbol
        : Operands.IsEmpty ? $"{Symbol} = {NumberFormat.Brief(Value)}"
        : $"{Describe(operand => operand.Operands.IsEmpty ? operand.Symbol : "…")} = {NumberFormat.Brief(Value)}";

    /// <summary>What this node is, in terms of its operands: <c>x + y</c>, <c>exp(x)</c>.</summary>
    internal string Describe(Func<Graph<T>, string> name) =>
        Operands.IsEmpty ? (IsConstant ? "constant" : "input")
        : Operands is [var left, var right] && !char.IsLetter(Symbol[0]) ? $"{name(left)} {Symbol} {name(right)}"
        : $"{Symbol}({string.Join(", ", Operands.Select(name))})";
}

/// <summary>How a <see cref="Graph{T}"/> is made, besides by its operators.</summary>
public static class Graph
{
    /// <summary>An input under a name.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static Graph<T> Input<T>(string name, T value)
        where T : unmanaged, IFloatingPointIeee754<T> => new(Required(name), false, [], value, _ => []);

    /// <summary>A node with one operand: any function of a number, under the name that it is drawn with.</summary>
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

    /// <summary>A node with two operands: any function of a pair of numbers, under the name or sign that it is drawn with.</summary>
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
        ? throw new ArgumentException($"a node of a graph has a name, got \"{name}\"")
        : name;
}
