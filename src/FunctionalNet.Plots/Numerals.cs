using System.Globalization;

namespace FunctionalNet;

/// <summary>Numbers as text, in any culture alike, with the minus sign of print.</summary>
internal static class Numerals
{
    // The format of the invariant culture, but for the sign.
    private static readonly NumberFormatInfo Printed = NumberFormatInfo.ReadOnly(new() { NegativeSign = "−" });

    public static string Text(double number, string format) => number.ToString(format, Printed);

    /// <summary>A share of 1 in per cent. What only rounds to nothing or to all is not said to be that.</summary>
    public static string Share(double share, string format)
    {
        var (none, all, text) = (Text(0, format), Text(100, format), Text(100 * share, format));
        var least = double.Pow(10, -(none.Length - 2));
        return (share > 0 && text == none) ? $"< {Text(least, format)} %"
            : (share < 1 && text == all) ? $"> {Text(100 - least, format)} %"
            : $"{text} %";
    }

    /// <summary>The share of a count in another.</summary>
    public static string Share(int count, int total) => Share((double)count / total, "0.00");

    /// <summary>
    /// How the numbers of one axis are written: all as they are, or all with their power of ten, and with as many digits as tell
    /// neighbours apart.
    /// </summary>
    /// <param name="smallest">The smallest that is not 0, without its sign.</param>
    /// <param name="largest">The largest, without its sign.</param>
    /// <param name="spacing">How far two neighbours are apart at least.</param>
    /// <param name="exponent">The power of ten that all of them are in units of.</param>
    public static Func<double, string> OfAxis(double smallest, double largest, double spacing, int exponent = 0)
    {
        if (exponent == 0 && smallest >= 1e-4 && largest < 1e7)
        {
            var decimals = Digits(1);
            return number => Text(double.Round(number, decimals) + 0.0, $"#,0.{new string('#', decimals)}");
        }

        var mantissa = $"0.{new string('#', Digits(largest))}e-0";
        return number => double.Abs(number) < spacing / 1000 ? "0" : Times(exponent, Text(number, mantissa));

        // One more than the power of ten has, for steps of a quarter.
        int Digits(double unit) => (int)double.Clamp(double.Ceiling(double.Log10(unit / spacing)) + 1, 0, 15);
    }

    /// <summary>The same for a linear axis between these numbers, of about ten ticks.</summary>
    public static Func<double, string> Between(double low, double high, int exponent = 0)
    {
        var largest = double.Max(double.Abs(low), double.Abs(high));
        return OfAxis(largest, largest, (high - low) / 10, exponent);
    }

    /// <summary>A mantissa with its power of ten, times another power of ten.</summary>
    private static string Times(int exponent, string text) => exponent == 0 || text.Split('e') is not [var mantissa, var power]
        ? text
        : $"{mantissa}e{Text(int.Parse(power, NumberStyles.AllowLeadingSign, Printed) + exponent, "0")}";
}
