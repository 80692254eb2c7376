using System.Reflection;
using static FunctionalNet.Graph;

namespace FunctionalNet.Tests.Differentiation;

public sealed class GraphTests
{
    private static readonly Graph<double> Bill =
        ((Input("apples", 2.0) * Input("price of an apple", 100.0)) + (Input("oranges", 3.0) * Input("price of an orange", 150.0)))
        * Input("tax", 1.1);

    [Fact]
    public void The_bill_is_drawn_as_in_the_chapter() => Assert.Equal(
        """
        … × tax = 715
                              2
        apples             ───────┐
                             110  ▼   200
                                  × ───────┐
                             100  ▲   1.1  │
        price of an apple  ───────┘        │
                             2.2           ▼   650
                                           + ───────┐
                              3            ▲   1.1  │
        oranges            ───────┐        │        │
                             165  ▼   450  │        │
                                  × ───────┘        ▼   715
                             150  ▲   1.1           × ───────▶
        price of an orange ───────┘                 ▲    1
                             3.3                    │
                                                    │
                             1.1                    │
        tax                ─────────────────────────┘
                             650
        """,
        $"{Bill.Explain()}");

    [Fact]
    public void Its_listing_has_a_line_for_each_node() => Assert.Equal(
        """
        … × tax = 715
        name                what it is                    value  gradient
        apples              input                             2       110
        price of an apple   input                           100       2.2
        ×₁                  apples × price of an apple      200       1.1
        oranges             input                             3       165
        price of an orange  input                           150       3.3
        ×₂                  oranges × price of an orange    450       1.1
        +₁                  ×₁ + ×₂                         650       1.1
        tax                 input                           1.1       650
        ×₃                  +₁ × tax                        715         1
        """,
        $"{Bill.Explain().Listing}");

    [Fact]
    public void Its_numbers_are_those_of_the_composed_function()
    {
        var function = Differentiable.Parallel(
            Differentiable.Parallel(Nodes<double>.Multiply, Nodes<double>.Multiply) >> Nodes<double>.Add,
            Differentiable.Identity<double>()) >> Nodes<double>.Multiply;
        var (total, (((apples, price), (oranges, orangePrice)), tax)) = function.ValueAndGradient((((2, 100), (3, 150)), 1.1));
        var explanation = Bill.Explain();
        Assert.Equal(total, Bill.Value);
        Assert.Equal(
            [apples, price, oranges, orangePrice, tax],
            new[] { "apples", "price of an apple", "oranges", "price of an orange", "tax" }.Select(name => GradientAt(explanation, name)));
    }

    [Fact]
    public void Gradients_of_a_shared_input_add_up()
    {
        var x = Input("x", 3.0);
        var explanation = ((x * x) + x).Explain();
        Assert.Equal((12, 7), (explanation["+₁"].Value.ToScalar(), GradientAt(explanation, "x")));
        Assert.Equal(
            """
            … + x = 12
                3
            x ─────┐
                3  ▼   9
                   × ─────┐
                3  ▲   1  │
            x ─────┘      ▼   12
                3         + ──────▶
                          ▲   1
                3         │
            x ────────────┘
                1

            back to x: 3 + 3 + 1 = 7
            """,
            $"{explanation}");
    }

    [Fact]
    public void A_shared_operation_is_drawn_once_and_then_told_by_its_name()
    {
        var product = Input("x", 2.0) * Input("y", 3.0);
        Assert.Equal(
            """
            … × … = 36
                 2
            x  ──────┐
                 36  ▼    6
                     ×₁ ─────┐
                 3   ▲    6  │
            y  ──────┘       ▼   36
                 24          × ──────▶
                             ▲   1
                 6           │
            ×₁ ──────────────┘
                 6

            back to ×₁: 6 + 6 = 12
            """,
            $"{(product * product).Explain()}");
    }

    [Fact]
    public void An_operation_of_one_operand_stands_on_its_arrow() => Assert.Equal(
        """
        reciprocal(…) = 1
            0           1                  1
        x ──────▶ exp ──────▶ reciprocal ─────▶
            -1          -1                 1
        """,
        $"{Reciprocal(Exp(Input("x", 0.0))).Explain()}");

    [Fact]
    public void An_input_by_itself_is_a_graph() => Assert.Equal("x = 2.5\n    2.5\nx ───────▶\n     1", $"{Input("x", 2.5f).Explain()}");

    [Fact]
    public void A_gradient_is_complete_before_it_flows_on()
    {
        // 2⁴⁰ paths lead from the result to x, and each node is visited once.
        var x = Input("x", 1.0);
        var doubled = Enumerable.Range(0, 40).Aggregate(x, (sum, _) => sum + sum);
        Assert.Equal(double.ScaleB(1, 40), GradientAt(doubled.Explain(), "x"));
    }

