using FunctionalNet.Numerics;

namespace FunctionalNet;

/// <content>Activations. All are defined at ±0 and ±∞, and NaN stays NaN.</content>
public static partial class TensorNodes<T>
{
    /// <summary><c>y = x</c> where x is positive, <c>slope · x</c> elsewhere.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> LeakyRelu(T slope) => Activation(new LeakyRectify<T>(slope), new LeakyGradient<T>(slope));

    /// <summary>
    /// <c>y = x</c> where x is positive, <c>slope · x</c> elsewhere; shapes broadcast, so that each channel of <c>[..., channels]</c> has a slope of its
    /// own. <c>d slope = Σ x dy</c> over what is not positive.
    /// </summary>
    public static Differentiable<(Tensor<T> X, Tensor<T> Slope), Tensor<T>> PRelu { get; } = input =>
    {
        var isPositive = input.X.Greater(T.Zero);
        return (isPositive.Where(input.X, input.Slope * input.X), dy => (
            isPositive.Where(dy, input.Slope * dy).SumTo(input.X.Shape),
            (input.X.Minimum(T.Zero) * dy).SumTo(input.Slope.Shape)));
    };

    /// <summary><c>y = x</c> where x is above the threshold, 0 elsewhere.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> ThresholdedRelu(T threshold) =>
        Activation(new Thresholded<T>(threshold), new ThresholdedGradient<T>(threshold));

    /// <summary><c>y = x</c> where x is positive, <c>α (eˣ − 1)</c> elsewhere.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Elu(T alpha) =>
        Activation(new ExponentialLinear<T>(alpha, T.One, T.One), new ExponentialLinearGradient<T>(alpha, T.One, T.One));

    /// <summary><c>y = x</c> where x is positive, <c>α (e^(x/α) − 1)</c> elsewhere: its slope is continuous.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Celu(T alpha) =>
        Activation(new ExponentialLinear<T>(alpha, alpha, T.One), new ExponentialLinearGradient<T>(alpha, alpha, T.One));

    /// <summary><c>y = λ x</c> where x is positive, <c>λ α (eˣ − 1)</c> elsewhere, with λ = 1.0507… and α = 1.6732….</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Selu { get; } = SeluOf(T.CreateChecked(1.6732632423543772), T.CreateChecked(1.0507009873554805));

    /// <summary><c>y = x Φ(x)</c> with Φ the normal distribution's function.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Gelu { get; } = Activation(default(GaussianLinear<T>), default(GaussianLinearGradient<T>));

    /// <summary><c>y = x (1 + tanh(√(2/π) (x + 0.044715 x³)))/2</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> GeluTanh { get; } =
        Activation(default(TanhGaussianLinear<T>), default(TanhGaussianLinearGradient<T>));

    /// <summary><c>y = x σ(x)</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Silu { get; } = Activation(default(SigmoidLinear<T>), default(SigmoidLinearGradient<T>));

    /// <summary><c>y = x tanh(ln(1 + eˣ))</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Mish { get; } = Activation(default(MishFunction<T>), default(MishGradient<T>));

    /// <summary><c>y = ln(1 + eˣ)</c>; <c>dx = σ(x) dy</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Softplus { get; } = x => (x.Map(default(SoftPositive<T>)), dy => x.Sigmoid() * dy);

    /// <summary><c>y = x/(1 + |x|)</c>; <c>dx = dy/(1 + |x|)²</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> Softsign { get; } = Activation(default(SoftSignum<T>), default(SoftSignumGradient<T>));

    /// <summary><c>y = min(max(slope · x + shift, 0), 1)</c>.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> HardSigmoid(T slope, T shift) =>
        MultiplyBy(slope).Then(AddConstant(shift)).Then(Clip(T.Zero, T.One));

    /// <summary><c>y = x min(max(x/6 + 1/2, 0), 1)</c>: x from 3 on, and 0 up to −3; <c>dx = (x/3 + 1/2) dy</c> between.</summary>
    public static Differentiable<Tensor<T>, Tensor<T>> HardSwish { get; } = x =>
    {
        var (six, half, three) = (T.CreateChecked(6), T.CreateChecked(0.5), T.CreateChecked(3));
        // No less than −3, since −∞ · 0 would be NaN.
        var held = x.Maximum(-three);
        return (held * ((held / six) + half).Clip(T.Zero, T.One), dy =>
            x.Less(-three).Where(T.Zero, x.Greater(three).Where(T.One, (x / three) + half)) * dy);
    };

    /// <summary><c>yᵢ = e^xᵢ/Σⱼ e^xⱼ</c> along an axis; <c>dxᵢ = yᵢ (dyᵢ − Σⱼ yⱼ dyⱼ)</c>.</summary>
    /// <param name="axis">The axis; from the innermost if negative.</param>
    public static Differentiable<Tensor<T>, Tensor<T>> SoftmaxOver(int axis) => x =>
    {
        var powers = (x - x.MaxOver(axis, keepAxes: true)).Exp();
        var y = powers / powers.SumOver(axis, keepAxes: true);
        return (y, dy => y * (dy - (y * dy).SumOver(axis, keepAxes: true)));
    };

    /// <summary><c>yᵢ = xᵢ − ln Σⱼ e^xⱼ</c> along an axis; <c>dxᵢ = dyᵢ − e^yᵢ Σⱼ dyⱼ</c>.</summary>
    /// <param name="axis">The axis; from the innermost if negative.</param>
    public static Differentiable<Tensor<T>, Tensor<T>> LogSoftmaxOver(int axis) => x =>
    {
        // Less the largest first: the sum's logarithm is then small beside no logit.
        var shifted = x - x.MaxOver(axis, keepAxes: true);
        var y = shifted - shifted.Exp().SumOver(axis, keepAxes: true).Log();
        return (y, dy => dy - (y.Exp() * dy.SumOver(axis, keepAxes: true)));
    };

    private static Differentiable<Tensor<T>, Tensor<T>> SeluOf(T alpha, T scale) =>
        Activation(new ExponentialLinear<T>(alpha, T.One, scale), new ExponentialLinearGradient<T>(alpha, T.One, scale));

    private static Differentiable<Tensor<T>, Tensor<T>> Activation<TFunction, TGradient>(TFunction function, TGradient gradient)
        where TFunction : struct, IUnaryOperation<T>
        where TGradient : struct, IBinaryOperation<T> => x => (x.Map(function), dy => x.Zip(dy, gradient));
}
