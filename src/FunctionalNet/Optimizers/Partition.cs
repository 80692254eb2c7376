using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>Different optimizers for different parameters.</content>
    public static partial class Optimizers
    {
        /// <summary>An optimizer for each of several parts of a network, by the paths of layers or parameters.</summary>
        /// <remarks>
        /// Each sees the parameters of its part only: a norm is that of the part. Every trained parameter has to be in exactly one part; an
        /// <see cref="ArgumentException"/> lists those that are in none, or in several, when the first state is made.
        /// </remarks>
        /// <param name="parts">Paths, of a layer (<c>encoder</c>) or a parameter (<c>head/W</c>), and their optimizers.</param>
        /// <exception cref="ArgumentException">Two parts have the same path.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Partition(("encoder", Optimizers.Adam(0.0001)), ("head", Optimizers.Sgd(0.1))));
        /// // Partition(encoder: Adam(0.0001), head: Sgd(0.1))
        /// </code>
        /// </example>
        public static Optimizer<T> Partition(params ImmutableArray<(string Path, Optimizer<T> Optimizer)> parts) => Partition(
        [
            .. parts.Select(part => new Part(
                Require.NotNull(part.Path, nameof(parts)), part.Optimizer,
                slot => slot.Path == part.Path || slot.Path.StartsWith(part.Path + "/", StringComparison.Ordinal), MayBeEmpty: false)),
        ]);

        /// <summary>An optimizer for each role: one for weights, one for biases and gains.</summary>
        /// <inheritdoc cref="Partition(ImmutableArray{ValueTuple{string, Optimizer{T}}})" path="/remarks"/>
        /// <param name="parts">Roles, and their optimizers.</param>
        /// <exception cref="ArgumentException">Two parts have the same role.</exception>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Partition(
        ///     (ParameterRole.Weight, Optimizers.AdamW(0.001, 0.01)), (ParameterRole.BiasOrGain, Optimizers.Adam(0.001))));
        /// // Partition(weight: AdamW(0.001, 0.01), bias or gain: Adam(0.001))
        /// </code>
        /// </example>
        public static Optimizer<T> Partition(params ImmutableArray<(ParameterRole Role, Optimizer<T> Optimizer)> parts) =>
            Partition([.. parts.Select(part => new Part(ParametersFormat.Words(part.Role), part.Optimizer, slot => slot.Role == part.Role))]);

        /// <summary>An optimizer for each of several parts of a network, by predicates over paths, roles and shapes.</summary>
        /// <inheritdoc cref="Partition(ImmutableArray{ValueTuple{string, Optimizer{T}}})" path="/remarks"/>
        /// <param name="parts">Predicates, and their optimizers.</param>
        /// <example>
        /// <code>
        /// Console.WriteLine(Optimizers.Partition(
        ///     (slot => slot.Shape.Rank >= 2, Optimizers.Momentum(0.1, 0.9)), (slot => slot.Shape.Rank &lt; 2, Optimizers.Sgd(0.1))));
        /// // Partition(1: Momentum(0.1, 0.9), 2: Sgd(0.1))
        /// </code>
        /// </example>
        public static Optimizer<T> Partition(params ImmutableArray<(Func<ParameterSlot, bool> Belongs, Optimizer<T> Optimizer)> parts) =>
            Partition([.. parts.Select((part, i) => new Part(Invariant($"{i + 1}"), part.Optimizer, Require.NotNull(part.Belongs, nameof(parts))))]);

        private static Optimizer<T> Partition(ImmutableArray<Part> parts)
        {
            if (parts.GroupBy(part => part.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated })
                throw new ArgumentException($"two parts are called {repeated}", nameof(parts));
            var description = $"{nameof(Partition)}({string.Join(", ", parts.Select(part => $"{part.Name}: {part.Optimizer}"))})";
            // A network's layout is one object, and so are then its parts, whose states belong to them.
            var layouts = new ConditionalWeakTable<ParameterLayout, LayoutPart[]>();
            return Optimizer.Define<T>(
                description,
                parameters => parts.Zip(PartsOf(parameters.Layout), (part, layout) => (part, Inner: part.Optimizer.Initialize(parameters.Part(layout))))
                    .Aggregate(TransformationState<T>.Empty, (state, part) => state.WithOptimizer(part.part.Name, part.Inner)),
                (updates, state, context) =>
                {
                    var merged = updates.Values;
                    foreach (var (part, layout) in parts.Zip(PartsOf(context.Parameters.Layout)))
                    {
                        var (own, next) = part.Optimizer.Update(
                            updates with { Values = updates.Values.Part(layout) },
                            state.Optimizer(part.Name),
                            context with { Parameters = context.Parameters.Part(layout) });
                        merged = merged.WithPart(layout, own.Materialize());
                        state = state.WithOptimizer(part.Name, next);
                    }

                    return (Updates.Of(merged), state);
                });

            LayoutPart[] PartsOf(ParameterLayout layout) => layouts.GetValue(layout, Divide);

            LayoutPart[] Divide(ParameterLayout layout)
            {
                if (parts.FirstOrDefault(part => !part.MayBeEmpty && !layout.Any(part.Belongs)) is { Name: var empty })
                    throw new ArgumentException($"{description}: no parameter is in part {empty}; there are {layout.Paths}");
                Refuse("no part", layout.Where(slot => !parts.Any(part => part.Belongs(slot))));
                Refuse("several parts", layout.Where(slot => parts.Count(part => part.Belongs(slot)) > 1));
                return [.. parts.Select(part => layout.Select(i => part.Belongs(layout[i]), layout.Path))];
            }

            void Refuse(string where, IEnumerable<ParameterSlot> slots)
            {
                if (slots.Any())
                {
                    throw new ArgumentException(
                        $"{description}: expected every parameter in exactly one part, got in {where}: {NameList.Of(slots.Select(slot => slot.Path))}");
                }
            }
        }

        private sealed record Part(string Name, Optimizer<T> Optimizer, Func<ParameterSlot, bool> Belongs, bool MayBeEmpty = true)
        {
            public Optimizer<T> Optimizer { get; } = Require.NotNull(Optimizer, "parts");
        }
    }
}
