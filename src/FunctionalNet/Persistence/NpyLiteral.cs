using System.Collections.Immutable;
using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// The dictionary in the header of a <c>.npy</c> file, which is a literal of Python:
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>.
/// </summary>
/// <param name="Type">The type: <c>&lt;f4</c>.</param>
/// <param name="IsFortran">Whether the first axis is the contiguous one.</param>
/// <param name="Shape">The lengths of the axes.</param>
internal sealed record NpyLiteral(string Type, bool IsFortran, ImmutableArray<long> Shape)
{
    private static readonly string[] Keys = ["'descr'", "'fortran_order'", "'shape'"];

    /// <summary>The dictionary in a text: it must have these three entries, once each, in any order, and nothing after it but space.</summary>
    public static Fin<NpyLiteral> Parse(string text)
    {
        var tokens = new Queue<string>(Tokens(text));
        var entries = new Dictionary<string, ImmutableArray<string>>();
        if (!Take("{"))
            return Broken("the beginning of a dictionary");
        while (!Take("}"))
        {
            if (!tokens.TryDequeue(out var key) || !Keys.Contains(key) || entries.ContainsKey(key) || !Take(":"))
                return Broken($"{NameList.Of(Keys)}, once each", key);
            entries.Add(key, Value(tokens));
            if (!Take(",") && !(tokens.TryPeek(out var next) && next == "}"))
                return Broken("a comma");
        }

        return tokens.Count > 0 ? Broken("the end of the header")
            : entries.Count < Keys.Length ? Broken(NameList.Of(Keys), NameList.Of(entries.Keys))
            : Of(entries["'descr'"], entries["'fortran_order'"], entries["'shape'"]);

        bool Take(string token) => tokens.TryPeek(out var next) && next == token && tokens.TryDequeue(out _);

        Fin<NpyLiteral> Broken(string expected, string? found = null) =>
            Error.New($"expected {expected} in the header, found {found ?? (tokens.TryPeek(out var next) ? next : "its end")}");
    }

    private static Fin<NpyLiteral> Of(ImmutableArray<string> type, ImmutableArray<string> order, ImmutableArray<string> shape) =>
        (type, order, shape) switch
        {
            (["[", ..], _, _) => Error.New("expected an array of numbers, found one of records"),
            ([['\'', .., '\''] name], [("True" or "False") and var isFortran], ["(", .. var lengths, ")"]) =>
                Lengths(lengths).Map(all => new NpyLiteral(name[1..^1], isFortran == "True", all)),
            _ => Error.New($"expected a type, True or False, and a shape in the header, found {Text(type)}, {Text(order)} and {Text(shape)}"),
        };

    /// <summary>The lengths of a tuple: <c>()</c>, <c>(3,)</c>, <c>(2, 3)</c>. Python 2 wrote a long integer with an L at its end.</summary>
    private static Fin<ImmutableArray<long>> Lengths(ImmutableArray<string> items)
    {
        var lengths = ImmutableArray.CreateBuilder<long>();
        for (var i = 0; i < items.Length; i++)
        {
            if (i % 2 == 1 ? items[i] != "," : !long.TryParse(items[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return Error.New($"expected lengths of axes in the shape, found {items[i]}");
            if (i % 2 == 0)
                lengths.Add(long.Parse(items[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture));
        }

        return items.Length == 1 ? Error.New($"expected a tuple in the shape, found ({items[0]})") : lengths.ToImmutable();
    }

    /// <summary>The tokens of a value: one, or all from a bracket to the one that closes it.</summary>
    private static ImmutableArray<string> Value(Queue<string> tokens)
    {
        var (value, depth) = (ImmutableArray.CreateBuilder<string>(), 0);
        while (tokens.TryDequeue(out var token))
        {
            value.Add(token);
            depth += token is "(" or "[" ? 1 : token is ")" or "]" ? -1 : 0;
            if (depth <= 0)
                break;
        }

        return value.ToImmutable();
    }

    private static IEnumerable<string> Tokens(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text[at] switch
            {
                '\'' or '"' => text.IndexOf(text[at], at + 1) is >= 0 and var close ? close + 1 : text.Length,
                var letter when char.IsAsciiLetterOrDigit(letter) => EndOfWord(text, at),
                _ => at + 1,
            };
            if (!char.IsWhiteSpace(text[at]))
                yield return text[at..end].Replace('"', '\'');
            at = end;
        }
    }

    private static int EndOfWord(string text, int at)
    {
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at]))
            at++;
        return at;
    }

    private static string Text(ImmutableArray<string> tokens) => string.Concat(tokens);
}
