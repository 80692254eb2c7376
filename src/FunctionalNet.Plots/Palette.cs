using ScottPlot;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>Colours that are told apart by the colour-blind too. Okabe and Ito, "Color Universal Design", 2008.</summary>
internal static class Palette
{
    /// <summary>Those of curves and classes, in the order in which they are given out; their yellow is too light for a line.</summary>
    private static readonly uint[] Distinct = [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x000000];

    /// <summary>What is more than nothing.</summary>
    public static SKColor Positive => Opaque(0xD55E00);

    /// <summary>What is less than nothing.</summary>
    public static SKColor Negative => Opaque(0x0072B2);

    /// <summary>What is right.</summary>
    public static SKColor Right => Opaque(0x0072B2);

    /// <summary>What is wrong.</summary>
    public static SKColor Wrong => Opaque(0xD55E00);

    /// <summary>What is written.</summary>
    public static SKColor Ink => Opaque(0x222222);

    /// <summary>What is written beside what is read first.</summary>
    public static SKColor FaintInk => Opaque(0x666666);

    /// <summary>The colour of a curve or a class, counted from 0: after seven, from the first again.</summary>
    public static SKColor Of(int index) => Opaque(Distinct[index % Distinct.Length]);

    /// <summary>Blue below 0, white at 0, orange above; full at −1 and 1 and beyond.</summary>
    public static SKColor Diverging(double value) =>
        Mix(SKColors.White, value < 0 ? Negative : Positive, double.Clamp(double.Abs(value), 0, 1));

    /// <summary>From black at 0 to white at 1; what is no number is orange.</summary>
    public static SKColor Grey(double value) =>
        double.IsNaN(value) ? Positive : Mix(SKColors.Black, SKColors.White, double.Clamp(value, 0, 1));

    /// <summary>The first colour at 0, the second at 1.</summary>
    public static SKColor Mix(SKColor first, SKColor second, double share)
    {
        return new(Channel(first.Red, second.Red), Channel(first.Green, second.Green), Channel(first.Blue, second.Blue));

        byte Channel(byte from, byte to) => (byte)double.Round(from + ((to - from) * (double.IsNaN(share) ? 0 : share)));
    }

    /// <summary>The same colour as ScottPlot's.</summary>
    public static Color ForChart(this SKColor color) => new(color.Red, color.Green, color.Blue, color.Alpha);

    private static SKColor Opaque(uint rgb) => new(0xFF000000 | rgb);
}
