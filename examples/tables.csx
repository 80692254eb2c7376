// The dlls that tables in CSV files need, and those of references.csx. Load this before setup.csx, after it, or without it. A command, at
// the root of the repository, publishes the dlls to the folder where this looks for them:
//
//     dotnet publish src/FunctionalNet.Tables -c Release -o examples/bin
#r "bin/CsvHelper.dll"
#r "bin/FunctionalNet.Tables.dll"
#load "references.csx"
