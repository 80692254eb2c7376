using Microsoft.CodeAnalysis;

namespace FunctionalNet.Tests.Conventions;

/// <summary>Numbers in messages, and the order of names, are the same in every culture, as the compiler can tell.</summary>
public sealed class CultureSourceTests
{
    // The sources lack the bodies of partial members, which generators write.
    private static readonly string[] MissingBodies = ["CS8795", "CS9248"];

    [Fact]
    [Trait(Suite.Name, Suite.Long)]
    public void Nothing_in_the_core_depends_on_the_culture_of_the_thread() => Nothing_depends_on_the_culture_of_the_thread("FunctionalNet");

    [Theory]
    [InlineData("FunctionalNet.Images")]
    [InlineData("FunctionalNet.Mpi")]
    [InlineData("FunctionalNet.NumericsTensors")]
    [InlineData("FunctionalNet.Plots")]
    [InlineData("FunctionalNet.Progress")]
    [InlineData("FunctionalNet.Tables")]
    public void Nothing_depends_on_the_culture_of_the_thread(string project)
    {
        var compilation = SourceProject.Compile(project);
        Assert.DoesNotContain(compilation.GetDiagnostics(), found => found.Severity == DiagnosticSeverity.Error && !MissingBodies.Contains(found.Id));
        var places = CultureDependence.In(compilation).Select(place => $"{place}").ToList();
        Assert.True(places.Count == 0, $"these texts depend on the culture:\n{string.Join('\n', places)}");
    }

    [Theory]
    [InlineData("string S(int x) => $\"{x}\";", "x")]
    [InlineData("string S(int? x) => $\"got {x}\";", "x")]
    [InlineData("string S(double x) => $\"{x:0.0}\";", "x")]
    [InlineData("string S<T>(T x) where T : System.Numerics.INumber<T> => $\"{x}\";", "x")]
    [InlineData("string S((int, string) x) => Invariant($\"{x}\");", "x")]
    [InlineData("string S(long x) => Invariant($\"{(x > 0 ? $\"{x}\" : \"\")}\");", "x")]
    [InlineData("string S(int[] x) => string.Join(\", \", x);", "string.Join(\", \", x)")]
    [InlineData("string S(int[] x) => string.Join(\", \", x.Take(2));", "string.Join(\", \", x.Take(2))")]
    [InlineData("string S(object y, int x) => string.Concat(y, x);", "string.Concat(y, x)")]
    [InlineData("string S(int x) => \"got \" + x;", "x")]
    [InlineData("string S(int x) => x.ToString();", "x.ToString()")]
    [InlineData("string S(int x) => new System.Text.StringBuilder().Append(x).ToString();", "new System.Text.StringBuilder().Append(x)")]
    [InlineData("string S(int x) => string.Create(System.Globalization.CultureInfo.CurrentCulture, $\"{x}\");", "x")]
    [InlineData("int S(string x) => int.Parse(x);", "int.Parse(x)")]
    [InlineData("void S(int x) => ArgumentOutOfRangeException.ThrowIfNegative(x);", "ArgumentOutOfRangeException.ThrowIfNegative(x)")]
    [InlineData("bool S(string x) => x.StartsWith(\"a\");", "x.StartsWith(\"a\")")]
    [InlineData("string S(string x) => x.ToUpper();", "x.ToUpper()")]
    [InlineData("object S(string[] x) => x.Order();", "x.Order()")]
    [InlineData("object S(int[] x) => x.OrderBy(y => \"a\");", "x.OrderBy(y => \"a\")")]
    [InlineData("} public record S(int X) {", "(int X)")]
    public void Dependence_on_the_culture_is_found(string member, string found) =>
        Assert.Equal([found], Found(member).Select(dependence => dependence.Node.ToString()));

    [Theory]
    [InlineData("string S(int x) => Invariant($\"{x}\");")]
    [InlineData("string S(string x, char y, Shape z) => $\"{x}{y}{z}\";")]
    [InlineData("string S(int x) => string.Create(CultureInfo.InvariantCulture, $\"{x}\");")]
    [InlineData("string S(int[] x) => string.Join(\", \", x.Select(y => Invariant($\"{y}\")));")]
    [InlineData("object S(string[] x) => x.Order(StringComparer.Ordinal);")]
    [InlineData("int S(string[] x) => x.Max(y => y.Length);")]
    [InlineData("object S(string[] x) => x.OrderBy(y => y.Length);")]
    [InlineData("} public record S(int X) { public override string ToString() => \"S\";")]
    public void Independence_of_the_culture_is_accepted(string member) => Assert.Empty(Found(member));

    [Fact]
    public void A_place_is_reported_by_file_line_and_code() =>
        Assert.Equal(["File.cs(3): x: a int in a text that is not invariant"], Found("string S(int x) => $\"{x}\";").Select(found => $"{found}"));

    private static IEnumerable<CultureDependence> Found(string member) => CultureDependence.In(SourceProject.Compile(
        "Sample", [("File.cs", $"using System.Globalization;\nusing FunctionalNet;\npublic class Sample {{ {member} }}")]));
}
