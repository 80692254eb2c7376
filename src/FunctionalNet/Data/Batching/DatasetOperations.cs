namespace FunctionalNet;

/// <content>Data sets made from data sets: functions of samples, selections, and several as one.</content>
public sealed partial record Dataset<T>
{
    /// <summary>The samples at these indices as a data set; an index may come several times.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample at an index.</exception>
    public Dataset<T> Rows(params ReadOnlySpan<int> indices) => new(Inputs.Rows(indices), Targets.Rows(indices));

    /// <summary>The first samples: this many, or all if there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Dataset<T> Take(int count)
    {
        Require.NotNegative(count);
        return this[..int.Min(count, Count)];
    }

    /// <summary>The samples after the first so many; none if there are not as many.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public Dataset<T> Skip(int count)
    {
        Require.NotNegative(count);
        return this[int.Min(count, Count)..];
    }

    /// <summary>The samples for which a condition holds, in order.</summary>
    /// <example>
    /// <code>
    /// var data = new Dataset&lt;float&gt;(Tensor.Matrix(new[,] { { 1f }, { 2 }, { 3 } }), [0, 1, 0]);
    /// Console.WriteLine(data.Where(sample => sample.Input[0] > 1)); // Dataset: 2 × f32[1]
    /// Console.WriteLine(data.Where(sample => sample.Class == 0).Targets); // 2 class indices [0, 0]
    /// </code>
    /// </example>
    public Dataset<T> Where(Func<Sample<T>, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return Rows([.. Enumerable.Range(0, Count).Where(row => condition(this[row]))]);
    }

    /// <summary>The samples of these classes, in order. They keep their class indices.</summary>
    /// <exception cref="ArgumentException">The targets have no classes.</exception>
    public Dataset<T> OfClasses(params ReadOnlySpan<int> classes)
    {
        int[] wanted = [.. classes];
        var indices = Targets.ClassIndices;
        return Rows([.. Enumerable.Range(0, Count).Where(row => wanted.Contains(indices[row]))]);
    }

    /// <summary>A function of all inputs at once, with the same targets: <c>dataset.MapInputs(scale.Apply)</c>.</summary>
    /// <exception cref="ArgumentException">The result is not of as many rows.</exception>
    public Dataset<T> MapInputs(Func<Tensor<T>, Tensor<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(function(Inputs), Targets);
    }

    /// <summary>A function of all targets at once, with the same inputs.</summary>
    /// <exception cref="ArgumentException">The result is not of as many rows.</exception>
    public Dataset<T> MapTargets(Func<Targets<T>, Targets<T>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(Inputs, function(Targets));
    }

    /// <summary>
    /// Two data sets of as many samples as one, whose inputs and targets are functions of those of both:
    /// <c>left.Zip(right, (x, y) => Tensor.Concatenate(-1, x, y), (t, _) => t)</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers of samples differ, or the functions change them.</exception>
    public Dataset<T> Zip(Dataset<T> other, Func<Tensor<T>, Tensor<T>, Tensor<T>> inputs, Func<Targets<T>, Targets<T>, Targets<T>> targets)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        return other.Count == Count ? new(inputs(Inputs, other.Inputs), targets(Targets, other.Targets))
            : throw new ArgumentException(Invariant($"expected two data sets of as many samples, got {this} and {other}"));
    }

    /// <summary>The samples of this data set, and then those of others.</summary>
    /// <exception cref="ArgumentException">The shapes of the samples differ, or the kinds of their targets.</exception>
    public Dataset<T> Concat(params ReadOnlySpan<Dataset<T>> others)
    {
        foreach (var other in others)
        {
            if (Require.NotNull(other, nameof(others)).Inputs.Shape[1..] != Inputs.Shape[1..])
                throw new ArgumentException($"expected samples of equal shape, got {this} and {other}");
        }

        Dataset<T>[] all = [this, .. others];
        return new(
            Tensor.Concatenate(0, [.. all.Select(part => part.Inputs)]), TargetsOfSeveral.Concatenate([.. all.Select(part => part.Targets)]));
    }
}
