#load "tables.csx"
#load "setup.csx"

using System.IO;

// 12. A table
//
// Most data are tables. This one is written here: 150 flowers, drawn from the means and covariances of Fisher's irises, in a CSV file.

var flowers = IrisLike.Generate<float>(Key.Seed(3));
var rows = Enumerable.Range(0, flowers.Count).Select(i => $"{string.Join(',', flowers[i].Input.Data)},{IrisLike.Species[flowers[i].Class]}");
var file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "flowers.csv");
File.WriteAllLines(file, rows.Prepend($"{string.Join(',', IrisLike.Features)},species"));

// A table is read to a data set: here the species are the targets, and all other columns the inputs. The options come back with what
// has been learnt, so that a second file is coded alike.

var table = Dataset.FromCsv<float>(file, new CsvOptions { Targets = [Column.Classes("species")] }).ThrowIfFail();
Console.WriteLine(table);

// Whatever is wrong with a file is a line that says where.

File.AppendAllText(file, "5.1,?,1.4,0.2,setosa\n");
Console.WriteLine($"{Dataset.FromCsv<float>(file, table.Options)}".Replace(file, "flowers.csv"));

// Five folds: each trains on four fifths and is measured on the rest. The scale is fitted on the training part only.

var network = Affine(4, 16) >> Tanh >> Affine(16, 3);
var accuracies = table.Dataset.KFold(5, Key.Seed(1)).Select(fold =>
{
    var scale = Standardization.Fit(fold.Train.Inputs);
    var (train, validation) = (fold.Train.MapInputs(scale.Apply), fold.Validation.MapInputs(scale.Apply));
    var batches = Batches.ShuffledEpochs(train, 30, Key.Seed(2));
    var trained = Train.Run(network, Losses.SoftmaxCrossEntropy, Optimizers.Adam(0.01f), batches, Key.Seed(4)).ElementAt(200);
    return network.Accuracy(trained.Parameters, validation);
}).ToList();
Console.WriteLine($"folds: {string.Join(", ", accuracies.Select(accuracy => $"{accuracy:P1}"))}; mean {accuracies.Average():P1}");
Directory.Delete(Path.GetDirectoryName(file), recursive: true);
