using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <summary>
/// Small data sets that are drawn from a key, to try things out on. The classes take turns, so every range of samples has nearly as many
/// of each; and fewer samples are the first of more.
/// </summary>
public static class Toys
{
    /// <summary>
    /// Two half circles of radius 1 that reach into each other, in the plane: <c>[count, 2]</c> and classes 0 and 1. No straight line
    /// separates them.
    /// </summary>
    /// <param name="key">The key that the samples are drawn from.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="noise">The standard deviation of the normal noise on each coordinate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the noise is not finite.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    public static Dataset<T> TwoMoons<T>(Key key, int count, double noise = 0.1)
        where T : unmanaged, IFloatingPointIeee754<T> => Plane<T>(key, count, classes: 2, noise, (label, u) =>
        {
            var (sine, cosine) = (Functions.Sin(double.Pi * u), Functions.Cos(double.Pi * u));
            return label == 0 ? (cosine, sine) : (1 - cosine, 0.5 - sine);
        });

    /// <summary>A circle of radius 1 and one within it, in the plane: <c>[count, 2]</c> and classes 0 (outer) and 1 (inner).</summary>
    /// <param name="key">The key that the samples are drawn from.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="noise">The standard deviation of the normal noise on each coordinate.</param>
    /// <param name="inner">The radius of the inner circle.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or not finite.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    public static Dataset<T> Circles<T>(Key key, int count, double noise = 0.05, double inner = 0.5)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireSpread(inner, nameof(inner));
        return Plane<T>(key, count, classes: 2, noise, (label, u) => Polar(label == 0 ? 1 : inner, u));
    }

    /// <summary>
    /// Spiral arms around the origin, in the plane: <c>[count, 2]</c> and a class for each arm. Each is evenly filled from radius 0 to 1.
    /// </summary>
    /// <param name="key">The key that the samples are drawn from.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="arms">The number of arms, which is that of the classes.</param>
    /// <param name="noise">The standard deviation of the normal noise on each coordinate.</param>
    /// <param name="turns">The number of times that an arm winds around the origin.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or there is no arm.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    public static Dataset<T> Spirals<T>(Key key, int count, int arms = 2, double noise = 0.02, double turns = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.Positive(arms);
        RequireSpread(turns, nameof(turns));
        return Plane<T>(key, count, arms, noise, (label, u) => Polar(u, (turns * u) + ((double)label / arms)));
    }

    /// <summary>
    /// Round clouds of points: <c>[count, features]</c> and a class for each cloud. The centers are drawn uniformly from −10 to 10.
    /// </summary>
    /// <param name="key">The key that the centers and the samples are drawn from; with the same key more samples have the same centers.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="classes">The number of clouds.</param>
    /// <param name="features">The number of coordinates.</param>
    /// <param name="std">The standard deviation of each cloud in each coordinate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not finite, or there is no class.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    public static Dataset<T> Blobs<T>(Key key, int count, int classes = 3, int features = 2, double std = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNegative(count);
        Require.Positive(classes);
        Require.Positive(features);
        RequireSpread(std, nameof(std));
        var (centerKey, noiseKey) = key.Split();
        var centers = centerKey.Uniform([classes, features], -10.0, 10.0).Data;
        var noise = noiseKey.Normal<double>([count, features]).Data;
        return new(
            Tensor.Generate([count, features], i =>
                T.CreateTruncating(centers[(i / features % classes * features) + (i % features)] + (std * noise[i]))),
            Turns(count, classes));
    }

    /// <summary>A period of the sine with noise, to regress: inputs from −π to π <c>[count, 1]</c>, targets <c>sin x + noise</c> <c>[count, 1]</c>.</summary>
    /// <param name="key">The key that the samples are drawn from.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="noise">The standard deviation of the normal noise on the targets.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the noise is not finite.</exception>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>; the floats are the doubles, rounded.</typeparam>
    public static Dataset<T> NoisySine<T>(Key key, int count, double noise = 0.1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNegative(count);
        RequireSpread(noise, nameof(noise));
        var (placeKey, noiseKey) = key.Split();
        var x = placeKey.Uniform([count, 1], -double.Pi, double.Pi).Data;
        var error = noiseKey.Normal<double>([count, 1]).Data;
        return new(
            Tensor.Generate([count, 1], i => T.CreateTruncating(x[i])),
            Tensor.Generate([count, 1], i => T.CreateTruncating(Functions.Sin(x[i]) + (noise * error[i]))));
    }

    /// <summary>A class for each sample, by turns.</summary>
    internal static ImmutableArray<int> Turns(int count, int classes) => [.. Enumerable.Range(0, count).Select(i => i % classes)];

    /// <summary>Points in the plane: a curve for each class, run through evenly from 0 to 1, with noise.</summary>
    private static Dataset<T> Plane<T>(Key key, int count, int classes, double noise, Func<int, double, (double X, double Y)> curve)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require.NotNegative(count);
        RequireSpread(noise, nameof(noise));
        var (placeKey, noiseKey) = key.Split();
        var places = placeKey.Uniform<double>([count]).Data;
        var errors = noiseKey.Normal<double>([count, 2]).Data;
        var points = Tensor<T>.Allocate(2 * count);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = curve(i % classes, places[i]);
            points[2 * i] = T.CreateTruncating(x + (noise * errors[2 * i]));
            points[(2 * i) + 1] = T.CreateTruncating(y + (noise * errors[(2 * i) + 1]));
        }

        return new(Tensor<T>.Freeze([count, 2], points), Turns(count, classes));
    }

    private static (double X, double Y) Polar(double radius, double turns) =>
        (radius * Functions.Cos(double.Tau * turns), radius * Functions.Sin(double.Tau * turns));

    private static void RequireSpread(double value, string name)
    {
        if (value is not (>= 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(name, Invariant($"expected {name} of 0 or more, got {NumberFormat.Shortest(value)}"));
    }
}
