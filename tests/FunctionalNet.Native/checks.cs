// A single-file program, which `dotnet publish` compiles to native code by default. .ci/run does so, and compares its output with
// that of `dotnet run -p:PublishAot=false`.
#:project ../../src/FunctionalNet.Progress
#:project ../../src/FunctionalNet.Plots
#:project ../../src/FunctionalNet.Tables
#:project ../../src/FunctionalNet.Images
#:project ../../src/FunctionalNet.NumericsTensors
// LanguageExt.Core looks for type classes by reflection, and works without them. Any other warning is an error.
#:property WarningsNotAsErrors=IL2104;IL3053
using FunctionalNet;
using LanguageExt;
using LanguageExt.Common;
using static FunctionalNet.Differentiable;
using static FunctionalNet.Layers<double>;

// Tuples are taken apart and rebuilt: of two items, nested, of tensors, longer than a single tuple can be, and those that are classes.
var point = Tensor.Matrix(new[,] { { 1.0, 2 }, { 3, 4 } });
var (add, multiply) = (Nodes<double>.Add, Nodes<double>.Multiply);
Check("two", multiply, (2.0, 3.0));
Check("nested", Parallel(Parallel(multiply, multiply) >> add, Identity<double>()) >> multiply, (((100.0, 2.0), (150.0, 3.0)), 1.1));
Check("of tensors", TensorNodes<double>.Multiply, (point, point + 1));
Check<(double, double, double, double, double, double, double, double), double>(
    "eight", x => (x.Item1 * x.Item8, dy => (dy * x.Item8, 0, 0, 0, 0, 0, 0, dy * x.Item1)), (2, 0, 0, 0, 0, 0, 0, 3));
Check<Tuple<double, double>, double>(
    "of class", x => (x.Item1 * x.Item2, dy => Tuple.Create(dy * x.Item2, dy * x.Item1)), Tuple.Create(2.0, 3.0));
Console.WriteLine(NumericalGradient.Of(
    x => x.Item7 + x.Item14 + x.Item15.Item1 + x.Item16.Sum(),
    (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, (1.0, 1.0), point)).Item16.Shape);

// A network keeps the laws, and its gradient is right.
var network = Affine(4, 3) >> Tanh >> Affine(3, 2);
var input = Key.Seed(0).Normal<double>([5, 4]);
Check("network", network.AsDifferentiable(Mode.Inference), (network.Initialize(Key.Seed(1)), input));
Console.WriteLine(LayerLaws.Check(network, input, Key.Seed(3)));
Console.WriteLine(LayerLaws.Check(Residual(Shared("block", Affine(4, 4) >> Relu)) >> Frozen(Affine(4, 2)), input, Key.Seed(3)));

// Layers built alike are equal, by the code of their functions and what these have captured.
Layer<double> Own(int features) => Layer.Define<double>(
    "Own", $"({features})", [new("gain", [features], ParameterRole.BiasOrGain, Initializers.Normal(0.1))], shape => shape,
    (parameters, x, _) => (x * parameters["gain"], dy => new(parameters.WithValues((x * dy).SumTo([features])), () => dy * parameters["gain"])));
Console.WriteLine(Own(3) == Own(3) && Own(3) != Own(4) && Affine(4, 3) >> Relu == Affine(4, 3) >> Relu);
Console.WriteLine(Layer.Lift("Same", TensorNodes<double>.Square) == Layer.Lift("Same", TensorNodes<double>.Negate));

