using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionalNet.Tests.Conventions;

/// <summary>A use of a symbol in a source file that does not declare it, in code or in documentation.</summary>
/// <param name="File">The file that uses it.</param>
/// <param name="Line">The line of the use, counted from 1.</param>
/// <param name="Symbol">The type or member, as the compiler's messages name it.</param>
/// <param name="Declaration">The file that declares it.</param>
internal sealed record SourceReference(string File, int Line, string Symbol, string Declaration)
{
    /// <summary><c>file(line): symbol, declared in file</c></summary>
    public override string ToString() => Invariant($"{File}({Line}): {Symbol}, declared in {Declaration}");

    /// <summary>The references of a compilation from file to file, without repetitions in a line.</summary>
    /// <param name="compilation">The sources.</param>
    /// <param name="rank">
    /// The rank of a file. A partial type belongs to the file with the lowest rank; a member belongs to the file that declares it.
    /// </param>
    public static IEnumerable<SourceReference> In(CSharpCompilation compilation, Func<string, int> rank) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from reference in (
            from node in tree.GetRoot().DescendantNodes(descendIntoTrivia: true)
            from symbol in Symbols(node, model)
            let files = symbol.Locations.Where(place => place.IsInSource).Select(place => place.SourceTree!.FilePath).ToList()
            where symbol is not INamespaceSymbol && files.Count > 0 && !files.Contains(tree.FilePath)
            select new SourceReference(
                tree.FilePath,
                node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
                symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat),
                files.MinBy(rank)!)).Distinct()
        select reference;

    /// <summary>The symbol that a node refers to (the first, if overloads are ambiguous), and any implicit conversion.</summary>
    private static IEnumerable<ISymbol> Symbols(SyntaxNode node, SemanticModel model)
    {
        var found = model.GetSymbolInfo(node);
        return new[] { found.Symbol ?? found.CandidateSymbols.FirstOrDefault(), model.GetConversion(node).MethodSymbol }
            .OfType<ISymbol>()
            .Select(symbol => symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol.OriginalDefinition);
    }
}
