using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>One of the six ways in which EMNIST divides its characters into classes.</summary>
public sealed record EmnistSplit
{
    private static readonly ImmutableArray<string> DigitNames = Characters('0', '9');
    private static readonly ImmutableArray<string> Capitals = Characters('A', 'Z');

    // Of the other letters, a small one and a capital look alike and are one class.
    private static readonly ImmutableArray<string> Merged =
        [.. DigitNames, .. Capitals, "a", "b", "d", "e", "f", "g", "h", "n", "q", "r", "t"];

    private EmnistSplit(string name, ImmutableArray<string> classes) => (Name, Classes) = (name, classes);

    /// <summary>Digits, capitals and small letters, 62 classes, as often as they were written.</summary>
    public static EmnistSplit ByClass { get; } = new("byclass", [.. DigitNames, .. Capitals, .. Characters('a', 'z')]);

    /// <summary>The same characters in 47 classes: a small letter that looks like its capital is of the capital's class.</summary>
    public static EmnistSplit ByMerge { get; } = new("bymerge", Merged);

    /// <summary>The classes of <see cref="ByMerge"/>, with the same number of images each.</summary>
    public static EmnistSplit Balanced { get; } = new("balanced", Merged);

    /// <summary>Letters, capital and small ones together, in 26 classes. The files label them from 1; class 0 is A.</summary>
    public static EmnistSplit Letters { get; } = new("letters", Capitals) { First = 1 };

    /// <summary>Digits, with the same number of images each.</summary>
    public static EmnistSplit Digits { get; } = new("digits", DigitNames);

    /// <summary>Digits, in as many images as MNIST has.</summary>
    public static EmnistSplit Mnist { get; } = new("mnist", DigitNames);

    /// <summary>The name in the names of the files: <c>letters</c>.</summary>
    public string Name { get; }

    /// <summary>The characters of the classes, in the order of their indices.</summary>
    public ImmutableArray<string> Classes { get; }

    /// <summary>The label of class 0 in the files.</summary>
    internal int First { get; private init; }

    /// <summary>Equal when the names are.</summary>
    public bool Equals(EmnistSplit? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static ImmutableArray<string> Characters(char first, char last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(code => $"{(char)code}")];
}
