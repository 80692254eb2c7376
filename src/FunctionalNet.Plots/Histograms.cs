using System.Collections.Immutable;
using System.Numerics;
using SkiaSharp;

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
    private const int Heading = 40;

    private static ImmutableArray<(string Name, ImmutableArray<double> Numbers)> Outputs<T>(Walk<T> walk)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. walk.Plan.Nodes.Select((node, i) => (node.Path, Numbers(walk.Output(i))))];

    private static ImmutableArray<double> Numbers<T>(Tensor<T> tensor)
        where T : unmanaged, IFloatingPointIeee754<T> => [.. tensor.Data.Select(double.CreateChecked)];

    private static Picture Histograms(string title, ImmutableArray<(string Name, ImmutableArray<double> Numbers)> all)
    {
        if (all.IsEmpty)
            throw new ArgumentException($"{title}: expected at least one tensor to draw a histogram of, got none");
        var columns = all.Length <= 2 ? all.Length : all.Length == 4 ? 2 : 3;
        var rows = (all.Length + columns - 1) / columns;
        var histograms = all.Select(entry => Histogram.Of(entry.Name, entry.Numbers)).ToArray();
        return new(title, columns * SmallWidth, Heading + (rows * SmallHeight), all.Select(entry => entry.Name), (canvas, typography) =>
        {
            var fitted = typography.Fitted(title, (columns * SmallWidth) - 32, 17, bold: true);
            using var ink = new SKPaint { Color = Palette.Ink, IsAntialias = true };
            using var font = typography.Font(fitted.Size, bold: true);
            canvas.DrawText(fitted.Text, columns * SmallWidth / 2f, 27, SKTextAlign.Center, font, ink);
            for (var i = 0; i < histograms.Length; i++)
            {
                var (row, column) = int.DivRem(i, columns);
                var place = SKRectI.Create(column * SmallWidth, Heading + (row * SmallHeight), SmallWidth, SmallHeight);
                var text = new ChartText(histograms[i].Name, histograms[i].Summary, column == 0 ? "how many" : "", FontSize: 13);
                Chart.Draw(canvas, typography, text, place, histograms[i].Fill);
            }
        });
    }
}
