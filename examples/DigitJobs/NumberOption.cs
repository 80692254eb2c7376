using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace DigitJobs;

/// <summary>Options that are numbers within limits.</summary>
public static class NumberOption
{
    /// <summary>An option that is a number, written with a point and without separators.</summary>
    /// <param name="name">The name.</param>
    /// <param name="description">The description.</param>
    /// <param name="value">The value if it is not given.</param>
    /// <param name="wanted">The limits in words.</param>
    /// <param name="accepts">The limits.</param>
    public static Option<TNumber> Of<TNumber>(string name, string description, TNumber value, string wanted, Func<TNumber, bool> accepts)
        where TNumber : INumber<TNumber> => new(name)
        {
            Description = description,
            HelpName = "number",
            DefaultValueFactory = _ => value,
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                // By default a comma is accepted anywhere, as a thousands separator. And −0 is no rate to train at.
                if (TNumber.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && accepts(number))
                    return number == TNumber.Zero ? TNumber.Zero : number;
                result.AddError($"{name} is {wanted}, got '{text}'.");
                return value;
            },
        };

    /// <summary>An option that is a whole number, of 1 or more if nothing else is said.</summary>
    public static Option<int> Whole(string name, string description, int value, int least = 1) =>
        Of(name, description, value, Invariant($"a whole number from {least} to {int.MaxValue}"), number => number >= least);
}
