// Prepares a prompt: the library, and its vocabulary in single precision.
//
//     dotnet publish src/FunctionalNet.Progress -c Release -o examples/bin      once, at the root of the repository
//     dotnet script -i examples/setup.csx                                       a prompt; or, at one that is open or in a script:
//     #load "examples/setup.csx"
//
//     > var network = Affine(784, 50) >> Relu >> Affine(50, 10);
//     > network.OutputShape([100, 784])
//
// After publishing again, start dotnet-script with --no-cache: its cache does not notice a new dll.
//
// For double precision, or for the nodes of a graph, which have the same names as layers, load references.csx instead, and then
// write `using static FunctionalNet.Layers<double>;` or `using static FunctionalNet.Nodes<double>;`.
#load "references.csx"

global using static FunctionalNet.Layers<float>;
