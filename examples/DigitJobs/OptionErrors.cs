using LanguageExt;

namespace DigitJobs;

/// <summary>Errors that say which option they are of.</summary>
public static class OptionErrors
{
    /// <summary>This result, with the option that it is of before the message of a failure.</summary>
    public static Fin<TResult> Of<TResult>(this Fin<TResult> result, string option) =>
        result.Match(Fin<TResult>.Succ, failure => Fin<TResult>.Fail($"{option}: {failure.Message}"));
}
