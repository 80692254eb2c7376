using System.Text.RegularExpressions;
using LanguageExt;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>Failures of the outside world as values: one line that names the subject and says what is wrong with it.</summary>
internal static partial class Outside
{
    [GeneratedRegex(@"\p{Cc}")]
    private static partial Regex ControlCharacter { get; }

    /// <summary>
    /// The result of an operation on the file system, or the error of the file system; also if a file holds more than the memory does.
    /// </summary>
    public static Fin<A> Try<A>(Func<Fin<A>> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            return Fin<A>.Fail(failure.Message);
        }
    }

    /// <inheritdoc cref="Try{A}(Func{Fin{A}})"/>
    public static Fin<Unit> Try(Action operation) => Try(() =>
    {
        operation();
        return FinSucc(unit);
    });

    /// <summary>This result, with the subject (a file, a folder, an address) before the message of a failure.</summary>
    public static Fin<A> About<A>(this Fin<A> result, string subject) =>
        result.Match(Fin<A>.Succ, failure => Fin<A>.Fail($"{subject}: {failure.Message}")).InOneLine();

    /// <summary>
    /// This result, with the message of a failure in one line: names in a file may have line ends, and other characters that control a terminal.
    /// </summary>
    public static Fin<A> InOneLine<A>(this Fin<A> result) => result.Match(Fin<A>.Succ, failure => Fin<A>.Fail(ControlCharacter.Replace(
        failure.Message.ReplaceLineEndings(" "), character => Invariant($"\\u{(int)character.Value[0]:x4}"))));
}
