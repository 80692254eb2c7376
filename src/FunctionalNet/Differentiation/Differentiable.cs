using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// A differentiable function: the value at <paramref name="input"/>, and the pullback, which carries a gradient at the value
/// back to the input.
/// </summary>
/// <typeparam name="TIn">A number, a tensor, parameters, or a tuple of these.</typeparam>
/// <typeparam name="TOut">A number, a tensor, parameters, or a tuple of these.</typeparam>
public delegate (TOut Value, Func<TOut, TIn> Pullback) Differentiable<TIn, TOut>(TIn input);

/// <summary>
/// The composition of differentiable functions: in sequence (<c>f >> g</c>), side by side (<c>Parallel</c>), and from a shared input
/// (<c>Fork</c>). The chain rule is implemented here and nowhere else.
/// </summary>
public static class Differentiable
{
    /// <summary>Composition.</summary>
    extension<TIn, TMid, TOut>(Differentiable<TIn, TMid> first)
    {
        /// <summary>
        /// The function that applies this one, then <paramref name="next"/>. Values flow forwards, gradients backwards: the
        /// chain rule, <c>dz/dx = dz/dy · dy/dx</c>.
        /// </summary>
        /// <exception cref="ArgumentNullException">A function is null.</exception>
        public Differentiable<TIn, TOut> Then(Differentiable<TMid, TOut> next)
        {
            ArgumentNullException.ThrowIfNull(first);
            ArgumentNullException.ThrowIfNull(next);
            return Composed;

            (TOut Value, Func<TOut, TIn> Pullback) Composed(TIn input)
            {
                if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
                    return DeepStack.Continue(Composed, input);
                var (mid, midPullback) = first(input);
                var (output, outputPullback) = next(mid);
                return (output, Pullback);

                TIn Pullback(TOut gradient) => RuntimeHelpers.TryEnsureSufficientExecutionStack()
                    ? midPullback(outputPullback(gradient))
                    : DeepStack.Continue(Pullback, gradient);
            }
        }

        /// <summary><c>f >> g</c> applies f, then g.</summary>
        public static Differentiable<TIn, TOut> operator >>(Differentiable<TIn, TMid> f, Differentiable<TMid, TOut> g) =>
            Require.NotNull(f).Then(Require.NotNull(g));
    }

    /// <summary>
    /// The value of a scalar function at <paramref name="input"/>, and its gradient there: its pullback at 1.
    /// </summary>
    public static (TNumber Value, TIn Gradient) ValueAndGradient<TIn, TNumber>(this Differentiable<TIn, TNumber> function, TIn input)
        where TNumber : INumberBase<TNumber>
    {
        ArgumentNullException.ThrowIfNull(function);
        var (value, pullback) = function(input);
        return (value, pullback(TNumber.One));
    }

    /// <summary>The identity function.</summary>
    public static Differentiable<TValue, TValue> Identity<TValue>() => input => (input, gradient => gradient);

    /// <summary>Two functions side by side, each of its own input: <c>(a, b) -> (f(a), g(b))</c>.</summary>
    public static Differentiable<(TLeftIn Left, TRightIn Right), (TLeft Left, TRight Right)> Parallel<TLeftIn, TLeft, TRightIn, TRight>(
        Differentiable<TLeftIn, TLeft> f, Differentiable<TRightIn, TRight> g)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        return input =>
        {
            var (left, leftPullback) = f(input.Left);
            var (right, rightPullback) = g(input.Right);
            return ((left, right), gradient => (leftPullback(gradient.Left), rightPullback(gradient.Right)));
        };
    }

    /// <summary>Two functions of one input: <c>x -> (f(x), g(x))</c>. The gradients of the shared input add up.</summary>
    public static Differentiable<TIn, (TLeft Left, TRight Right)> Fork<TIn, TLeft, TRight>(
        Differentiable<TIn, TLeft> f, Differentiable<TIn, TRight> g)
        where TIn : IAdditionOperators<TIn, TIn, TIn> => Fork(f, g, (x, y) => x + y);

    /// <summary>Two functions of the same pair: <c>(a, b) -> (f(a, b), g(a, b))</c>. The gradients of either input add up.</summary>
    public static Differentiable<(TFirst, TSecond), (TLeft Left, TRight Right)> Fork<TFirst, TSecond, TLeft, TRight>(
        Differentiable<(TFirst, TSecond), TLeft> f, Differentiable<(TFirst, TSecond), TRight> g)
        where TFirst : IAdditionOperators<TFirst, TFirst, TFirst>
        where TSecond : IAdditionOperators<TSecond, TSecond, TSecond> =>
        Fork(f, g, (x, y) => (x.Item1 + y.Item1, x.Item2 + y.Item2));

    /// <summary>Two functions of one input of any structure, whose gradients <paramref name="add"/> adds.</summary>
    public static Differentiable<TIn, (TLeft Left, TRight Right)> Fork<TIn, TLeft, TRight>(
        Differentiable<TIn, TLeft> f, Differentiable<TIn, TRight> g, Func<TIn, TIn, TIn> add)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(add);
        return input =>
        {
            var (left, leftPullback) = f(input);
            var (right, rightPullback) = g(input);
            return ((left, right), gradient => add(leftPullback(gradient.Left), rightPullback(gradient.Right)));
        };
    }
}
