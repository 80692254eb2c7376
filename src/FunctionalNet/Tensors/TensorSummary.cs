using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// The statistics printed of a tensor that is too large to show. Computed in double precision, in which squares of floats do not
/// overflow, and by sums in a fixed order.
/// </summary>
/// <param name="Count">The number of elements.</param>
/// <param name="Mean">NaN if there are no elements.</param>
/// <param name="Std">The standard deviation of the population: √(Σ (x − mean)²/n).</param>
/// <param name="Zeros">The number of elements that are 0.</param>
internal readonly record struct TensorSummary(int Count, double Mean, double Std, int Zeros)
{
    private const int Digits = 3;
    private const int LargestShown = 4;

    public string MeanText => Text(Mean);

    public string StdText => Text(Std);

    public static TensorSummary Of<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var x = Tensor.Generate(tensor.Shape, i => double.CreateChecked(tensor.Span[i]));
        var mean = x.Mean();
        var fromMean = x - mean;
        return new(x.Shape.Size, mean, double.Sqrt((fromMean * fromMean).Mean()), x.Data.Count(element => element == 0));
    }

    /// <summary>One line: the elements of a small tensor; the mean, standard deviation and share of zeros of a larger one.</summary>
    public static string Describe<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        tensor.Shape.Rank == 0 ? NumberFormat.Brief(tensor.Span[0])
        : tensor.Shape.Size > LargestShown ? Of(tensor).ToString()
        : $"[{string.Join(", ", tensor.Data.Select(element => NumberFormat.Brief(element, Digits)))}]";

    public override string ToString() =>
        Count > 0 && Zeros == Count ? "all 0"
        : $"mean {MeanText} ± {StdText}{(Zeros > 0 ? $", {NumberFormat.Percent((double)Zeros / Count)} zeros" : "")}";

    private string Text(double number) => Count == 0 ? "–" : NumberFormat.Brief(number, Digits);
}
