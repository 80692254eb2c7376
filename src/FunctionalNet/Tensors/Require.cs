using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FunctionalNet;

/// <summary>
/// What arguments must be. The checks of <see cref="ArgumentOutOfRangeException"/> would write the number in the culture of the thread.
/// </summary>
internal static class Require
{
    /// <summary>Anything but null; gives it back.</summary>
    public static TValue NotNull<TValue>([NotNull] TValue? value, [CallerArgumentExpression(nameof(value))] string name = "")
        where TValue : class => value ?? throw new ArgumentNullException(name);

    /// <summary>1 or more.</summary>
    public static void Positive(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < 1)
            throw new ArgumentOutOfRangeException(name, Invariant($"expected {name} of 1 or more, got {value}"));
    }

    /// <summary>0 or more.</summary>
    public static void NotNegative(long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < 0)
            throw new ArgumentOutOfRangeException(name, Invariant($"expected {name} of 0 or more, got {value}"));
    }
}
