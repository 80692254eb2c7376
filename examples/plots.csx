// The dlls that pictures need, and those of references.csx. Load this before setup.csx, after it, or without it. A second command, at
// the root of the repository, publishes the dlls to the folder where this looks for them:
//
//     dotnet publish src/FunctionalNet.Plots -c Release --ucr -o examples/bin
//
// --ucr adds the native libraries of SkiaSharp and HarfBuzz for this machine.
//
// At a prompt that was started with `dotnet script -i examples/setup.csx`, load this by its full path: dotnet-script reads relative
// paths both from the folder that it was started in and from that of setup.csx.
#r "bin/FunctionalNet.Plots.dll"
#r "bin/HarfBuzzSharp.dll"
#r "bin/ScottPlot.dll"
#r "bin/SkiaSharp.HarfBuzz.dll"
#r "bin/SkiaSharp.dll"
#load "references.csx"

using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

FindNativeLibraries();

// dotnet-script runs a script with copies of the dlls, in a folder of its own, and looks for native libraries there. So the load
// context of the dlls (in dotnet-script not the default one) gets the bin folder beside this file.
void FindNativeLibraries([CallerFilePath] string thisFile = "")
{
    var bin = Path.Combine(Path.GetDirectoryName(thisFile), "bin");
    var suffix = OperatingSystem.IsWindows() ? "dll" : OperatingSystem.IsMacOS() ? "dylib" : "so";
    foreach (var assembly in new[] { typeof(SkiaSharp.SKObject).Assembly, typeof(HarfBuzzSharp.Blob).Assembly })
    {
        AssemblyLoadContext.GetLoadContext(assembly).ResolvingUnmanagedDll += (_, library) =>
            Path.Combine(bin, $"{library}.{suffix}") is var file && File.Exists(file) ? NativeLibrary.Load(file) : 0;
    }
}
