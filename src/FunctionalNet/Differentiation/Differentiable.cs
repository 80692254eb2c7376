using System.Collections.Immutable;
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
/// (<c>Fork</c>); <c>WithFirst</c> and <c>WithSecond</c> bind one of two inputs. The chain rule is implemented here and nowhere else.
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

    /// <summary>
    /// Several functions of one input: <c>x -> [f(x), g(x), ...]</c>, as <c>TensorNodes&lt;T>.Concatenate</c> and <c>Stack</c> take them. The
    /// gradients of the shared input add up, from the first on.
    /// </summary>
    /// <exception cref="ArgumentException">There is no function.</exception>
    /// <example>
    /// The differences of neighbours, at a distance of 1 and of 2, beside each other.
    /// <code>
    /// Differentiable&lt;Tensor&lt;float>, Tensor&lt;float>> Difference(int distance) =>
    ///     Differentiable.Fork(TensorNodes&lt;float>.Part(distance..), TensorNodes&lt;float>.Part(..^distance)).Then(TensorNodes&lt;float>.Subtract);
    /// var all = Differentiable.Fork([.. new[] { 1, 2 }.Select(Difference)]).Then(TensorNodes&lt;float>.Concatenate(0));
    /// Console.WriteLine(all(Tensor.Vector(1f, 3, 4)).Value); // f32[3] [2, 1, 3]
    /// </code>
    /// </example>
    public static Differentiable<TIn, ImmutableArray<TOut>> Fork<TIn, TOut>(params ImmutableArray<Differentiable<TIn, TOut>> functions)
        where TIn : IAdditionOperators<TIn, TIn, TIn>
    {
        if (functions.IsDefaultOrEmpty)
            throw new ArgumentException("expected functions of one input, got none", nameof(functions));
        foreach (var function in functions)
            ArgumentNullException.ThrowIfNull(function, nameof(functions));
        return input =>
        {
            var runs = ImmutableArray.CreateRange(functions, function => function(input));
            return (ImmutableArray.CreateRange(runs, run => run.Value), gradients =>
                runs.Skip(1).Select((run, i) => run.Pullback(gradients[i + 1])).Aggregate(runs[0].Pullback(gradients[0]), (sum, next) => sum + next));
        };
    }

    /// <summary>
    /// A function of two inputs with its first bound to a constant: a function of the second, <c>b -> f(a, b)</c>, such as
    /// <c>TensorNodes&lt;T>.MatMul.WithFirst(data)</c>. The gradient of what is bound is dropped.
    /// </summary>
    /// <example>
    /// <code>
    /// var doubled = TensorNodes&lt;float>.Multiply.WithFirst(Tensor.Vector(2f, 4));
    /// Console.WriteLine(doubled(Tensor.Vector(1f, 1)).Value); // f32[2] [2, 4]
    /// </code>
    /// </example>
    public static Differentiable<TSecond, TOut> WithFirst<TFirst, TSecond, TOut>(
        this Differentiable<(TFirst First, TSecond Second), TOut> function, TFirst first)
    {
        ArgumentNullException.ThrowIfNull(function);
        return second =>
        {
            var (value, pullback) = function((first, second));
            return (value, gradient => pullback(gradient).Second);
        };
    }

    /// <summary>
    /// A function of two inputs with its second bound to a constant: a function of the first, <c>a -> f(a, b)</c>, such as
    /// <c>TensorNodes&lt;T>.Subtract.WithSecond(targets)</c>. The gradient of what is bound is dropped.
    /// </summary>
    /// <example>
    /// <code>
    /// var error = TensorNodes&lt;float>.Subtract.WithSecond(Tensor.Vector(1f, 2)).Then(TensorNodes&lt;float>.Square);
    /// Console.WriteLine(error(Tensor.Vector(3f, 3)).Value); // f32[2] [4, 1]
    /// </code>
    /// </example>
    public static Differentiable<TFirst, TOut> WithSecond<TFirst, TSecond, TOut>(
        this Differentiable<(TFirst First, TSecond Second), TOut> function, TSecond second)
    {
        ArgumentNullException.ThrowIfNull(function);
        return first =>
        {
            var (value, pullback) = function((first, second));
            return (value, gradient => pullback(gradient).First);
        };
    }

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
