using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>Numbers with a symmetric beta distribution, in [0, 1].</summary>
/// <remarks>
/// Of two gamma numbers x and y the number x / (x + y) is one. Marsaglia and Tsang, "A simple method for generating gamma variables", 2000.
/// They are drawn as logarithms: for small shapes both would underflow.
/// </remarks>
internal static class BetaNumber
{
    /// <summary>A number that is drawn from a key; near both ends for a shape near 0, uniform for 1.</summary>
    public static double Draw(Key key, double shape)
    {
        var (first, second) = key.Split();
        return Functions.Sigmoid(LogarithmOfGamma(first, shape) - LogarithmOfGamma(second, shape));
    }

    private static double LogarithmOfGamma(Key key, double shape)
    {
        if (shape < 1)
            return LogarithmOfGamma(key.Fold(0), shape + 1) + (Functions.Log(Interior(key.Words(1)[0])) / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / double.Sqrt(9 * d);
        for (var trial = 0; ; trial++)
        {
            var words = key.Fold(trial).Words(2);
            var normal = NormalQuantile.OfBits(words[0]);
            var root = 1 + (c * normal);
            if (root <= 0)
                continue;
            var (v, logarithm) = (root * root * root, 3 * Functions.Log(root));
            if (Functions.Log(Interior(words[1])) < (0.5 * normal * normal) + d - (d * v) + (d * logarithm))
                return Functions.Log(d) + logarithm;
        }
    }

    // Within (0, 1), so that the logarithm is finite.
    private static double Interior(ulong word) => ((word >> 12) + 0.5) * double.ScaleB(1, -52);
}
