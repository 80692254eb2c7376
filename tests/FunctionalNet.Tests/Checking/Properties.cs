using CsCheck;

namespace FunctionalNet.Tests;

/// <summary>Properties of all cases that a generator draws, the same cases in every run.</summary>
internal static class Properties
{
    /// <summary>
    /// Checks the property on this many cases. CsCheck's own seed fixes its first case and leaves the others to the clock, so
    /// the cases are drawn here, and CsCheck is called upon for the one that fails: to shrink it, and to print it.
    /// </summary>
    public static void ForAll<TCase>(this Gen<TCase> cases, Action<TCase> property, int iter = 200)
    {
        var random = new PCG(stream: 1, seed: 2026);
        for (var i = 0; i < iter; i++)
        {
            var seed = random.ToString();
            try
            {
                property(cases.Generate(random, null, out _));
            }
            catch (Exception)
            {
                cases.Sample(property, seed: seed, iter: 10_000, threads: 1);
                throw;
            }
        }
    }
}
