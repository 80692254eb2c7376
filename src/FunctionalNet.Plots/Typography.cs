using LanguageExt;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>The fonts of the machine, which are outside: there may be none.</summary>
internal static class Typography
{
    private const string NoFont =
        "no font was found to write with (on Debian and Ubuntu, apt-get install fonts-dejavu-core brings one)";

    /// <summary>What is drawn in a plain font without serifs, or why nothing can be.</summary>
    public static Fin<A> Draw<A>(Func<string, A> draw)
    {
        try
        {
            return Family(SKFontManager.Default.GetFontFamilies(), CanWrite).Map(draw);
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException)
        {
            return Fin<A>.Fail(failure.GetBaseException().Message).About("SkiaSharp's native library cannot be loaded");
        }
    }

    /// <summary>The first of the well-known families that there is and can write, or else the first of all by name.</summary>
    internal static Fin<string> Family(IReadOnlyCollection<string> families, Func<string, bool> canWrite) =>
        ((string[])["Helvetica Neue", "Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans"]).Where(families.Contains)
            .Concat(families.Order(StringComparer.Ordinal))
            .FirstOrDefault(canWrite) is { } family ? family
        : Fin<string>.Fail(NoFont);

    // Where there is no font Skia still lists one, without a name and without letters; and some have symbols only.
    private static bool CanWrite(string family)
    {
        using var typeface = SKTypeface.FromFamilyName(family);
        return typeface.ContainsGlyphs("Aa0%");
    }

    /// <summary>This family at this size, in pixels of scale 1.</summary>
    public static SKFont Font(string family, float size, bool bold = false) =>
        new(SKTypeface.FromFamilyName(family, bold ? SKFontStyle.Bold : SKFontStyle.Normal), size) { Subpixel = true };
}
