using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet;
using LanguageExt;

namespace DigitJobs;

/// <summary>The file that parameters are saved to, by its ending for safetensors or for NumPy.</summary>
public static class ParametersFile
{
    /// <summary>The endings of the formats that there are.</summary>
    public static ImmutableArray<string> Endings { get; } = [".safetensors", ".npz"];

    /// <summary>The path, or the reason why it cannot be written, which should be known before the run, not after it.</summary>
    public static Fin<string> At(string path) => WholeFile.Check(Path.GetFullPath(path)).Of("--save");

    /// <summary>Writes the parameters. Returns the path, or the reason for a failure.</summary>
    public static Fin<string> Write<T>(string path, Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T> => parameters.Save(path).Of("--save");
}
