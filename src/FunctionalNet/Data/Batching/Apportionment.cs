namespace FunctionalNet;

/// <summary>Whole numbers in given proportions, by the method of the largest remainder (Hamilton's).</summary>
internal static class Apportionment
{
    // Remainders that differ by rounding only are equal; the first part then comes first.
    private const int Decimals = 9;

    /// <summary>Counts that sum to a total, each the floor or the ceiling of its fraction of it.</summary>
    /// <param name="total">The sum of the counts.</param>
    /// <param name="fractions">The proportions, which sum to 1.</param>
    public static int[] Of(int total, ReadOnlySpan<double> fractions) => Of(total, fractions, new double[fractions.Length]);

    /// <inheritdoc cref="Of(int, ReadOnlySpan{double})"/>
    /// <param name="total">The sum of the counts.</param>
    /// <param name="fractions">The proportions, which sum to 1.</param>
    /// <param name="owed">The debt to each part from earlier roundings, which is made up for; updated.</param>
    public static int[] Of(int total, ReadOnlySpan<double> fractions, Span<double> owed)
    {
        var counts = new int[fractions.Length];
        for (var part = 0; part < counts.Length; part++)
        {
            var quota = double.Round(fractions[part] * total, Decimals);
            counts[part] = (int)quota;
            owed[part] += quota - counts[part];
        }

        var claims = owed.ToArray();
        var remainders = fractions.ToArray().Select(fraction => double.Round(fraction * total, Decimals) % 1 > 0).ToArray();
        var next = Enumerable.Range(0, counts.Length)
            .OrderByDescending(part => remainders[part])
            .ThenByDescending(part => double.Round(claims[part], Decimals))
            .Take(total - counts.Sum());
        foreach (var part in next)
        {
            counts[part]++;
            owed[part]--;
        }

        return counts;
    }
}
