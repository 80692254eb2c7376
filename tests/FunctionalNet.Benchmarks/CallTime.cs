using System.Diagnostics;

namespace FunctionalNet.Benchmarks;

/// <summary>The time of a single call.</summary>
internal static class CallTime
{
    public static double SecondsOf(Action call)
    {
        var start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
