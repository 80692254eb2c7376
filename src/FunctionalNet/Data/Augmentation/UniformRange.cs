using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>What a setting of an augmentation is drawn from, uniformly.</summary>
internal readonly record struct UniformRange(double From, double To)
{
    /// <summary>The range of both signs up to a number of 0 or more.</summary>
    public static UniformRange UpTo(double most, string what) => new UniformRange(-most, most).Require(most >= 0, $"{what} of 0 or more");

    /// <summary>Itself, if a condition holds and the ends are finite and in order.</summary>
    public UniformRange Require(bool holds, string expected) => holds && double.IsFinite(From) && double.IsFinite(To) && From <= To
        ? this
        : throw new ArgumentException($"expected {expected}, got from {NumberFormat.Setting(From)} to {NumberFormat.Setting(To)}");

    /// <summary>The setting that a random word becomes.</summary>
    public double At(ulong word) => From + ((To - From) * UniformDouble.Of(word));

    /// <summary>The setting that a key becomes.</summary>
    public double Draw(Key key) => At(key.Words(1)[0]);

    /// <summary>The arguments that it was made of: one number for a range of both signs up to it, or two.</summary>
    public string[] Arguments => From == -To ? [NumberFormat.Setting(To)] : [NumberFormat.Setting(From), NumberFormat.Setting(To)];
}
