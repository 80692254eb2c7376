using static FunctionalNet.Layers<float>;

namespace FunctionalNet.Tests.Layers;

/// <summary>Networks in the languages of Mermaid and Graphviz.</summary>
public sealed class DiagramTests
{
    private static readonly Layer<float> Network = Frozen((Affine(4, 8) >> Relu).Named("encoder"))
        >> Residual(Shared("tied", Affine(8, 8)) >> Tanh)
        >> Branches(Concatenate, Layer<float>.Identity, Shared("tied", Affine(8, 8))).Named("wide")
        >> Affine(16, 3).Named("head");

    [Fact]
    public void Mermaid_has_boxes_circles_frames_and_arrows() => Assert.Equal(
        """
        flowchart TD
            input(["input<br/>[2, 4]"])
            subgraph g1["encoder"]
                n1["Affine(4→8), frozen<br/>[2, 8]"]
                n2["Relu, frozen<br/>[2, 8]"]
            end
            n3["shared tied: Affine(8→8)<br/>[2, 8]"]
            n4["Tanh<br/>[2, 8]"]
            n5(("Sum<br/>[2, 8]"))
            subgraph g2["wide"]
                n6["shared tied: Affine(8→8)<br/>[2, 8]"]
                n7(("Concatenate<br/>[2, 16]"))
            end
            n8["head: Affine(16→3)<br/>[2, 3]"]
            output(["output"])
            input --> n1
            n1 --> n2
            n2 --> n3
            n3 --> n4
            n4 --> n5
            n2 --> n5
            n5 --> n6
            n5 --> n7
            n6 --> n7
            n7 --> n8
            n8 --> output
            classDef frozen stroke-dasharray: 5 5
            class n1,n2 frozen
        """,
        Network.ToMermaid([2, 4]));

    [Fact]
    public void Dot_has_the_same() => Assert.Equal(
        """
        digraph network {
            node [shape=box, style=rounded];
            input [label="input\n[2, 4]", shape=ellipse];
            subgraph cluster1 {
                label="encoder";
                n1 [label="Affine(4→8), frozen\n[2, 8]", style="rounded,dashed", tooltip="encoder/Affine1"];
                n2 [label="Relu, frozen\n[2, 8]", style="rounded,dashed", tooltip="encoder/Relu1"];
            }
            n3 [label="shared tied: Affine(8→8)\n[2, 8]", tooltip="Residual1/tied"];
            n4 [label="Tanh\n[2, 8]", tooltip="Residual1/Tanh1"];
            n5 [label="Sum\n[2, 8]", shape=ellipse, tooltip="Residual1"];
            subgraph cluster2 {
                label="wide";
                n6 [label="shared tied: Affine(8→8)\n[2, 8]", tooltip="Residual1/tied"];
                n7 [label="Concatenate\n[2, 16]", shape=ellipse, tooltip="wide"];
            }
            n8 [label="head: Affine(16→3)\n[2, 3]", tooltip="head"];
            output [label="output", shape=ellipse];
            input -> n1;
            n1 -> n2;
            n2 -> n3;
            n3 -> n4;
            n4 -> n5;
            n2 -> n5;
            n5 -> n6;
            n5 -> n7;
            n6 -> n7;
            n7 -> n8;
            n8 -> output;
        }
        """,
        Network.ToDot([2, 4]));

    [Fact]
    public void Names_within_names_are_frames_within_frames() => Assert.Equal(
        """
        flowchart TD
            input(["input"])
            subgraph g1["outer"]
                subgraph g2["shared tower"]
                    n1["Affine(4→4)"]
                    n2["Relu"]
                end
                subgraph g3["second"]
                    n3["first: Tanh"]
                end
            end
            output(["output"])
            input --> n1
            n1 --> n2
            n2 --> n3
            n3 --> output
        """,
        (Shared("tower", Affine(4, 4) >> Relu) >> Tanh.Named("first").Named("second")).Named("outer").ToMermaid());

    [Fact]
    public void The_identity_is_an_arrow()
    {
        Assert.Equal(
            """
            flowchart TD
                input(["input"])
                output(["output"])
                input --> output
            """,
            Layer<float>.Identity.ToMermaid());
        Assert.Equal(
            """
            digraph network {
                node [shape=box, style=rounded];
                input [label="input\n[3]", shape=ellipse];
                output [label="output", shape=ellipse];
                input -> output;
            }
            """,
            Layer<float>.Identity.ToDot([3]));
    }

    [Fact]
    public void What_would_be_markup_in_a_name_is_not()
    {
        var network = Relu.Named("a\"b\\n<i>`*1. #quot;\n") >> (Relu >> Relu).Named("\"];\\");
        Assert.Contains("n1[\"a#34;b#92;n#60;i#62;#96;#42;1#46; #35;quot#59; : Relu\"]", network.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("subgraph g1[\"#34;]#59;#92;\"]", network.ToMermaid(), StringComparison.Ordinal);
        Assert.Contains("n1 [label=\"a\\\"b\\\\n<i>`*1. #quot; : Relu\", tooltip=\"a\\\"b\\\\n<i>`*1. #quot; \"];", network.ToDot(), StringComparison.Ordinal);
        Assert.Contains("label=\"\\\"];\\\\\";", network.ToDot(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_layer_is_a_box_and_every_value_an_arrow()
    {
        // More than once from the same place, and deeper than calls nest.
        var twice = Branches(Sum, Layer<float>.Identity, Layer<float>.Identity);
        Assert.Equal(2, twice.ToMermaid().Split('\n').Count(line => line.Trim() == "input --> n1"));
        var deep = Enumerable.Range(0, 3000).Aggregate(Relu, (inner, _) => Residual(inner));
        Assert.Equal(1 + (2 * 3000) + 1, deep.ToDot().Split('\n').Count(line => line.Contains("->", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused_as_by_a_run()
    {
        Failure.Says("Affine1: expected [..., 4], got [3]; the input of the network is [3]", () => Affine(4, 2).ToMermaid([3]));
        Failure.Says("Affine1: expected [..., 4], got [3]; the input of the network is [3]", () => Affine(4, 2).ToDot([3]));
    }
}
