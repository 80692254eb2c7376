using System.Reflection;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The page that lists the vocabulary lists all of it.</summary>
public sealed class VocabularyTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string Page = File.ReadAllText(Repository.At("docs", "vocabulary.md"));

    public static TheoryData<string> Members => [.. Names];

    private static IEnumerable<string> Names =>
        (from type in new[] { typeof(Layers<>) }.Concat(typeof(Layers<>).GetNestedTypes(BindingFlags.Public))
         from member in type.GetMembers(Public)
         where member is PropertyInfo or MethodInfo { IsSpecialName: false }
         select type.IsNested ? $"{type.Name}.{member.Name}" : member.Name).Distinct();

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_is_on_the_page(string member) => Assert.True(
        Page.Contains($"`{member}`", StringComparison.Ordinal) || Page.Contains($"`{member}(", StringComparison.Ordinal),
        $"docs/vocabulary.md does not have `{member}`, with a line that says what it is");

    [Fact]
    public void The_members_are_found_by_reflection() => Assert.Superset(
        new HashSet<string>(["Affine", "Relu", "Residual", "Losses.SoftmaxCrossEntropy", "Optimizers.Sgd", "Initializers.Zeros"]),
        Names.ToHashSet());
}
