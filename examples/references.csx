// The dlls of FunctionalNet, and the names that every script here begins with.
//
// dotnet-script finds no dependency of a dll by itself, so each is named. They are put where this looks for them by
//
//     dotnet publish src/FunctionalNet.Progress -c Release -o examples/bin
//
// said at the root of the repository. Mind the cache: dotnet-script keeps what it has compiled of a script, and does not notice
// that a dll behind it was built anew. After publishing again, start it with --no-cache.
#r "bin/FunctionalNet.Progress.dll"
#r "bin/FunctionalNet.dll"
#r "bin/LanguageExt.Core.dll"
#r "bin/Microsoft.Bcl.AsyncInterfaces.dll"
#r "bin/Spectre.Console.Ansi.dll"
#r "bin/Spectre.Console.dll"

// Global, since other usings end with the file that they stand in.
global using System;
global using System.Collections.Generic;
global using System.Collections.Immutable;
global using System.Globalization;
global using System.Linq;
global using FunctionalNet;

// Numbers are written with a point, wherever you are.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
