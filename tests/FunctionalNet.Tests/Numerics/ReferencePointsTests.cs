using System.Globalization;
using System.Numerics;
using FunctionalNet.Numerics;

namespace FunctionalNet.Tests.Numerics;

/// <summary>The error of functions in units in the last place, against numbers of high precision: <c>ReferencePoints.txt</c> says how they were made.</summary>
public sealed class ReferencePointsTests
{
    /// <summary>The largest error in single and in double precision.</summary>
    public static TheoryData<string, double, double> Claims => new()
    {
        { "erf", 5, 1.5 },
        { "normal", 10, 4 },
        { "softplus", 1.5, 1.5 },
        { "gelu", 10, 5 },
        { "mish", 2, 2 },
        { "silu", 2.5, 2.5 },
        { "elu", 1.5, 1.5 },
        { "power", 0.51, 2 },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void A_function_is_as_accurate_as_it_says(string function, double errorInFloat, double errorInDouble)
    {
        IsWithin<float>(function, errorInFloat);
        IsWithin<double>(function, errorInDouble);
    }

    private static void IsWithin<T>(string function, double claimed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var worst = (Error: -1.0, X: 0.0, Y: 0.0);
        foreach (var point in Points.Where(point => point.Function == function && T.IsNormal(T.CreateTruncating(point.High))))
        {
            var error = Error(Of(function, T.CreateChecked(point.X), T.CreateChecked(point.Y)), point);
            worst = error > worst.Error ? (error, point.X, point.Y) : worst;
        }

        Assert.True(
            worst.Error >= 0 && worst.Error <= claimed,
            Invariant($"{function} in {typeof(T).Name}: {worst.Error:f2} units in the last place at {worst.X:g17}, {worst.Y:g17}"));
    }

    private static T Of<T>(string function, T x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> => function switch
        {
            "erf" => default(ErrorFunction<T>).Apply(x),
            "normal" => typeof(T) == typeof(float)
                ? T.CreateTruncating(ErrorIntegralInSingle.Normal(Vector.Create(float.CreateTruncating(x))).Normal[0])
                : T.CreateTruncating(ErrorIntegral.Normal(Vector.Create(double.CreateTruncating(x)))[0]),
            "softplus" => default(SoftPositive<T>).Apply(x),
            "gelu" => default(GaussianLinear<T>).Apply(x),
            "mish" => default(MishFunction<T>).Apply(x),
            "silu" => default(SigmoidLinear<T>).Apply(x),
            "elu" => new ExponentialLinear<T>(T.One, T.One, T.One).Apply(x),
            "power" => default(PowerFunction<T>).Apply(x, y),
            _ => throw new ArgumentException($"there is no function {function}"),
        };

    private static double Error<T>(T actual, Point point)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var nearest = T.Abs(T.CreateTruncating(point.High));
        var spacing = double.CreateChecked(T.BitIncrement(nearest) - nearest);
        return Math.Abs((double.CreateChecked(actual) - point.High - point.Low) / spacing);
    }

    private sealed record Point(string Function, double X, double Y, double High, double Low);

    private static readonly IReadOnlyList<Point> Points =
    [
        .. from line in File.ReadLines(Repository.At("tests/FunctionalNet.Tests/Numerics/ReferencePoints.txt"))
           where !line.StartsWith('#')
           let fields = line.Split(' ')
           let numbers = fields[1..].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray()
           select new Point(fields[0], numbers[0], numbers[1], numbers[2], numbers[3]),
    ];
}
