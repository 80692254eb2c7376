namespace FunctionalNet;

/// <summary>
/// The range of numbers along an axis, in units of a power of ten. The unit is large or small where ScottPlot could not compute with
/// the numbers themselves, or where a margin would overflow.
/// </summary>
/// <param name="Start">The beginning, in units.</param>
/// <param name="End">The end, in units.</param>
/// <param name="Exponent">The exponent of the unit, a power of ten: −300, 0 or 300.</param>
internal sealed record Axis(double Start, double End, int Exponent = 0)
{
    // The least range relative to the size of the numbers: in a narrower one the labels would have too many digits.
    private const double Narrowest = 1e-13;

    /// <summary>The axis from one number to another.</summary>
    public static Axis Between(double low, double high)
    {
        var largest = double.Max(double.Abs(low), double.Abs(high));
        var exponent = largest > 1e290 ? 300 : largest is > 0 and < 1e-290 ? -300 : 0;
        return new(low / Unit(exponent), high / Unit(exponent), exponent);
    }

    /// <summary>
    /// An axis for these numbers with a margin on either side, as a share of their range; around a single number it is as wide as the
    /// number is large.
    /// </summary>
    public static Axis Over(IEnumerable<double> numbers, double margin)
    {
        var axis = Between(numbers.Min(), numbers.Max());
        var size = double.Max(double.Abs(axis.Start), double.Abs(axis.End));
        return axis.With(margin, alone: size == 0 ? 1 : size / 2, Narrowest * size);
    }

    /// <summary>The axis for decimal logarithms; around a single one it reaches from a tenth to ten times the number.</summary>
    public static Axis OverLogarithms(IEnumerable<double> logarithms, double margin) =>
        Between(logarithms.Min(), logarithms.Max()).With(margin, alone: 1, Narrowest);

    /// <summary>The coordinate of this number in ScottPlot.</summary>
    public double At(double number) => number / Unit(Exponent);

    /// <summary>The relative position of a number: 0 at the beginning, 1 at the end.</summary>
    public double ShareOf(double number) => (At(number) - Start) / (End - Start);

    /// <summary>The number at a relative position; infinite beyond the largest number.</summary>
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
