using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// Compiles the structure of a network into a plan: gives each layer its path, its place for random draws and its parameters, and makes
/// one value of each output.
/// </summary>
internal sealed class PlanCompiler<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly List<Func<ParameterLayout, ImmutableArray<int>, PlanNode<T>>> nodes = [];
    private readonly List<ParameterSpec<T>> specs = [];
    private readonly Dictionary<string, int> indices = [];
    private readonly List<bool> frozen = [];

    // Where the first use of each shared name is, whose path all others have.
    private readonly Dictionary<string, string> shared = [];
    private int leaves;

    private PlanCompiler()
    {
    }

    /// <summary>The plan of a network whose parameters are found under a path: empty, or with a slash at its end.</summary>
    /// <exception cref="ArgumentException">Two layers have the same name, or shared parameters differ in shape or role.</exception>
    public static Plan<T> Compile(Layer<T> network, string path)
    {
        var compiler = new PlanCompiler<T>();
        var output = compiler.Add(network, 0, new(path, network), name: null, isFrozen: false);
        var layout = ParameterLayout.Create(path, compiler.specs.Select(spec => new ParameterSlot(spec.Name, spec.Role, spec.Shape)), compiler.frozen);
        var trainedPlaces = TrainedPlaces(layout);
        return new([.. compiler.nodes.Select(node => node(layout, trainedPlaces))], output, [.. compiler.specs], layout, () => $"{path}{network}");
    }

    private static ImmutableArray<int> TrainedPlaces(ParameterLayout layout)
    {
        var places = Enumerable.Repeat(-1, layout.Count).ToArray();
        for (var i = 0; i < layout.Trained.Indices.Length; i++)
            places[layout.Trained.Indices[i]] = i;
        return [.. places];
    }

    /// <summary>Adds a layer that takes a value, under a name if one was given, and gives the value that is its output.</summary>
    private int Add(Layer<T> layer, int input, Scope scope, string? name, bool isFrozen) => RuntimeHelpers.TryEnsureSufficientExecutionStack()
        ? AddCase(layer, input, scope, name, isFrozen)
        : DeepStack.Continue(_ => AddCase(layer, input, scope, name, isFrozen), 0);

    private int AddCase(Layer<T> layer, int input, Scope scope, string? name, bool isFrozen) => layer switch
    {
        Layer<T>.Leaf leaf => AddLeaf(leaf, input, scope.Path(name ?? scope.Number(leaf.Kind)), isFrozen),
        Layer<T>.Branching branching => AddBranches(branching, input, scope.Path(name ?? scope.Number(branching.Kind)), isFrozen),
        Layer<T>.WrappedLayer wrapped => Add(wrapped.Inner, input, scope, name, isFrozen || wrapped.Wrapper == LayerWrapper.Frozen),
        _ when name is not null => Add(layer, input, scope.Within(name), name: null, isFrozen),
        Layer<T>.Sequence sequence => sequence.Parts.Aggregate(input, (value, part) => Add(part, value, scope, name: null, isFrozen)),
        Layer<T>.NamedLayer named => Add(named.Inner, input, scope, scope.Claim(named.Name), isFrozen),
        Layer<T>.SharedLayer use => AddShared(use, input, scope, isFrozen),
        _ => throw new InvalidOperationException($"expected a case of a layer's structure, got {layer.GetType().Name}"),
    };

    private int AddLeaf(Layer<T>.Leaf leaf, int input, string path, bool isFrozen)
    {
        var position = leaves++;
        ImmutableArray<int> own = [.. leaf.Specs.Select(spec => IndexOf(spec with { Name = $"{path}/{spec.Name}" }, isFrozen))];
        nodes.Add((layout, trainedPlaces) => new PlanNode<T>.LeafNode(path, input, leaf, own, position, isFrozen, layout, trainedPlaces));
        return nodes.Count;
    }

    private int AddShared(Layer<T>.SharedLayer use, int input, Scope scope, bool isFrozen)
    {
        if (!shared.TryGetValue(use.Name, out var path))
        {
            shared.Add(use.Name, scope.Path(scope.Claim(use.Name)));
            return Add(use.Inner, input, scope, use.Name, isFrozen);
        }

        var known = specs.Count;
        var output = Add(use.Inner, input, new Scope(path[..^use.Name.Length], use), use.Name, isFrozen);
        return specs.Count == known || use.Inner.Layout.Count > specs.Count - known
            ? output
            : throw new ArgumentException(
                $"{use}: expected parameters of the uses before, {NameList.Of(specs.Take(known).Where(spec => IsBelow(spec, path)).Select(spec => spec.Name))}, "
                + $"got none of them but {NameList.Of(specs.Skip(known).Select(spec => spec.Name))}");

        static bool IsBelow(ParameterSpec<T> spec, string path) => spec.Name.StartsWith(path + '/', StringComparison.Ordinal);
    }

    private int AddBranches(Layer<T>.Branching branching, int input, string path, bool isFrozen)
    {
        var scope = new Scope(path + '/', branching);
        ImmutableArray<int> outputs = [.. branching.Parts.Select(part => Add(part, input, scope, name: null, isFrozen))];
        nodes.Add((_, _) => new PlanNode<T>.MergeNode(path, outputs, branching.Merge));
        return nodes.Count;
    }

    /// <summary>The index of a parameter. A known path is a shared parameter: it is trained unless every use of it is frozen.</summary>
    private int IndexOf(ParameterSpec<T> spec, bool isFrozen)
    {
        if (indices.TryGetValue(spec.Name, out var index))
        {
            var known = specs[index];
            frozen[index] &= isFrozen;
            return (known.Shape, known.Role) == (spec.Shape, spec.Role)
                ? index
                : throw new ArgumentException($"{spec.Name}: expected one shape and role of a shared parameter, got {known} and {spec}");
        }

        indices.Add(spec.Name, specs.Count);
        specs.Add(spec);
        frozen.Add(isFrozen);
        return specs.Count - 1;
    }

    /// <summary>The names that are used below a path.</summary>
    private sealed class Scope(string path, Layer<T> owner)
    {
        private readonly Dictionary<string, int> ofKind = [];
        private readonly HashSet<string> names = [];

        public string Path(string name) => path + name;

        public Scope Within(string name) => new($"{path}{name}/", owner);

        /// <summary>The name of the next layer of a kind: the kind and its number.</summary>
        public string Number(string kind)
        {
            ofKind[kind] = ofKind.GetValueOrDefault(kind) + 1;
            // Otherwise the first Conv1 would have the name of the eleventh Conv.
            var separator = char.IsDigit(kind[^1]) || kind[^1] == '_' ? "_" : "";
            return Claim(Invariant($"{kind}{separator}{ofKind[kind]}"));
        }

        /// <summary>A name that no other layer has.</summary>
        public string Claim(string name) => names.Add(name)
            ? name
            : throw new ArgumentException($"two layers of {owner} are called \"{path}{name}\"");
    }
}
