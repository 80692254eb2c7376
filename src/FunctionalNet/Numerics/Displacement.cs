using System.Numerics;
using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// How far each place of an image is displaced, to the right and down: two fields of numbers, smoothed by a Gaussian. It has scratch space for
/// one image at a time: each thread has its own.
/// </summary>
internal sealed class Displacement
{
    // A multiple of twice every vector's length in single precision.
    private const int Lanes = 32;

    // The Gaussian is cut off after so many standard deviations, where 0.3 % of it are left.
    private const double Reach = 3;

    private readonly int height;
    private readonly int width;
    private readonly float[] weights;
    private readonly float[] x;
    private readonly float[] y;

    // A row with the zeros around it, and all rows, smoothed along themselves, with rows of zeros around them.
    private readonly float[] line;
    private readonly float[] lines;

    /// <param name="height">The height of the images.</param>
    /// <param name="width">Their width.</param>
    /// <param name="deviation">The standard deviation of the Gaussian, in pixels.</param>
    public Displacement(int height, int width, double deviation)
    {
        (this.height, this.width, weights) = (height, width, Gaussian(deviation));
        var stride = Stride(width);
        (x, y) = (new float[height * stride], new float[height * stride]);
        line = new float[stride + weights.Length];
        lines = new float[(height + weights.Length - 1) * stride];
    }

    /// <summary>The length of a row of so many numbers that whole vectors may run over its end.</summary>
    public static int Stride(int width) => (width + Lanes - 1) / Lanes * Lanes;

    /// <summary>The displacements at a place and to the right of it.</summary>
    public (Vector<float> X, Vector<float> Y) At(int row, int column)
    {
        var at = (row * Stride(width)) + column;
        return (new(x, at), new(y, at));
    }

    /// <summary>Makes numbers u <c>[2, height, width]</c>, uniform in [0, 1), into displacements: 2 u − 1, smoothed, times a factor.</summary>
    public void Fill(ReadOnlySpan<float> numbers, float factor)
    {
        Smooth(numbers[..(height * width)], factor, x);
        Smooth(numbers[(height * width)..], factor, y);
    }

    private void Smooth(ReadOnlySpan<float> numbers, float factor, float[] field)
    {
        var (stride, half) = (Stride(width), weights.Length / 2);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
                line[half + column] = (2 * numbers[(row * width) + column]) - 1;
            Convolve(line, 0, 1, weights, 1, lines.AsSpan((half + row) * stride, stride));
        }

        for (var row = 0; row < height; row++)
            Convolve(lines, row * stride, stride, weights, factor, field.AsSpan(row * stride, stride));
    }

    /// <summary><c>resultᵢ = factor Σₖ weightsₖ sourceₛ</c> with <c>s = start + i + k step</c>, in the order of k.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Convolve(float[] source, int start, int step, float[] weights, float factor, Span<float> result)
    {
        // Two vectors at once, since each has to wait for its last sum.
        var next = Vector<float>.Count;
        for (var i = 0; i < result.Length; i += 2 * next)
        {
            var (sum, nextSum) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var k = 0; k < weights.Length; k++)
            {
                var (weight, at) = (new Vector<float>(weights[k]), start + i + (k * step));
                sum = Vector.FusedMultiplyAdd(weight, new Vector<float>(source, at), sum);
                nextSum = Vector.FusedMultiplyAdd(weight, new Vector<float>(source, at + next), nextSum);
            }

            (sum * factor).CopyTo(result[i..]);
            (nextSum * factor).CopyTo(result[(i + next)..]);
        }
    }

    private static float[] Gaussian(double deviation)
    {
        var half = (int)double.Ceiling(Reach * deviation);
        var weights = new double[(2 * half) + 1];
        for (var k = 0; k < weights.Length; k++)
            weights[k] = Functions.Exp(-0.5 * (k - half) * (k - half) / (deviation * deviation));
        var sum = Reductions.Sum<double>(weights);
        return Array.ConvertAll(weights, weight => (float)(weight / sum));
    }
}
