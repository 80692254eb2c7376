#load "setup.csx"

using System.IO;

// 15. Keeping what was learnt
//
// Parameters are a value, so to keep them is to write that value down. They go to a file in a line, and come back in one, for the network
// that they are of. The numbers are the same, to the bit.

var folder = Directory.CreateTempSubdirectory().FullName;
var file = Path.Combine(folder, "digits.safetensors");
var (train, test) = Digits.Load<float>(Key.Seed(0), train: 2000, test: 500);
var encoder = (Affine(784, 30, Initializers.HeNormal) >> Relu).Named("encoder");
var network = encoder >> Affine(30, 10).Named("head");
var batches = Batches.ShuffledEpochs(train, 50, Key.Seed(1));
var run = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.002), batches, Key.Seed(2));
var trained = run.Epochs(5).Last().Parameters;

trained.Save(file).ThrowIfFail();
var loaded = network.LoadParameters(file).ThrowIfFail();
Console.WriteLine($"{network.Accuracy(loaded, test):P1} of the test images, the same parameters: {loaded == trained}");

// A file of another network is refused, and all that does not fit is said.

Console.WriteLine($"{(encoder >> Affine(30, 5).Named("tail")).LoadParameters(file)}".Replace(file, "digits.safetensors").Replace("; ", "\n  "));

// PyTorch has other names, and lays weights out as [out, in]. A state dict goes to it and comes back by a function from the paths of layers
// to the names of modules. In Python: model.load_state_dict(safetensors.torch.load_file("torch.safetensors")).

string Module(string path) => path == "head" ? "2" : "0";
Safetensors.Write(Path.Combine(folder, "torch.safetensors"), network.ToPyTorch(trained, Module)).ThrowIfFail();
var stateDict = Safetensors.Read<float>(Path.Combine(folder, "torch.safetensors")).ThrowIfFail();
Console.WriteLine(stateDict);
Console.WriteLine($"there and back: {network.FromPyTorch(stateDict, Module) == trained}");

// What an encoder has learnt of digits serves another task: is a digit even or odd? Its parameters are taken from the file, and frozen; the
// head is new.

var parity = Frozen(encoder) >> Affine(30, 2).Named("head");
var encoded = Parameters.LoadTensors<float>(file).ThrowIfFail().Where(name => name.StartsWith("encoder/"));
var begin = parity.Bind(encoded, parity.Initialize(Key.Seed(3)), allowMissing: path => path.StartsWith("head/")).ToFin().ThrowIfFail();
Console.WriteLine(begin);

// A run is kept too: SavedTo writes its state every so often, and when it ends, however it ends. Here it is left in the middle of
// an epoch. ResumedFrom goes on from the newest whole file, in another process too, and comes to the same bits.

var runFolder = Path.Combine(folder, "run");
var left = run.SavedTo(runFolder, every: 50).First(state => state.Step == 130);
Console.WriteLine(string.Join(", ", Directory.GetFiles(runFolder).Select(Path.GetFileName).Order()));
var resumed = run.ResumedFrom(runFolder).ThrowIfFail();
Console.WriteLine($"from step {resumed.Run.Initial.Step}, the same bits: {resumed.Run.Epochs(5).Last().Parameters == trained}");
Directory.Delete(folder, recursive: true);
