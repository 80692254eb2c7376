using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;

namespace FunctionalNet.Tests.Conventions;

/// <summary>The folders of the library refer only to those before them, and the check of that finds what does not.</summary>
public sealed class FolderOrderTests
{
    private static readonly FolderOrder Order = FolderOrder.Library;

    private static readonly Lazy<CSharpCompilation> Library = new(() => SourceProject.Compile("FunctionalNet"));

    private static readonly Lazy<ImmutableArray<SourceReference>> References = new(() => Order.References(Library.Value));

    [Fact]
    public void Each_source_is_in_a_folder_of_the_order()
    {
        var unplaced = Order.Unplaced(Library.Value).ToList();
        Assert.True(unplaced.Count == 0, $"these are in no folder of {string.Join(", ", Order.Folders)}:\n{string.Join('\n', unplaced)}");
    }

    [Fact]
    public void Each_folder_refers_only_to_those_before_it()
    {
        var upward = References.Value.Where(Order.IsUpward);
        var found = upward.Select(Order.Describe).ToList();
        Assert.True(found.Count == 0, $"these refer to a later folder:\n{string.Join('\n', found)}");
    }

    [Fact]
    public void Files_of_different_folders_form_no_cycle()
    {
        var cycles = FolderOrder.Cycles(References.Value)
            .Select(cycle => string.Join("\n  ", cycle)).ToList();
        Assert.True(cycles.Count == 0, $"these files refer to one another in a cycle:\n{string.Join('\n', cycles)}");
    }

    [Theory]
    [InlineData("class A { B F() => null; }", "B")]
    [InlineData("class A { object F() => new B(); }", "B")]
    [InlineData("class A { int F() => C.Count; }", "C")]
    [InlineData("class A { int F() => 1.Twice(); }", "C.Twice(int)")]
    [InlineData("class A { int F() => 2.Half; }", "C.extension(int).Half")]
    [InlineData("class A { object F() => Part.Later(); }", "Part.Later()")]
    [InlineData("/// <summary>See <see cref=\"B\"/>.</summary>\nclass A;", "B")]
    [InlineData("/// <inheritdoc cref=\"C.Twice\"/>\nclass A;", "C.Twice(int)")]
    public void A_reference_to_a_later_folder_is_found(string tensors, string symbol)
    {
        var upward = Sample(("Tensors/A.cs", tensors), Later).Where(Order.IsUpward).ToList();
        Assert.Contains(symbol, upward.Select(reference => reference.Symbol));
        Assert.All(upward, reference => Assert.Equal(("src/FunctionalNet/Tensors/A.cs", $"src/FunctionalNet/{Later.File}"), (reference.File, reference.Declaration)));
    }

    [Fact]
    public void A_conversion_that_the_compiler_puts_in_is_found() =>
        Assert.Contains(
            "D.implicit operator D(int)",
            Sample(("Tensors/A.cs", "partial class D { D F() => 1; }"), ("Data/D.cs", "partial class D { public static implicit operator D(int x) => null; }"))
                .Where(Order.IsUpward).Select(reference => reference.Symbol));

    [Theory]
    [InlineData("class A { object F() => Part.Early(); }")]
    [InlineData("class A { Part F() => null; }")]
    [InlineData("/// <summary>See <see cref=\"Part\"/>.</summary>\nclass A;")]
    public void A_type_with_parts_in_several_folders_is_in_the_first_of_them(string tensors) =>
        Assert.DoesNotContain(Sample(("Tensors/A.cs", tensors), Later), Order.IsUpward);

    [Fact]
    public void A_reference_to_an_earlier_folder_is_right() => Assert.DoesNotContain(Sample(("Training/A.cs", "class A : B;"), Later), Order.IsUpward);

    [Fact]
    public void A_message_has_the_place_the_symbol_and_the_folders() =>
        Assert.Equal(
            ["src/FunctionalNet/Tensors/A.cs(2): B, declared in src/FunctionalNet/Layers/B.cs: Tensors comes before Layers and must not refer to it"],
            Sample(("Tensors/A.cs", "class A\n{ B F() => null; }"), Later).Where(Order.IsUpward).Select(Order.Describe));

    [Fact]
    public void A_cycle_across_subfolders_is_found_once()
    {
        var references = Sample(
            ("Data/One/A.cs", "class A : Of<B>;"), ("Data/Two/B.cs", "class B : Of<C>;"), ("Data/Two/C.cs", "class C : Of<A>;"), ("Data/Of.cs", "class Of<T>;"));
        var cycle = Assert.Single(FolderOrder.Cycles(references));
        Assert.Equal(["B", "C", "A"], cycle.Select(reference => reference.Symbol));
    }

    [Fact]
    public void A_cycle_within_a_folder_is_nobodys_business() =>
        Assert.Empty(FolderOrder.Cycles(Sample(("Data/A.cs", "class A { B F() => null; }"), ("Data/B.cs", "class B { A F() => null; }"))));

    [Fact]
    public void A_source_in_an_unknown_folder_is_found() =>
        Assert.Equal(["src/FunctionalNet/Cellar/A.cs"], Order.Unplaced(Compiled(("Cellar/A.cs", "class A;"), ("Data/B.cs", "class B;"))));

    private static (string File, string Text) Later { get; } = ("Layers/B.cs", """
        class B;
        static partial class Part { public static object Later() => null; }
        static class C
        {
            public static int Count => 1;
            public static int Twice(this int x) => 2 * x;
            extension(int x) { public int Half => x / 2; }
        }
        """);

    private static CSharpCompilation Compiled(params IEnumerable<(string File, string Text)> sources) =>
        SourceProject.Compile("Sample", sources.Select(source => ($"{Order.Root}/{source.File}", source.Text)));

    private static ImmutableArray<SourceReference> Sample(params IEnumerable<(string File, string Text)> sources) =>
        Order.References(Compiled(sources.Append(("Numerics/Part.cs", "static partial class Part { public static object Early() => null; }"))));
}
