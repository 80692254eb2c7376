using System.Collections.Concurrent;
using System.Text;
using LanguageExt;
using SkiaSharp;

namespace FunctionalNet;

/// <summary>A font family of the machine. There may be none.</summary>
internal sealed class Typography
{
    private const string NoFont =
        "no font was found to write with (on Debian and Ubuntu, apt-get install fonts-dejavu-core brings one)";

    // The letters that pictures use in their own texts.
    private const string Own = "Aa0%−≤≥…";

    // Skia shares typefaces: disposing of one would take it from its other users.
    private static readonly ConcurrentDictionary<(string Family, bool Bold), SKTypeface> Typefaces = new();

    private Typography(string family) => Family = family;

    /// <summary>The name of the family, for ScottPlot.</summary>
    public string Family { get; }

    /// <summary>The result of drawing in a sans-serif font that has all letters of the text, or the reason for a failure.</summary>
    public static Fin<A> Draw<A>(string text, Func<Typography, Fin<A>> draw)
    {
        try
        {
            var families = SKFontManager.Default.GetFontFamilies();
            return Choose(families, text.ReplaceLineEndings(""), CanWrite).Bind(family => draw(new(family)));
        }
        catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException)
        {
            return Fin<A>.Fail($"SkiaSharp's native library cannot be loaded: {failure.GetBaseException().Message}".ReplaceLineEndings(" "));
        }
    }

    /// <summary>The first of the well-known families that exists and has all letters of the text, or else the first by name.</summary>
    internal static Fin<string> Choose(IReadOnlyCollection<string> families, string text, Func<string, string, bool> canWrite)
    {
        // Without any font, Skia still lists one without a name and without letters; and some fonts have symbols only.
        var able = ((string[])["Helvetica Neue", "Segoe UI", "Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans"])
            .Where(families.Contains).Concat(families.Order(StringComparer.Ordinal)).Where(family => canWrite(family, Own));
        return able.FirstOrDefault(family => canWrite(family, text)) is { } found ? found
            : able.FirstOrDefault() is not { } first ? Fin<string>.Fail(NoFont)
            : Fin<string>.Fail($"no font of this machine has all letters of the picture: {first} lacks {Lacking(first)}");

        string Lacking(string family) => string.Join(
            ", ", text.EnumerateRunes().Where(rune => !canWrite(family, $"{rune}")).Distinct().Take(5)
                .Select(rune => Rune.IsControl(rune) ? Invariant($"U+{rune.Value:X4}") : $"{rune}"));
    }

    /// <summary>The font of this family at a size in pixels of scale 1.</summary>
    public SKFont Font(float size, bool bold = false) => new(Typeface(Family, bold), size) { Subpixel = true };

    /// <summary>
    /// A text and its size so that no line is wider than this: a wider text is made smaller, by a quarter at most, and its lines are
    /// then elided in the middle.
    /// </summary>
    public (string Text, float Size) Fitted(string text, float width, float size, bool bold = false)
    {
        var lines = text.Split('\n');
        using var font = Font(size, bold);
        font.Size = size * float.Clamp(width / float.Max(lines.Max(line => font.MeasureText(line)), 1), 0.75f, 1);
        return (string.Join('\n', lines.Select(line => Elided(line, width, font))), font.Size);
    }

    private static string Elided(string line, float width, SKFont font)
    {
        if (font.MeasureText(line) <= width)
            return line;
        var letters = line.EnumerateRunes().ToArray();
        var kept = (int)(letters.Length * width / font.MeasureText(line));
        while (kept > 0 && font.MeasureText(Without(letters.Length - kept)) > width)
            kept--;
        return Without(letters.Length - kept);

        string Without(int count)
        {
            var before = (letters.Length - count + 1) / 2;
            return $"{string.Concat(letters[..before])}…{string.Concat(letters[(before + count)..])}";
        }
    }

    private static bool CanWrite(string family, string text) => Typeface(family, bold: false).ContainsGlyphs(text);

    private static SKTypeface Typeface(string family, bool bold) => Typefaces.GetOrAdd(
        (family, bold), key => SKTypeface.FromFamilyName(key.Family, key.Bold ? SKFontStyle.Bold : SKFontStyle.Normal));
}
