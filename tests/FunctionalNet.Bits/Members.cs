using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;

namespace FunctionalNet.Bits;

/// <summary>
/// What every public function of tensors, node, layer, loss and metric computes, each with its gradients, as a line with a fingerprint. They
/// are found by reflection: those without arguments are simply run, and for others <see cref="Arguments{T}"/> has an entry.
/// </summary>
public static class Members
{
    /// <summary>The lines as committed, which are the same on every machine. The program prints new ones: <c>members > members.txt</c>.</summary>
    public static IReadOnlyList<string> Golden { get; } = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "members.txt"));

    /// <summary>The lines at both precisions: <c>f32 TensorNodes.Exp 0123456789abcdef</c>.</summary>
    /// <exception cref="NotSupportedException">A member has no entry, so that it is not known with what to call it.</exception>
    public static IEnumerable<string> Lines => Members<float>.Lines("f32").Concat(Members<double>.Lines("f64"));
}

internal static class Members<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Type[] Types = [typeof(Tensor<T>), typeof(Nodes<T>), typeof(TensorNodes<T>), typeof(Layers<T>), typeof(Layers<T>.Losses), typeof(Layers<T>.Metrics), typeof(Layers<T>.Augment)];

    // They compare, print or copy, and compute nothing.
    private static readonly string[] Other =
    [
        "Tensor.ToScalar", "Tensor.ToArray", "Tensor.CopyTo", "Tensor.Equals", "Tensor.GetHashCode", "Tensor.ToString", "Tensor.Deconstruct", "Tensor.Cast",
        "Tensor.op_Implicit", "Tensor.op_Equality", "Tensor.op_Inequality", "Tensor.<Clone>$", "Tensor.Shape", "Tensor.Data", "Tensor.Item", "Tensor.IsFinite",
    ];

    public static IEnumerable<string> Lines(string precision)
    {
        var members = (
            from type in Types
            from member in type.GetMembers(Declared)
            where member is PropertyInfo or MethodInfo && !(member is MethodInfo { IsSpecialName: true } && !member.Name.StartsWith("op_", StringComparison.Ordinal))
            group member by $"{type.Name.Split('`')[0]}.{member.Name}" into overloads
            where !Other.Contains(overloads.Key)
            select overloads).ToList();
        if (Other.Concat(Arguments<T>.Entries.Keys).Except(members.Select(member => member.Key).Concat(Other.Where(IsThere))).ToList() is [var gone, ..])
            throw new NotSupportedException($"there is no member {gone}");
        return members.Select(overloads => $"{precision} {overloads.Key} {Digest<T>.Of(ResultsOf(overloads.Key, [.. overloads]))}");
    }

    private static bool IsThere(string name) => typeof(Tensor<T>).GetMember(name["Tensor.".Length..], Declared).Length > 0;

    private static IEnumerable ResultsOf(string name, MemberInfo[] overloads)
    {
        if (!Arguments<T>.Entries.TryGetValue(name, out var compute))
            return (from overload in overloads from result in Results.Of(ValueOf(name, overload)) select result).ToList();
        var results = compute().SelectMany(Results.Of).ToList();
        return results.Count >= overloads.Length
            ? results : throw new NotSupportedException($"{name} has {overloads.Length} overloads and {results.Count} results: add to {nameof(Arguments<>)}");
    }

    /// <summary>The value of a member that takes no arguments, or one or two tensors.</summary>
    private static object ValueOf(string name, MemberInfo member)
    {
        if (member is PropertyInfo property)
            return property.GetValue(null)!;
        var method = (MethodInfo)member;
        var others = method.GetParameters().Length - (method.IsStatic ? 1 : 0);
        if (others > 1 || method.GetParameters().Any(parameter => parameter.ParameterType != typeof(Tensor<T>)))
            throw new NotSupportedException($"{name} takes {string.Join<ParameterInfo>(", ", method.GetParameters())}: add it to {nameof(Arguments<>)}");
        Tensor<T>[] operands = others == 1 ? [Operands<T>.Vector] : [];
        return Operands<T>.Both.Select(x => method.Invoke(method.IsStatic ? null : x, method.IsStatic ? [x, .. operands] : operands)).ToImmutableArray();
    }

    private static class Results
    {
        /// <summary>What functions compute on the operands, and other results as they are.</summary>
        public static IEnumerable<object> Of(object value) => value switch
        {
            Differentiable<T, T> f => Operands<T>.Vector.Data.Select(x => f(x) is var (y, pullback) ? (object)(y, pullback(y)) : y),
            Differentiable<(T, T), T> f => Operands<T>.Vector.Data.Select((x, i) => f((x, Operands<T>.Edges.Data[i])) is var (y, pullback) ? (object)(y, pullback(y)) : y),
            Differentiable<Tensor<T>, Tensor<T>> f => Operands<T>.Both.Select(x => Of(f, x)),
            Differentiable<Tensor<T>, T> f => Operands<T>.Both.Select(x => f(x) is var (y, pullback) ? (object)(y, pullback(y)) : y),
            Differentiable<(Tensor<T>, Tensor<T>), Tensor<T>> f => Operands<T>.Both.Select(x => Of(f, (x, Operands<T>.Vector))),
            Layer<T> layer => [Of(layer)],
            Merge<T> merge => [Of(Layers<T>.Branches(merge, Layers<T>.Tanh, Layers<T>.Sigmoid))],
            Loss<T> loss => Accepted($"{loss}", Operands<T>.Clean, Operands<T>.Targets, (outputs, targets) =>
                loss.Against(targets)(outputs) is var (y, pullback) ? (object)(y, pullback(y)) : y),
            Metric<T> metric => Accepted($"{metric}", Operands<T>.Many, Operands<T>.ManyTargets, (outputs, targets) =>
                Layer<T>.Identity.Evaluate(metric, Parameters<T>.Empty, new Dataset<T>(outputs, targets))),
            Augmentation<T> augmentation => [Of(augmentation)],
            _ => [value],
        };

        public static object Of<TIn>(Differentiable<TIn, Tensor<T>> function, TIn x) =>
            function(x) is var (y, pullback) ? (y, pullback(y)) : y;

        private static object Of(Augmentation<T> augmentation)
        {
            var changed = augmentation.Apply(Key.Seed(9), Operands<T>.Images);
            return new object[] { changed.Inputs, changed.Targets is Targets<T>.Values(var values) ? values : changed.Targets.ClassIndices };
        }

        private static object Of(Layer<T> layer)
        {
            var (output, backward) = layer.Forward(layer.Initialize(Key.Seed(3)), Operands<T>.Clean, Mode.Training(Key.Seed(4)));
            var gradients = backward(output);
            return (output, gradients.Parameters, gradients.Input);
        }

        /// <summary>The results with all targets that are accepted, which is at least one kind.</summary>
        private static List<object> Accepted(
            string name, Tensor<T> outputs, IEnumerable<Targets<T>> candidates, Func<Tensor<T>, Targets<T>, object> compute)
        {
            List<object> results = [];
            foreach (var form in new[] { outputs, outputs[.., ..1] })
            {
                foreach (var targets in candidates)
                {
                    try
                    {
                        results.Add(compute(form, targets));
                    }
                    catch (ArgumentException)
                    {
                        // These are not its targets.
                    }
                }
            }

            return results.Count > 0 ? results : throw new NotSupportedException($"{name} takes none of the targets that there are: add its own to {nameof(Operands<>)}");
        }
    }
}
