using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// Checks of arguments. Those of <see cref="ArgumentOutOfRangeException"/> would write the number in the culture of the thread.
/// </summary>
internal static class Require
{
    /// <summary>Returns the value, and throws if it is null.</summary>
    public static TValue NotNull<TValue>([NotNull] TValue? value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TValue : class => value ?? throw new ArgumentNullException(name);

    /// <summary>Throws unless the value is 1 or more.</summary>
    public static void Positive(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < 1)
            throw new ArgumentOutOfRangeException(name, Invariant($"expected {name} of 1 or more, got {value}"));
    }

    /// <summary>Throws unless the value is 0 or more.</summary>
    public static void NotNegative(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < 0)
            throw new ArgumentOutOfRangeException(name, Invariant($"expected {name} of 0 or more, got {value}"));
    }
}
