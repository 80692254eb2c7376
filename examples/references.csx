// The dlls of FunctionalNet, and the names that every script here begins with.
//
// dotnet-script does not find the dependencies of a dll, so each is named. They are published to the folder where this looks by
//
//     dotnet publish src/FunctionalNet.Progress -c Release -o examples/bin
//
// at the root of the repository. Mind the cache: dotnet-script keeps compiled scripts, and does not notice that a dll has changed.
// After publishing again, start it with --no-cache.
#r "bin/FunctionalNet.Progress.dll"
#r "bin/FunctionalNet.dll"
#r "bin/LanguageExt.Core.dll"
#r "bin/Microsoft.Bcl.AsyncInterfaces.dll"
#r "bin/Spectre.Console.Ansi.dll"
#r "bin/Spectre.Console.dll"
#r "bin/System.IO.Hashing.dll"

// Global, since other usings end with their file.
global using System;
global using System.Collections.Generic;
global using System.Collections.Immutable;
global using System.Globalization;
global using System.Linq;
global using FunctionalNet;

// Numbers are written with a decimal point in every culture.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
