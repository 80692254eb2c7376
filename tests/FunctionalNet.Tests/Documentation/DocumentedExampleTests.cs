using System.Reflection;

namespace FunctionalNet.Tests.Documentation;

/// <summary>The examples in the documentation of the library's members are run as those in Markdown are.</summary>
public sealed class DocumentedExampleTests
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static TheoryData<int, string> Examples
    {
        get
        {
            var examples = new TheoryData<int, string>();
            for (var i = 0; i < DocumentedExample.All.Count; i++)
                examples.Add(i, DocumentedExample.All[i].Member);
            return examples;
        }
    }

    public static TheoryData<string> Members => [.. Names];

    /// <summary>The members of the vocabulary: layers, combinators, losses, optimizers and schedules. An initializer is an argument of theirs.</summary>
    private static IEnumerable<string> Names =>
    [
        .. from type in new[] { typeof(Layers<>) }.Concat(typeof(Layers<>).GetNestedTypes(BindingFlags.Public))
           where type.Name != "Initializers"
           from member in type.GetMembers(Public)
           where member is PropertyInfo or MethodInfo { IsSpecialName: false }
           select $"{type.FullName!.Replace('+', '.')}.{member.Name}" into name
           group name by name into overloads
           select overloads.Key,
    ];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_prints_what_its_comments_say(int index, string member)
    {
        var example = DocumentedExample.All[index];
        var printed = await Prompt.Run(example.Script, Repository.At("example.csx"));
        Assert.True(example.Output == printed, $"the example of {member} prints\n{printed}instead of\n{example.Output}");
        Assert.True(printed.Length > 0, $"the example of {member} prints nothing, so nothing is tested");
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Every_member_of_the_vocabulary_has_an_example(string member) => Assert.True(
        DocumentedExample.All.Any(example => example.Member[2..] == member || example.Member[2..].StartsWith(member + '(', StringComparison.Ordinal)),
        $"{member} has no <example> in its documentation");

    [Fact]
    public void The_members_are_found_by_reflection() => Assert.Superset(
        new HashSet<string>(
        [
            "FunctionalNet.Layers`1.Affine", "FunctionalNet.Layers`1.Relu", "FunctionalNet.Layers`1.Losses.SoftmaxCrossEntropy",
            "FunctionalNet.Layers`1.Optimizers.Sgd",
        ]),
        Names.ToHashSet());
}
