using System.Collections.Immutable;
using System.Numerics;

namespace FunctionalNet;

/// <content>Small histograms, one for each tensor.</content>
public static partial class Pictures
{
    /// <summary>
    /// A small histogram of each parameter, with mean and standard deviation. The vertical axis is logarithmic, so that a few outliers
    /// are visible beside many values near 0. Gradients, moments and updates can be drawn too: they are <see cref="Parameters{T}"/>.
    /// </summary>
    /// <exception cref="ArgumentException">There are no parameters.</exception>
    public static Picture Histograms<T>(string title, Parameters<T> parameters)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Histograms(Require.NotNull(title), [.. Require.NotNull(parameters).Select(parameter => (parameter.Path, Numbers(parameter.Value)))]);

    /// <summary>A small histogram of each tensor, as for parameters: of some layers' activations, of the same layer's in several runs.</summary>
    /// <param name="title">The title.</param>
    /// <param name="tensors">The tensors, each with the name that is above its histogram.</param>
    /// <param name="columns">The number of histograms in a row.</param>
    /// <exception cref="ArgumentException">There are no tensors, or a name or a tensor is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="columns"/> is not positive.</exception>
    public static Picture Histograms<T>(string title, IReadOnlyList<(string Name, Tensor<T> Values)> tensors, int columns = 3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(columns);
        return Histograms(
            Require.NotNull(title),
            [.. Require.NotNull(tensors).Select(tensor => (Require.NotNull(tensor.Name), Numbers(Require.NotNull(tensor.Values))))],
            columns);
    }

    /// <summary>A histogram of the gradient of the loss on a batch, for each parameter.</summary>
    /// <exception cref="ArgumentException">The network has no parameters, or the batch does not fit it.</exception>
    public static Picture Gradients<T>(Layer<T> network, Loss<T> loss, Parameters<T> parameters, Batch<T> batch)
        where T : unmanaged, IFloatingPointIeee754<T> => Histograms("Gradients", network.Gradient(loss, parameters, batch));

    /// <summary>A histogram of the output of each layer, in inference mode.</summary>
    /// <param name="network">A network of layers composed by <c>>></c>, those within named groups included.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="inputs">The inputs <c>[batch, ...]</c>.</param>
    /// <exception cref="ArgumentException">The network has no layers, or the inputs do not fit it.</exception>
    public static Picture Activations<T>(Layer<T> network, Parameters<T> parameters, Tensor<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Histograms("Activations", Outputs(Require.NotNull(network).Walk(parameters, Require.NotNull(inputs), Mode.Inference)));

    private const int SmallWidth = 330;
    private const int SmallHeight = 250;

    private static ImmutableArray<(string Name, ImmutableArray<double> Numbers)> Outputs<T>(Walk<T> walk)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. walk.Plan.Nodes.Select((node, i) => (node.Path, Numbers(walk.Output(i))))];

    private static ImmutableArray<double> Numbers<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. tensor.Data.Select(double.CreateChecked)];

    private static Picture Histograms(string title, ImmutableArray<(string Name, ImmutableArray<double> Numbers)> all) =>
        Histograms(title, all, columns: all.Length == 4 ? 2 : 3);

    private static Picture Histograms(string title, ImmutableArray<(string Name, ImmutableArray<double> Numbers)> all, int columns)
    {
        if (all.IsEmpty)
            throw new ArgumentException($"{title}: expected at least one tensor to draw a histogram of, got none");
        return Grid(title, [.. all.Select((entry, i) => Small(Histogram.Of(entry.Name, entry.Numbers), isFirst: i % columns == 0))], columns);

        static Picture Small(Histogram histogram, bool isFirst) => Chart.Picture(
            new(histogram.Name, histogram.Summary, isFirst ? "how many" : "", FontSize: 13),
            SmallWidth, SmallHeight, [], (plot, _) => histogram.Fill(plot));
    }
}
