using System.Text.RegularExpressions;

namespace FunctionalNet;

/// <summary>
/// The names within an SVG file. Skia numbers them across all files of a process. They are renumbered from 0, so that the same
/// picture gives the same file.
/// </summary>
internal static partial class SvgNames
{
    /// <summary>The file with its names replaced by n0, n1, ... in order.</summary>
    public static string Renumbered(string svg)
    {
        var names = Defined().Matches(svg).Select(match => match.Groups["name"].Value).Distinct()
            .Select((name, number) => (name, number))
            .ToDictionary(entry => entry.name, entry => Invariant($"{entry.number}"), StringComparer.Ordinal);
        return Used().Replace(svg, match => names.TryGetValue(match.Groups["name"].Value, out var number)
            ? $"{match.Groups["before"].Value}n{number}{match.Groups["after"].Value}"
            : match.Value);
    }

    [GeneratedRegex(" id=\"(?<name>\\w+)\"")]
    private static partial Regex Defined();

    // Only within tags: quotation marks are escaped in text.
    [GeneratedRegex("""(?<before> id="|="#|="url\(#)(?<name>\w+)(?<after>"|\)")""")]
    private static partial Regex Used();
}
