namespace FunctionalNet;

/// <summary>
/// The numbers along which something is drawn, in units of a power of ten: a large or a small one where ScottPlot could not compute
/// with the numbers themselves, nor could they have a margin.
/// </summary>
/// <param name="Start">Where it begins, in its units.</param>
/// <param name="End">Where it ends, in its units.</param>
/// <param name="Exponent">Of the power of ten that is its unit: −300, 0 or 300.</param>
internal sealed record Axis(double Start, double End, int Exponent = 0)
{
    // Numbers that are closer to each other, against their size, have labels of too many digits.
    private const double Narrowest = 1e-13;

    /// <summary>The axis from one number to another.</summary>
    public static Axis Between(double low, double high)
    {
        var largest = double.Max(double.Abs(low), double.Abs(high));
        var exponent = largest > 1e290 ? 300 : largest is > 0 and < 1e-290 ? -300 : 0;
        return new(low / Unit(exponent), high / Unit(exponent), exponent);
    }

    /// <summary>
    /// An axis for these numbers with a margin on either side, which is a share of their range; around a single number it is as wide
    /// as the number is large.
    /// </summary>
    public static Axis Over(IEnumerable<double> numbers, double margin)
    {
        var axis = Between(numbers.Min(), numbers.Max());
        var size = double.Max(double.Abs(axis.Start), double.Abs(axis.End));
        return axis.With(margin, alone: size == 0 ? 1 : size / 2, Narrowest * size);
    }

    /// <summary>The same for decimal logarithms; around a single one it reaches to a tenth and to ten times the number.</summary>
    public static Axis OverLogarithms(IEnumerable<double> logarithms, double margin) =>
        Between(logarithms.Min(), logarithms.Max()).With(margin, alone: 1, Narrowest);

    /// <summary>The number that stands for this one in ScottPlot.</summary>
    public double At(double number) => number / Unit(Exponent);

    /// <summary>Where a number is: 0 at the beginning, 1 at the end.</summary>
    public double ShareOf(double number) => (At(number) - Start) / (End - Start);

    /// <summary>The number at a share of the way from the beginning to the end; beyond the largest number, infinite.</summary>
    public double NumberAt(double share) => (Start + ((End - Start) * share)) * Unit(Exponent);

    private static double Unit(int exponent) => exponent switch
    {
        0 => 1,
        < 0 => 1e-300,
        _ => 1e300,
    };

    private Axis With(double margin, double alone, double narrowest)
    {
        var around = Start == End ? alone : End - Start < narrowest ? narrowest : margin * (End - Start);
        return this with { Start = Start - around, End = End + around };
    }
}
