using FunctionalNet.Numerics;

namespace FunctionalNet;

public static partial class Layers<T>
{
    /// <content>The moving averages that adaptive optimizers are made of, and their quotients.</content>
    public static partial class Optimizers
    {
        /// <summary><c>β m + (1 − β) x</c></summary>
        private static Parameters<T> Average(Parameters<T> mean, Parameters<T> x, double beta)
        {
            var sum = new WeightedSum<T>(T.CreateChecked(beta), T.CreateChecked(1 - beta));
            return mean.Zip(x, (m, x) => m.Zip(x, sum));
        }

        /// <summary><c>β v + (1 − β) x²</c></summary>
        private static Parameters<T> AverageOfSquares(Parameters<T> square, Parameters<T> x, double beta)
        {
            var sum = new AddScaledSquare<T>(T.CreateChecked(beta), T.CreateChecked(1 - beta));
            return square.Zip(x, (v, x) => v.Zip(x, sum));
        }

        /// <summary><c>m/(√(correction · v) + ε)</c></summary>
        private static Parameters<T> OverRoot(Parameters<T> mean, Parameters<T> square, double correction, T epsilon)
        {
            var quotient = new QuotientOfRoot<T>(T.CreateChecked(correction), epsilon);
            return mean.Zip(square, (m, v) => m.Zip(v, quotient));
        }

        /// <summary><c>1/(1 − βᵗ)</c>, by which an average that began at 0 is corrected after t steps.</summary>
        private static double Correction(double beta, long steps) => 1 / (1 - Functions.Power(beta, steps));

        /// <summary>The first state of an optimizer that keeps the mean of gradients and that of their squares.</summary>
        private static TransformationState<T> ZeroMoments(Parameters<T> parameters) => TransformationState<T>.Empty
            .WithTensors(Mean, ZerosOf(parameters)).WithTensors(Square, ZerosOf(parameters)).WithCount(Steps, 0);
    }
}
