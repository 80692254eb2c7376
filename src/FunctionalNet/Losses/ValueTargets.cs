namespace FunctionalNet;

/// <content>The check that targets are values of the outputs' own shape, as regressions take them.</content>
public abstract partial record Targets<T>
{
    /// <summary>The values, if they have the outputs' shape.</summary>
    /// <exception cref="ArgumentException">These are class indices, or values of another shape.</exception>
    internal Tensor<T> RequireValues(Shape outputs, string subject) => this switch
    {
        Values(var values) when values.Shape == outputs => values,
        Values(var values) => throw new ArgumentException($"{subject}: expected targets of the outputs' shape {outputs}, got {values.Shape}"
            + (values.Shape.Size == outputs.Size ? $": targets.Reshape({outputs}) has it" : "")),
        _ => throw new ArgumentException($"{subject}: expected values of the outputs' shape {outputs}, got {this}; "
            + "class indices are for SoftmaxCrossEntropy and its kin"),
    };

    /// <summary>
    /// What a yes-or-no question has for an answer at each output: values of the outputs' shape, or a class for each output, 0 or 1.
    /// </summary>
    /// <exception cref="ArgumentException">Values have another shape, there is not an index for each output, or one is neither 0 nor 1.</exception>
    internal Tensor<T> RequireAnswers(Shape outputs, string subject)
    {
        if (this is not Classes(var indices))
            return RequireValues(outputs, subject);
        if (indices.Length != outputs.Size)
            throw new ArgumentException(Invariant($"{subject}: expected {outputs.Size} class indices, one for each of the outputs {outputs}, got {indices.Length}"));
        var other = indices.FirstOrDefault(index => index is not (0 or 1));
        return other is 0 or 1
            ? Tensor.Generate(outputs, i => T.CreateChecked(indices[i]))
            : throw new ArgumentException(Invariant($"{subject}: expected classes 0 and 1, got {other}"));
    }
}
