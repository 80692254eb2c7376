using System.Numerics;

namespace FunctionalNet;

/// <summary>
/// Images at another size, by triangles: linear between pixels where there become more of them, and a weighted mean over all where there become fewer.
/// Along each axis, output i is at <c>c = (i + ½) input/output</c>, and the pixel j counts <c>max(0, 1 − |j + ½ − c|/s)</c> with
/// <c>s = max(1, input/output)</c>, divided by the sum of that: Pillow's bilinear filter, without rounding to bytes. Sums are in double precision, in the
/// order of the pixels.
/// </summary>
internal static class Resizing
{
    /// <summary>An image of another size: <c>[height, width, channels]</c>.</summary>
    public static double[] Resize(ImageBytes image, int channels, int height, int width)
    {
        var (rows, columns) = (Weights(image.Height, height), Weights(image.Width, width));
        var (resized, line) = (new double[height * width * channels], new double[width * channels]);
        var first = 0;
        for (var row = 0; row < image.Height; row++)
        {
            Interpolate(image.Bytes.AsSpan(row * image.Width * channels, image.Width * channels), columns, channels, line);
            while (first < height && rows[first].First + rows[first].Weights.Length <= row)
                first++;
            for (var output = first; output < height && rows[output].First <= row; output++)
                AddScaled(line, rows[output].Weights[row - rows[output].First], resized.AsSpan(output * line.Length, line.Length));
        }

        return resized;
    }

    /// <summary>For each output the first pixel that counts, and what it and those after it count.</summary>
    private static (int First, double[] Weights)[] Weights(int input, int outputs)
    {
        var scale = (double)input / outputs;
        var support = double.Max(1, scale);
        return [.. Enumerable.Range(0, outputs).Select(Of)];

        (int First, double[] Weights) Of(int output)
        {
            var centre = (output + 0.5) * scale;
            var first = int.Max(0, (int)double.Floor(centre - support));
            var weights = new double[int.Min(input, (int)double.Ceiling(centre + support)) - first];
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
                sum += weights[i] = double.Max(0, 1 - (double.Abs(first + i + 0.5 - centre) / support));
            return (first, Array.ConvertAll(weights, weight => weight / sum));
        }
    }

    private static void Interpolate(ReadOnlySpan<byte> row, (int First, double[] Weights)[] columns, int channels, Span<double> line)
    {
        var at = 0;
        foreach (var (first, weights) in columns)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var sum = 0.0;
                for (var i = 0; i < weights.Length; i++)
                    sum += weights[i] * row[((first + i) * channels) + channel];
                line[at++] = sum;
            }
        }
    }

    // Each number by itself, so that the bits do not depend on the width of vectors.
    private static void AddScaled(ReadOnlySpan<double> line, double weight, Span<double> sums)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + (new Vector<double>(line[i..]) * weight)).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += line[i] * weight;
    }
}
