using System.Runtime.CompilerServices;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>The settings of augmentations: how they are checked.</content>
    public static partial class Augment
    {
        // Far beyond any image, and far from what would overflow.
        private const int MostPixels = 1_000_000;

        private static readonly UniformRange UnitRange = new(0, 1);

        private static double RequireProbability(double probability, [CallerArgumentExpression(nameof(probability))] string name = "") =>
            probability is >= 0 and <= 1
                ? probability
                : throw new ArgumentOutOfRangeException(name, $"expected a probability from 0 to 1, got {NumberFormat.Setting(probability)}");

        private static double RequirePositive(double number, string what, [CallerArgumentExpression(nameof(number))] string name = "") =>
            number > 0 && double.IsFinite(number)
                ? number
                : throw new ArgumentOutOfRangeException(name, $"expected {what} of more than 0, got {NumberFormat.Setting(number)}");

        private static void RequirePixels(int pixels, [CallerArgumentExpression(nameof(pixels))] string name = "")
        {
            if (pixels is < 0 or > MostPixels)
                throw new ArgumentOutOfRangeException(name, Invariant($"expected {name} of 0 to {MostPixels} pixels, got {pixels}"));
        }
    }
}