// A run computes the same bits as everywhere, is compared with another run, and ends when its loss is NaN.
var (train, test) = Digits.Load<double>(Key.Seed(0), train: 200, test: 100);
var classifier = Affine(784, 8) >> Relu >> Affine(8, 10);
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(2));
var run = Train.Run(classifier, Losses.SoftmaxCrossEntropy, Optimizers.Momentum(0.1, 0.9), batches, Key.Seed(4));
var trained = run.Take(13).WithProgress(12, batches).Last();
Console.WriteLine($"{classifier}: {trained}, {classifier.Accuracy(trained.Parameters, test)}");
Console.WriteLine(trained.Parameters);
Console.WriteLine(trained.Parameters.Fingerprint());
Console.WriteLine(trained == run.Replay(step: 12, []) && trained != run.ElementAt(11));
Console.WriteLine(classifier.Explain(Losses.SoftmaxCrossEntropy, trained.Parameters, train.Batch(0, 1)).Listing);
Console.WriteLine((run with { Initial = trained }).With(Optimizers.Sgd(1e300)).Last());
Console.WriteLine(Pictures.Mistakes(classifier, trained.Parameters, test));

// A table is read, compressed or not: numbers, one-hot columns, classes, what is missing.
var csv = Path.GetTempFileName();
var options = new CsvOptions { Inputs = [Column.Numeric("x").FilledWithMean(), Column.OneHot("colour")], Targets = [Column.Classes("kind").Sorted()], Missing = ["NA"] };
foreach (var isCompressed in new[] { false, true })
{
    using (var written = File.Create(csv))
    using (var text = new StreamWriter(isCompressed ? new System.IO.Compression.GZipStream(written, System.IO.Compression.CompressionLevel.Fastest) : written))
        text.Write("x,colour,kind\n1.5,\"red, or so\",b\nNA,blue,a\n-3e1,blue,a\n");
    Console.WriteLine(Dataset.FromCsv<float>(csv, options).Map(table => $"{table}: {table.Dataset.Inputs}, {string.Join(' ', table.Features)}"));
    Console.WriteLine(Dataset.FromCsv<double>(csv, options).Map(table => $"{table.Dataset.Inputs}, {table.Dataset.Targets}"));
}

File.WriteAllText(csv, "x,colour,kind\none,red,b\n");
Console.WriteLine(Dataset.FromCsv<double>(csv, options).Match(table => $"{table}", error => error.Message.Replace(csv, "the file")));
File.Delete(csv);

// Images are decoded: a PNG file of two pixels, and what is none.
var pictures = Directory.CreateTempSubdirectory().FullName;
var picture = Path.Combine(Directory.CreateDirectory(Path.Combine(pictures, "kind")).FullName, "1.png");
File.WriteAllBytes(picture, Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAACCAIAAAAW4yFwAAAAEElEQVR4nGP4z8DFJHpCBAAJHgH9X1VIfQAAAABJRU5ErkJggg=="));
Console.WriteLine(Images.Read<float>(picture, normalize: false).Map(image => $"{image}"));
Console.WriteLine(Images.FromFolder<double>(pictures, channels: 1, size: (3, 2)).Map(images => $"{images}: {images.Dataset.Inputs}"));
File.WriteAllText(picture, "none");
Console.WriteLine(Images.Read<float>(picture).Match(image => $"{image}", error => error.Message.Replace(picture, "the file")));
Directory.Delete(pictures, recursive: true);

// Tensors go to .NET's own and come back.
var theirs = point.ToNumericsTensor();
theirs[0, 0] = 7;
Console.WriteLine(System.Numerics.Tensors.Tensor.Transpose(theirs).ToTensor());
Console.WriteLine(System.Numerics.Tensors.Tensor.Sum(point.AsTensorSpan()));

// Failures of the outside world are a Fin.
Console.WriteLine(Mnist.Load<double>("no-such-folder").Map(mnist => mnist.Train.Count));
Console.WriteLine(from two in Fin<int>.Succ(2) from none in Fin<int>.Fail(Error.New("there is none")) select two + none);
Console.WriteLine(Fin<Tensor<double>>.Succ(point) == Fin<Tensor<double>>.Succ(point));

static void Check<TIn, TOut>(string name, Differentiable<TIn, TOut> function, TIn at) =>
    Console.WriteLine($"{name}: {GradientCheck.Of(function, at, Key.Seed(0)).IsWithin(1e-9)}");
