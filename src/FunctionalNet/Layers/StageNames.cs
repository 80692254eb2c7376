using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>The names of the stages of a sequence: those given, and otherwise the kind, numbered along the sequence.</summary>
internal static class StageNames
{
    public static ImmutableArray<string> Of<T>(ImmutableArray<Stage<T>> stages)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ofKind = new Dictionary<string, int>();
        ImmutableArray<string> names = [.. stages.Select(stage => stage.GivenName ?? Numbered(stage.Kind))];
        return names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated }
            ? throw new ArgumentException($"two layers of {string.Join(" >> ", stages)} are called \"{repeated}\"")
            : names;

        string Numbered(string kind)
        {
            ofKind[kind] = ofKind.GetValueOrDefault(kind) + 1;
            // Otherwise the first Conv1 would be called as the eleventh Conv is.
            var separator = char.IsDigit(kind[^1]) || kind[^1] == '_' ? "_" : "";
            return Invariant($"{kind}{separator}{ofKind[kind]}");
        }
    }
}
