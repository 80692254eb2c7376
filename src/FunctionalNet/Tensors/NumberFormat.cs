using System.Globalization;
using System.Numerics;

namespace FunctionalNet;

/// <summary>Numbers as text, the same in every culture: one as short as possible, several in a common notation.</summary>
internal static class NumberFormat
{
    private const string Plain = "";
    private const string Scientific = "e+00";

    // The symbols of the invariant culture, except those for which NumPy has other names.
    private static readonly NumberFormatInfo Symbols =
        new() { NaNSymbol = "nan", PositiveInfinitySymbol = "inf", NegativeInfinitySymbol = "-inf" };

    /// <summary>The fewest digits that distinguish this number from every other of its type.</summary>
    public static string Shortest<T>(T number)
        where T : unmanaged, IFloatingPointIeee754<T> => number.ToString("g", Symbols);

    /// <summary>
    /// A setting as it was written: <c>0.1</c>, whether it was given in double precision or in single, in which it is
    /// 0.10000000149011612.
    /// </summary>
    public static string Setting(double number) => (float)number is var single && single == number ? Shortest(single) : Shortest(number);

    /// <summary>At most this many significant digits: <c>3.3</c> for 3.3000000000000003.</summary>
    public static string Brief<T>(T number, int digits = 6)
        where T : unmanaged, IFloatingPointIeee754<T> => number.ToString(Invariant($"g{digits}"), Symbols);

    /// <summary>A whole number with its digits in groups, for those that may be long: <c>1,814,073,344</c>.</summary>
    public static string Grouped(long number) => number.ToString("#,0", Symbols);

    /// <summary>A share in percent: <c>33.3 %</c>.</summary>
    public static string Percent(double share) => $"{(100 * share).ToString("0.#", Symbols)} %";

    /// <summary>Texts of equal length: with four decimals or digits of the mantissa, or fewer if no number needs them.</summary>
    public static string[] Align(double[] numbers)
    {
        var format = Common(Array.FindAll(numbers, double.IsFinite));
        var texts = Array.ConvertAll(numbers, number => number.ToString(format, Symbols));
        var width = texts.Select(text => text.Length).DefaultIfEmpty().Max();
        return Array.ConvertAll(texts, text => text.PadLeft(width));
    }

    /// <summary>
    /// Scientific where the largest is hard to read otherwise, or where the largest and the smallest differ by a factor of more than
    /// 1000, as in NumPy, unless plain notation shows all numbers exactly.
    /// </summary>
    private static string Common(double[] numbers)
    {
        var largest = numbers.Aggregate(0.0, double.MaxMagnitude);
        var smallest = numbers.Where(number => number != 0).Aggregate(largest, double.MinMagnitude);
        var exponent = DecimalExponent(largest);
        // Eight digits are all that a float has, and what NumPy shows.
        var decimals = exponent < 0 ? 3 - exponent : int.Min(4, 7 - exponent);
        var isPlain = exponent is >= -4 and <= 7
            && (double.Abs(largest) <= 1000 * double.Abs(smallest)
                || Array.TrueForAll(numbers, number => IsTold(number, number.ToString(Format(decimals, Plain), Symbols))));
        return isPlain ? Shortened(numbers, decimals, Plain) : Shortened(numbers, 3, Scientific);
    }

    private static string Shortened(double[] numbers, int decimals, string notation)
    {
        var longest = Format(decimals, notation);
        return Format(numbers.Select(Needed).DefaultIfEmpty().Max(), notation);

        // Trailing zeros are left out only where no digits follow them: a number that looks like an integer is one.
        int Needed(double number) =>
            number.ToString(longest, Symbols) is var text && IsTold(number, text) ? DecimalsOf(text) : decimals;
    }

    private static string Format(int decimals, string notation) =>
        $"{(decimals > 0 ? "0." : "0")}{new string('0', decimals)}{notation}";

    private static int DecimalExponent(double number) => int.Parse(number.ToString("e7", Symbols).Split('e')[1], Symbols);

    /// <summary>Whether the text is the number, to the precision of a float.</summary>
    private static bool IsTold(double number, string text) =>
        double.Abs(number - double.Parse(text, Symbols)) <= 1e-7 * double.Abs(number);

    private static int DecimalsOf(string text) =>
        text.Split('e')[0].Split('.') is [_, var decimals] ? decimals.TrimEnd('0').Length : 0;
}