    [Fact]
    public void A_graph_may_be_deeper_than_the_stack()
    {
        var explanation = Enumerable.Range(0, 100_000).Aggregate(Input("x", 0.0), (sum, _) => sum + 1).Explain();
        Assert.Equal(200_001, explanation.Nodes.Length);
        Assert.Equal((100_000, 1), (explanation.Nodes[^1].Value.ToScalar(), GradientAt(explanation, "x")));
    }

    [Fact]
    public void A_graph_of_up_to_a_hundred_nodes_is_drawn_and_a_larger_one_listed()
    {
        var negated = Enumerable.Range(0, 99).Aggregate(Input("x", 1.0), (x, _) => -x);
        Assert.NotEmpty(negated.Explain().Figure);
        var larger = (-negated).Explain();
        Assert.Empty(larger.Figure);
        Assert.StartsWith("negate(…) = 1\nname ", $"{larger}", StringComparison.Ordinal);
        Assert.Equal(101, larger.Nodes.Length);
    }

    public static TheoryData<string> Functions => [.. UnaryMethods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Functions))]
    public void Every_function_is_the_node_of_its_name(string name)
    {
        var method = UnaryMethods.Single(method => method.Name == name).MakeGenericMethod(typeof(double));
        var node = (Differentiable<double, double>)typeof(Nodes<double>).GetProperty(name)!.GetValue(null)!;
        var graph = (Graph<double>)method.Invoke(null, [Input("x", 0.7)])!;
        var (value, gradient) = node.ValueAndGradient(0.7);
        Assert.Equal((value, gradient), (graph.Value, GradientAt(graph.Explain(), "x")));
        Assert.Equal($"{name.ToLowerInvariant()}(x)", graph.Explain().Nodes[^1].Description);
    }

    [Theory]
    [InlineData(0.7, -1.3)]
    [InlineData(-0.4, 2.1)]
    public void A_large_graph_agrees_with_central_differences(double x, double y)
    {
        static Graph<double> Function(Graph<double> x, Graph<double> y) =>
            ((Exp(x) - (y / 3)) * Sigmoid(x)) + (Tanh(x * y) / (1 + Square(y))) + (Reciprocal(x) * -Relu(y)) + Log(Square(x) + 2);

        var explanation = Function(Input("x", x), Input("y", y)).Explain();
        var (dx, dy) = NumericalGradient.Of(at => Function(at.x, at.y).Value, (x, y));
        Assert.Equal(dx, GradientAt(explanation, "x"), 1e-6);
        Assert.Equal(dy, GradientAt(explanation, "y"), 1e-6);
    }

    [Fact]
    public void Any_function_of_numbers_can_be_a_node()
    {
        Differentiable<(double X, double Y), double> larger = at =>
            (double.Max(at.X, at.Y), dz => at.X > at.Y ? (dz, 0) : (0, dz));
        var explanation = Apply("cube", Nodes<double>.Square, Apply("max", larger, Input("x", 2.0), Input("y", 3.0))).Explain();
        Assert.Equal("max1: max(x, y), value 3, gradient 6", $"{explanation["max1"]}");
        Assert.Equal((0, 6), (GradientAt(explanation, "x"), GradientAt(explanation, "y")));
    }

    [Fact]
    public void A_node_says_in_a_line_what_it_is()
    {
        Assert.Equal("… × tax = 715", $"{Bill}");
        Assert.Equal("2 × x = 6", $"{2 * Input("x", 3.0)}");
        Assert.Equal("exp(…) = 1", $"{Exp(0 * Input("x", 3.0))}");
    }

    [Fact]
    public void Explanations_compare_by_what_they_say() => Assert.Equal(Bill.Explain(), Bill.Explain());

    [Fact]
    public void Mistakes_are_refused()
    {
        Failure.Says("two nodes of a graph are called x", () => (Input("x", 1.0) + Input("x", 2.0)).Explain());
        Failure.Says("two nodes of a graph are called ×₁", () => (Input("×₁", 1.0) * Input("x", 2.0)).Explain());
        Failure.Says("two nodes of a graph are called 2", () => (Input("2", 1.0) * 2).Explain());
        Assert.Equal(8, (Input("x", 2.0) * 2 * 2).Explain()["×₂"].Value.ToScalar());
        Failure.Says("expected a name for a node of a graph, got \" \"", () => Input(" ", 1.0));
        Failure.Says("no node is called y; there are x, square1", () => Square(Input("x", 1.0)).Explain()["y"]);
    }

    private static IEnumerable<MethodInfo> UnaryMethods => typeof(Graph).GetMethods().Where(method =>
        method.IsStatic && method.GetParameters() is [{ ParameterType: { IsGenericType: true } type }]
        && type.GetGenericTypeDefinition() == typeof(Graph<>));

    private static double GradientAt(Explanation<double> explanation, string name) =>
        explanation[name].Gradient?.ToScalar() ?? double.NaN;
}
