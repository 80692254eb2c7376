using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// A random change of images that leaves what they show as it is: a pure function of a key and a batch with inputs
/// <c>[batch, height, width, channels]</c>. <c>first >> next</c> applies one, then the next, and <see cref="Identity"/> is the empty one:
/// associativity and identity hold exactly.
/// </summary>
/// <remarks>
/// Each image has a key of its own, folded from the key by the place of the change in the chain and that of the image in the batch, so no bit
/// depends on the number of threads. Changes that move pixels and come one after the other move them once: the image is interpolated once,
/// and what one of them moves beyond the edge another may bring back. Those of the library are <c>Augment.</c>, and
/// <see cref="Augmentation.Define{T}"/> and <see cref="Augmentation.Lift{T}"/> make others.
/// </remarks>
/// <example>
/// <code>
/// var augmentation = Augment.Shift(2) >> Augment.Rotate(10) >> Augment.Noise(0.1);
/// var batch = Digits.Generate&lt;float>(Key.Seed(0), 100).AsImages(28, 28).AsBatch();
/// Console.WriteLine(augmentation); // Shift(2) >> Rotate(10) >> Noise(0.1)
/// Console.WriteLine(augmentation.Apply(Key.Seed(1), batch)); // Batch: 100 × f32[28,28,1]
/// </code>
/// </example>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed record Augmentation<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ImmutableArray<AugmentationStep<T>> steps;

    internal Augmentation(params ImmutableArray<AugmentationStep<T>> steps) => this.steps = steps;

    /// <summary>The augmentation that changes nothing.</summary>
    public static Augmentation<T> Identity { get; } = new([]);

    /// <summary>The text that it prints as: <c>Shift(2) >> Rotate(10)</c>. Augmentations of the same text are equal.</summary>
    public string Description => steps is [] ? nameof(Identity) : string.Join(" >> ", steps.Select(step => step.Text));

    /// <summary>Whether each image is changed by itself, with a key by its place in the batch.</summary>
    internal bool IsOfEachImage => steps.All(step => step.IsOfEachImage);

    /// <summary>The augmentation that applies one, then the next. The operator of <see cref="Then"/>.</summary>
    public static Augmentation<T> operator >>(Augmentation<T> first, Augmentation<T> next) => Require.NotNull(first).Then(Require.NotNull(next));

    /// <summary>The augmentation that applies this one, then the next: <c>first >> next</c>.</summary>
    public Augmentation<T> Then(Augmentation<T> next) => new([.. steps, .. Require.NotNull(next).steps]);

    /// <summary>The same augmentation, which fills with this value, instead of 0, what it leaves empty: the background of the images.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    /// <example>
    /// <code>
    /// Console.WriteLine((Augment.Rotate(10) >> Augment.FlipHorizontally()).Filled(0.5)); // Rotate(10, fill 0.5) >> FlipHorizontally(0.5)
    /// </code>
    /// </example>
    public Augmentation<T> Filled(double value) => double.IsFinite(value)
        ? new([.. steps.Select(step => step.Filled(value))])
        : throw new ArgumentOutOfRangeException(nameof(value), $"expected a finite value, got {NumberFormat.Setting(value)}");

    /// <summary>The batch with its images changed, and with the targets that they then have.</summary>
    /// <param name="key">The key that the changes are drawn from.</param>
    /// <param name="batch">A batch with inputs <c>[batch, height, width, channels]</c>.</param>
    /// <exception cref="ArgumentException">The inputs are not images, or too small for what is cut out of them, or the targets do not fit.</exception>
    public Batch<T> Apply(Key key, Batch<T> batch)
    {
        var result = Require.NotNull(batch);
        for (var i = 0; i < steps.Length;)
        {
            RequireImages(steps[i].Text, result.Inputs.Shape);
            var (taken, pass) = steps[i].Begin(steps.AsSpan()[i..]);
            result = pass([.. Enumerable.Range(i, taken).Select(place => key.Fold(place))], result) with { Share = batch.Share };
            i += taken;
        }

        return new(result.Inputs, result.Targets) { Number = batch.Number, Share = batch.Share };
    }

    /// <summary>Equal when the descriptions are.</summary>
    public bool Equals(Augmentation<T>? other) => other is not null && steps.Select(step => step.Text).SequenceEqual(other.steps.Select(step => step.Text));

    /// <inheritdoc/>
    public override int GetHashCode() => Description.GetHashCode(StringComparison.Ordinal);

    /// <summary>The description.</summary>
    public override string ToString() => Description;

    private static void RequireImages(string step, Shape inputs)
    {
        if (inputs is not [_, > 0, > 0, > 0])
        {
            throw new ArgumentException(
                $"{step}: expected images [batch, height, width, channels], got {inputs}; if they are flat, say their shape: "
                + "dataset.AsImages(28, 28), or batches.Augmented(augmentation, key, image: [28, 28, 1])");
        }
    }
}
