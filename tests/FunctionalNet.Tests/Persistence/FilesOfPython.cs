namespace FunctionalNet.Tests.Persistence;

/// <summary>The files in <c>Files</c>, which NumPy and PyTorch made by <c>make.py</c>, and the arrays in them.</summary>
internal static class FilesOfPython
{
    /// <summary>The array of most files: <c>np.arange(24).reshape(2, 3, 4) * 0.5 - 3</c>.</summary>
    public static Tensor<double> Ramp { get; } = Whole * 0.5 - Tensor.Scalar(3.0);

    /// <summary>The array of files of unsigned integers: <c>np.arange(24).reshape(2, 3, 4)</c>.</summary>
    public static Tensor<double> Whole => new([2, 3, 4], [.. Enumerable.Range(0, 24).Select(i => (double)i)]);

    /// <summary>The path of a file.</summary>
    public static string At(string name) => Repository.At("tests", "FunctionalNet.Tests", "Persistence", "Files", name);
}
