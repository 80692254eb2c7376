using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>
/// Colours that the colour-blind can tell apart too. Okabe and Ito, "Color Universal Design", 2008; those after the first seven are
/// the muted ones of Tol, "Colour Schemes", 2021.
/// </summary>
internal static class Palette
{
    /// <summary>The colours of curves and classes, in order.</summary>
    private static readonly uint[] Distinct =
    [
        0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000,
        0x882255, 0x999933, 0x332288, 0x888888, 0x661100, 0x44AA99, 0xAA4499,
    ];

    /// <summary>The colour of positive numbers.</summary>
    public static SKColor Positive => Opaque(0xD55E00);

    /// <summary>The colour of negative numbers.</summary>
    public static SKColor Negative => Opaque(0x0072B2);

    /// <summary>The colour of correct predictions.</summary>
    public static SKColor Right => Opaque(0x0072B2);

    /// <summary>The colour of mistakes.</summary>
    public static SKColor Wrong => Opaque(0xD55E00);

    /// <summary>The colour of NaN: Okabe and Ito's yellow, which is too light for lines and has no other use.</summary>
    public static SKColor NotANumber => Opaque(0xF0E442);

    /// <summary>The colour of text.</summary>
    public static SKColor Ink => Opaque(0x222222);

    /// <summary>The colour of secondary text.</summary>
    public static SKColor FaintInk => Opaque(0x666666);

    /// <summary>The number of colours for curves and classes.</summary>
    public static int Size => Distinct.Length;

    /// <summary>The colour of a curve or a class, counted from 0; after fourteen the colours repeat.</summary>
    public static SKColor Of(int index) => Opaque(Distinct[index % Distinct.Length]);

    /// <summary>The colour as if it were translucent on white. Real translucency would add up in SVG viewers.</summary>
    public static SKColor Pale(int index) => Mix(SKColors.White, Of(index), 0.3);

    /// <summary>Blue below 0, white at 0, orange above; saturated from −1 and 1 on.</summary>
    public static SKColor Diverging(double value) => double.IsNaN(value) ? NotANumber
        : Mix(SKColors.White, value < 0 ? Negative : Positive, double.Clamp(double.Abs(value), 0, 1));

    /// <summary>From black at 0 to white at 1.</summary>
    public static SKColor Grey(double value) => double.IsNaN(value) ? NotANumber
        : Mix(SKColors.Black, SKColors.White, double.Clamp(value, 0, 1));

    /// <summary>Red, green and blue, each from 0 to 1.</summary>
    public static SKColor Colour(double red, double green, double blue) => double.IsNaN(red + green + blue) ? NotANumber
        : new(Grey(red).Red, Grey(green).Red, Grey(blue).Red);

    /// <summary>Ink or white, whichever is easier to read on this colour.</summary>
    public static SKColor InkOn(SKColor paper) => Contrast(Ink, paper) >= Contrast(SKColors.White, paper) ? Ink : SKColors.White;

    /// <summary>The contrast of two colours, from 1 to 21. Web Content Accessibility Guidelines 2.2.</summary>
    public static double Contrast(SKColor one, SKColor other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (double.Max(first, second) + 0.05) / (double.Min(first, second) + 0.05);
    }

    /// <summary>The first colour at 0, the second at 1.</summary>
    public static SKColor Mix(SKColor first, SKColor second, double share)
    {
        return new(Channel(first.Red, second.Red), Channel(first.Green, second.Green), Channel(first.Blue, second.Blue));

        byte Channel(byte from, byte to) => (byte)double.Round(from + ((to - from) * share));
    }

    /// <summary>The colour as ScottPlot's type.</summary>
    public static Color ForChart(this SKColor color) => new(color.Red, color.Green, color.Blue, color.Alpha);

    private static double Luminance(SKColor color)
    {
        return (0.2126 * Linear(color.Red)) + (0.7152 * Linear(color.Green)) + (0.0722 * Linear(color.Blue));

        double Linear(byte channel) => channel <= 10 ? channel / 255.0 / 12.92 : double.Pow(((channel / 255.0) + 0.055) / 1.055, 2.4);
    }

    private static SKColor Opaque(uint rgb) => new(0xFF000000 | rgb);
}
