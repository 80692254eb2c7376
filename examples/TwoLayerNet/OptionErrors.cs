using LanguageExt;

namespace TwoLayerNet;

internal static class OptionErrors
{
    /// <summary>This result, with the option that it is of before the message of a failure.</summary>
    public static Fin<A> Of<A>(this Fin<A> result, string option) =>
        result.Match(Fin<A>.Succ, failure => Fin<A>.Fail($"{option}: {failure.Message}"));
}
