using System.Collections.Immutable;

namespace FunctionalNet;

/// <summary>
/// The arguments of a layer as data: their text, as it is printed after the kind, and the value of each by name. They distinguish
/// layers of the same kind, and summaries and exports read them. A text alone converts implicitly.
/// </summary>
/// <param name="Text">The text after the kind: <c>(784→50)</c>; empty if there are no arguments.</param>
/// <param name="Values">The name and the value of each: a number, a truth value, a text or a <see cref="Shape"/>.</param>
/// <exception cref="ArgumentException">A value is of another type, or two have the same name.</exception>
/// <example>
/// <code>
/// var affine = (Layer&lt;float&gt;.Leaf)Affine(784, 50);
/// Console.WriteLine(affine.Arguments["outputs"]); // 50
/// </code>
/// </example>
public sealed record LayerArguments(string Text, params ImmutableArray<(string Name, object Value)> Values)
{
    /// <summary>The text after the kind.</summary>
    public string Text { get; } = Require.NotNull(Text);

    /// <summary>The name and the value of each.</summary>
    public ImmutableArray<(string Name, object Value)> Values { get; } = RequireData(Values);

    /// <summary>No arguments.</summary>
    public static LayerArguments None { get; } = new("");

    /// <summary>Arguments that the text states completely.</summary>
    public static implicit operator LayerArguments(string text) => new(Require.NotNull(text));

    /// <summary>The value of the argument of this name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the names that exist.</exception>
    public object this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Values.FirstOrDefault(value => value.Name == name).Value
                ?? throw new ArgumentException($"no argument is called {name}; there are {NameList.Of(Values.Select(value => value.Name))}");
        }
    }

    /// <summary>Equal when the text and all values are.</summary>
    public bool Equals(LayerArguments? other) => other is not null && Text == other.Text && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Values.Length);

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static ImmutableArray<(string Name, object Value)> RequireData(ImmutableArray<(string Name, object Value)> values)
    {
        if (values.IsDefault)
            throw new ArgumentNullException(nameof(values));
        foreach (var (name, value) in values)
        {
            if (value is not (bool or int or long or float or double or string or Shape))
                throw new ArgumentException($"the argument {name}: expected a number, a truth value, a text or a shape, got {value?.GetType().Name ?? "null"}");
        }

        return values.GroupBy(value => value.Name).FirstOrDefault(group => group.Count() > 1) is { Key: var repeated }
            ? throw new ArgumentException($"two arguments are called {repeated}")
            : values;
    }
}
