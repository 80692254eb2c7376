namespace FunctionalNet;

/// <summary>The mode of a run: <see cref="Inference"/>, or <see cref="Training"/> with a key for its randomness.</summary>
public abstract record Mode
{
    private Mode()
    {
    }

    /// <summary>The mode for predictions: nothing is random, and statistics are used as they are.</summary>
    public static Mode Inference { get; } = new InferenceMode();

    /// <summary>The mode for training: a layer that needs randomness, such as dropout, draws it from the key.</summary>
    public static Mode Training(Key key) => new TrainingMode(key);

    /// <summary>The mode for the layer at this position within a composite, so that no two layers share randomness.</summary>
    public abstract Mode Fold(int position);

    /// <summary>The case of <see cref="Inference"/>.</summary>
    public sealed record InferenceMode : Mode
    {
        internal InferenceMode()
        {
        }

        /// <inheritdoc/>
        public override Mode Fold(int position) => this;

        /// <inheritdoc/>
        public override string ToString() => "Inference";
    }

    /// <summary>The case of <see cref="Training"/>.</summary>
    /// <param name="Key">The randomness of this run of the network.</param>
    public sealed record TrainingMode(Key Key) : Mode
    {
        /// <inheritdoc/>
        public override Mode Fold(int position) => new TrainingMode(Key.Fold(position));

        /// <inheritdoc/>
        public override string ToString() => $"Training({Key})";
    }
}
