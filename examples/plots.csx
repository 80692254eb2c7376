// The dlls that pictures need, beside those of setup.csx or references.csx: load one of these first, then this. They are put where
// this looks for them by a second command, said at the root of the repository:
//
//     dotnet publish src/FunctionalNet.Plots -c Release --ucr -o examples/bin
//
// --ucr puts SkiaSharp's native library for this machine beside them.
#r "bin/FunctionalNet.Plots.dll"
#r "bin/HarfBuzzSharp.dll"
#r "bin/ScottPlot.dll"
#r "bin/SkiaSharp.HarfBuzz.dll"
#r "bin/SkiaSharp.dll"
