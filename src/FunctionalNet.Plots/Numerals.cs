using System.Globalization;

namespace FunctionalNet;

/// <summary>Numbers as text, the same in every culture, with a typographic minus sign.</summary>
internal static class Numerals
{
    // The invariant culture, with another minus sign.
    private static readonly NumberFormatInfo Printed = NumberFormatInfo.ReadOnly(new() { NegativeSign = "−" });

    public static string Text(double number, string format) => number.ToString(format, Printed);

    /// <summary>A share of 1 in per cent. A share that would only round to 0 or 100 % is written with a &lt; or &gt;.</summary>
    public static string Share(double share, string format)
    {
        var (none, all, text) = (Text(0, format), Text(100, format), Text(100 * share, format));
        var least = double.Pow(10, -(none.Length - 2));
        return (share > 0 && text == none) ? $"< {Text(least, format)} %"
            : (share < 1 && text == all) ? $"> {Text(100 - least, format)} %"
            : $"{text} %";
    }

    /// <summary>The share of a count in a total, in per cent.</summary>
    public static string Share(int count, int total) => Share((double)count / total, "0.00");

    /// <summary>
    /// The format for the numbers of one axis: all plain or all scientific, with enough digits to tell neighbours apart.
    /// </summary>
    /// <param name="smallest">The smallest magnitude other than 0.</param>
    /// <param name="largest">The largest magnitude.</param>
    /// <param name="spacing">The least distance between neighbours.</param>
    /// <param name="exponent">The exponent of the power of ten that the numbers are in units of.</param>
    public static Func<double, string> OfAxis(double smallest, double largest, double spacing, int exponent = 0)
    {
        if (exponent == 0 && smallest >= 1e-4 && largest < 1e7)
        {
            var decimals = Digits(1);
            return number => Text(double.Round(number, decimals) + 0.0, $"#,0.{new string('#', decimals)}");
        }

        var mantissa = $"0.{new string('#', Digits(largest))}e-0";
        return number => double.Abs(number) < spacing / 1000 ? "0" : Times(exponent, Text(number, mantissa));

        // One digit more than the power of ten needs, for steps of a quarter.
        int Digits(double unit) => (int)double.Clamp(double.Ceiling(double.Log10(unit / spacing)) + 1, 0, 15);
    }

    /// <summary>The format for a linear axis between these numbers, with about ten ticks.</summary>
    public static Func<double, string> Between(double low, double high, int exponent = 0)
    {
        var largest = double.Max(double.Abs(low), double.Abs(high));
        return OfAxis(largest, largest, (high - low) / 10, exponent);
    }

    /// <summary>A number in scientific notation, multiplied by a power of ten.</summary>
    private static string Times(int exponent, string text) => exponent == 0 || text.Split('e') is not [var mantissa, var power]
        ? text
        : $"{mantissa}e{Text(int.Parse(power, NumberStyles.AllowLeadingSign, Printed) + exponent, "0")}";
}
