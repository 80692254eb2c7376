namespace FunctionalNet.Tests.Documentation;

/// <summary>A morning at the prompt, line by line.</summary>
public sealed class SessionTests
{
    [Fact]
    public async Task A_prompt_composes_looks_errs_and_goes_on() => await Converse(
        new Session(Repository.Root),
        ("""#load "examples/setup.csx" """, ""),
        ("var network = Affine(2, 3) >> Relu >> Affine(3, 1);", ""),
        ("network", "[Affine(2→3) >> Relu >> Affine(3→1)]"),
        ("var parameters = network.Initialize(Key.Seed(0)).Map(parameter => (parameter * 0) + 1);", ""),
        ("""parameters["Affine1/W"]""", "[f32[2,3]\n[[1, 1, 1],\n [1, 1, 1]]]"),
        ("network.Predict(parameters, Tensor.Vector(1f, 2f))", "[f32[1] [13]]"),
        // A wrong shape names the layer that refuses it, and the next line continues.
        ("network.Predict(parameters, Tensor.Vector(1f, 2f, 3f))", "ArgumentException: Affine1: expected [..., 2], got [3]; the input of the network is [3]"),
        ("var (output, backward) = network.Forward(parameters, Tensor.Vector(1f, 2f), Mode.Inference);", ""),
        ("Console.WriteLine(backward(output).Input)", "f32[2] [39, 39]"),
        // A line that does not compile has no effect: the name is still free.
        ("var wide = Afine(2, 30) >> Relu;", "(1,12): error CS0103: The name 'Afine' does not exist in the current context"),
        ("var wide = Affine(2, 30) >> Relu;", ""),
        ("(wide >> Affine(3, 1)).OutputShape([5, 2])", "ArgumentException: Affine2: expected [..., 3], got [5, 30]; Affine1 before it gives [5, 30]"),
        ("(wide >> Affine(30, 1)).OutputShape([5, 2])", "[[5, 1]]"),
        (
            """parameters.With("Affine3/b", 0)""",
            "ArgumentException: no parameter is called Affine3/b; there are Affine1/W, Affine1/b, Affine2/W, Affine2/b"),
        ("""var shifted = parameters.With("Affine2/b", Tensor.Vector(-12f));""", ""),
        ("network.Predict(shifted, Tensor.Vector(1f, 2f))", "[f32[1] [0]]"));

    [Fact]
    public async Task A_prompt_that_begins_with_the_setup_knows_the_library()
    {
        await Converse(
            new Session(Repository.At("examples")),
            (await File.ReadAllTextAsync(Repository.At("examples", "setup.csx")), ""),
            ("Affine(784, 50) >> Relu", "[Affine(784→50) >> Relu]"),
            ("Key.Seed(0).Normal<float>([100, 784]).Shape", "[[100, 784]]"));
    }

    [Fact]
    public async Task A_prompt_draws_once_it_has_the_dlls_for_it() => await Converse(
        new Session(Repository.Root),
        ("""#load "examples/setup.csx" """, ""),
        ("""#load "examples/plots.csx" """, ""),
        ("Pictures.Schedule(step => 0.1 / (step + 1), steps: 100)", "[Picture \"Learning rate\", 720 × 450]"));

    private static async Task Converse(Session session, params (string Line, string Shown)[] conversation)
    {
        foreach (var (line, wanted) in conversation)
        {
            var shown = await session.Enter(line);
            Assert.True(wanted == shown.TrimEnd('\n'), $"> {line}\nshows\n{shown}\ninstead of\n{wanted}");
        }
    }
}
