using LanguageExt;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>What comes from outside, as a value: a failure says in one line what it is about and what is wrong with it.</summary>
internal static class Outside
{
    /// <summary>What an operation on the file system gives, or what the file system says against it.</summary>
    public static Fin<A> Try<A>(Func<Fin<A>> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
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

    /// <summary>This result, whose failure begins with what it is about: a file, a folder, an address.</summary>
    public static Fin<A> About<A>(this Fin<A> result, string subject) =>
        result.Match(Fin<A>.Succ, failure => Fin<A>.Fail($"{subject}: {failure.Message}".ReplaceLineEndings(" ")));
}
