using CsCheck;

namespace FunctionalNet.Tests;

/// <summary>Property-based tests whose cases are the same in every run.</summary>
internal static class Properties
{
    /// <summary>
    /// Checks the property on this many cases. CsCheck's own seed fixes only its first case, and the others depend on the clock. So
    /// the cases are drawn here, and CsCheck is called only to shrink and to print a case that fails.
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
