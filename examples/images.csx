// The dlls that images from files need, and those of references.csx. Load this before setup.csx, after it, or without it. A command, at
// the root of the repository, publishes the dlls to the folder where this looks for them:
//
//     dotnet publish src/FunctionalNet.Images -c Release -o examples/bin
#r "bin/FunctionalNet.Images.dll"
#r "bin/StbImageSharp.dll"
#load "references.csx"
