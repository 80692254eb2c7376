using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace FunctionalNet.Tests.Conventions;

/// <summary>A place in the sources where a text, or the order of texts, depends on the culture of the thread.</summary>
/// <param name="Node">The expression that depends on it.</param>
/// <param name="Reason">The way in which it does.</param>
internal sealed record CultureDependence(SyntaxNode Node, string Reason)
{
    // Methods that order a sequence, by Comparer<T>.Default unless they are given a comparer.
    private static readonly ImmutableHashSet<string> Orderings =
        ["Order", "OrderDescending", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Sort", "Min", "Max", "MinBy", "MaxBy"];

    private static readonly ImmutableHashSet<string> Comparisons = ["Compare", "CompareTo", "StartsWith", "EndsWith", "ToUpper", "ToLower"];

    /// <summary><c>file(line): code: reason</c></summary>
    public override string ToString() =>
        Invariant($"{Node.SyntaxTree.FilePath}({Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {Node}: {Reason}");

    /// <summary>All such places in a compilation, in order.</summary>
    public static IEnumerable<CultureDependence> In(CSharpCompilation compilation) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes()
        from found in node switch
        {
            InterpolatedStringExpressionSyntax text => InText(text, model),
            InvocationExpressionSyntax call when model.GetOperation(call) is IInvocationOperation operation => InCall(call, operation),
            BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => InSum(sum, model),
            RecordDeclarationSyntax record when model.GetDeclaredSymbol(record) is { } type => InRecord(record, type),
            _ => [],
        }
        select found;

    /// <summary>Holes depend on the culture unless the text becomes a FormattableString, or goes to string.Create with a culture.</summary>
    private static IEnumerable<CultureDependence> InText(InterpolatedStringExpressionSyntax text, SemanticModel model)
    {
        var isFree = model.GetTypeInfo(text).ConvertedType is { Name: "FormattableString" or "IFormattable" }
            || text.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: [var culture, ..], Parent: InvocationExpressionSyntax } }
                && culture.Expression.ToString() == "CultureInfo.InvariantCulture";
        return from hole in text.Contents.OfType<InterpolationSyntax>()
               where !isFree || IsFormattedInside(model.GetTypeInfo(hole.Expression).Type)
               where Depends(model.GetTypeInfo(hole.Expression).Type)
               select new CultureDependence(hole.Expression, $"a {model.GetTypeInfo(hole.Expression).Type} in a text that is not invariant");
    }

    private static IEnumerable<CultureDependence> InCall(InvocationExpressionSyntax call, IInvocationOperation operation)
    {
        var (method, owner) = (operation.TargetMethod, operation.TargetMethod.ContainingType);
        var written = operation.Arguments.SelectMany(argument => Elements(argument.Value)).FirstOrDefault(Depends);
        var reason = (owner.Name, method.Name) switch
        {
            (_, "ToString") when method.Parameters.IsEmpty && Depends(operation.Instance?.Type) => $"a {operation.Instance?.Type} in words",
            ("String", "Join" or "Concat" or "Format") when written is not null => $"a {written} in a text that is not invariant",
            ("StringBuilder", "Append" or "Insert") when Depends(method.Parameters[^1].Type) && method.Parameters[0].Type.Name != "Char" =>
                $"a {method.Parameters[^1].Type} in a text that is not invariant",
            ("ArgumentOutOfRangeException", _) when method.IsStatic && written is not null => $"a {written} in a message that is not invariant",
            (_, "Parse" or "TryParse") when Depends(owner) && !Takes(method, "IFormatProvider") => "a number read by the current culture",
            ("String", _) when Comparisons.Contains(method.Name) && !Takes(method, "StringComparison", "CultureInfo", "Char") =>
                "texts compared by the current culture",
            _ when Orderings.Contains(method.Name) && IsText(OrderedBy(method)) && !Takes(method, "IComparer", "Comparison") =>
                "texts in the order of the current culture",
            _ => null,
        };
        return reason is null ? [] : [new(call, reason)];
    }

    private static ITypeSymbol? OrderedBy(IMethodSymbol method) =>
        method.Name is "Min" or "Max" ? method.ReturnType : method.TypeArguments.LastOrDefault();

    private static bool Takes(IMethodSymbol method, params ImmutableArray<string> types) =>
        method.Parameters.Any(parameter => types.Contains(parameter.Type.Name));

    private static IEnumerable<CultureDependence> InSum(BinaryExpressionSyntax sum, SemanticModel model) =>
        from operand in new[] { sum.Left, sum.Right }
        where IsText(model.GetTypeInfo(sum).Type) && Depends(model.GetTypeInfo(operand).Type)
        select new CultureDependence(operand, $"a {model.GetTypeInfo(operand).Type} added to a text");

    /// <summary>The ToString that the compiler writes for a record uses the current culture.</summary>
    private static IEnumerable<CultureDependence> InRecord(RecordDeclarationSyntax record, INamedTypeSymbol type) =>
        from member in type.GetMembers().OfType<IPropertySymbol>()
        where !type.IsAbstract && type.DeclaredAccessibility == Accessibility.Public
        where !member.IsStatic && member.DeclaredAccessibility == Accessibility.Public
        where type.GetMembers("ToString").OfType<IMethodSymbol>().All(method => method.IsImplicitlyDeclared) && Depends(member.Type)
        select new CultureDependence(record.ParameterList ?? (SyntaxNode)record, $"{member.Name}, a {member.Type}, in what the compiler writes of it");

    /// <summary>The types that an argument adds to a text: those of its items, where it is a sequence.</summary>
    private static IEnumerable<ITypeSymbol> Elements(IOperation value) => value switch
    {
        IConversionOperation conversion => Elements(conversion.Operand),
        IArrayCreationOperation { Initializer: { } items } => items.ElementValues.SelectMany(Elements),
        ICollectionExpressionOperation items => items.Elements.SelectMany(Elements),
        { Type: IArrayTypeSymbol array } => [array.ElementType],
        { Type: INamedTypeSymbol { IsGenericType: true } sequence } when !IsText(sequence) => sequence.TypeArguments,
        { Type: { } type } => [type],
        _ => [],
    };

    private static bool IsText(ITypeSymbol? type) => type?.SpecialType == SpecialType.System_String;

    /// <summary>Whether the text of a value depends on the culture: a number, a generic number, or a type with a number in it.</summary>
    private static bool Depends(ITypeSymbol? type) => type switch
    {
        { SpecialType: SpecialType.System_Char } => false,
        INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable => Depends(nullable.TypeArguments[0]),
        INamedTypeSymbol holder when IsFormattedInside(holder) => holder.TypeArguments.Any(Depends),
        ITypeParameterSymbol open => open.ConstraintTypes.SelectMany(constraint => constraint.AllInterfaces).Any(IsNumber),
        { Name: "DateTime" or "DateTimeOffset" } => true,
        { } closed => closed.AllInterfaces.Any(IsNumber),
        _ => false,
    };

    private static bool IsNumber(INamedTypeSymbol type) => type.Name == "INumberBase";

    /// <summary>A tuple or an option always formats its items by the current culture.</summary>
    private static bool IsFormattedInside(ITypeSymbol? type) => type is INamedTypeSymbol { IsTupleType: true } or { Name: "Option" };
}
