using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// The transformations of Winograd's algorithm for windows of 3×3, on tiles of 2×2 results: of four by four numbers of the source by B, of three by
/// three weights by G, of two by two numbers of a result by A. Each is of matrices whose numbers are vectors over channels.
/// </summary>
/// <remarks>
/// For one axis, <c>y = Aᵀ[(G g) ⊙ (Bᵀ d)]</c> with <c>Bᵀ = [1 0 −1 0; 0 1 1 0; 0 −1 1 0; 0 1 0 −1]</c>,
/// <c>G = [1 0 0; ½ ½ ½; ½ −½ ½; 0 0 1]</c>, <c>Aᵀ = [1 1 1 0; 0 1 −1 −1]</c>; for two, on rows and then on columns. Winograd, "Arithmetic complexity of
/// computations", 1980; Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016.
/// </remarks>
internal static unsafe class WinogradTransform<TLanes, TVector, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>The side of a tile of the source and of a product.</summary>
    public const int Side = 4;

    /// <summary>The products for a tile: each is of one number of the tile, over channels.</summary>
    public const int Products = Side * Side;

    /// <summary><c>Bᵀ d B</c> of a tile d whose rows and columns have these strides, into one number of each product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfSource(T* d, nint rowStride, nint columnStride, nint channels, T* to, nint stride)
    {
        for (nint c = 0; c < channels; c += TLanes.Count, d += TLanes.Count, to += TLanes.Count)
        {
            var count = nint.Min(channels - c, TLanes.Count);
            var c0 = Four.Load(d, rowStride, count).TimesB();
            var c1 = Four.Load(d + columnStride, rowStride, count).TimesB();
            var c2 = Four.Load(d + (2 * columnStride), rowStride, count).TimesB();
            var c3 = Four.Load(d + (3 * columnStride), rowStride, count).TimesB();
            new Four(c0.V0, c1.V0, c2.V0, c3.V0).TimesB().Store(to, stride, count);
            new Four(c0.V1, c1.V1, c2.V1, c3.V1).TimesB().Store(to + (Side * stride), stride, count);
            new Four(c0.V2, c1.V2, c2.V2, c3.V2).TimesB().Store(to + (2 * Side * stride), stride, count);
            new Four(c0.V3, c1.V3, c2.V3, c3.V3).TimesB().Store(to + (3 * Side * stride), stride, count);
        }
    }

    /// <summary>
    /// <c>Aᵀ m A</c>, of one number of each product, plus what the sums begin with: two by two results, of which only some lines and pixels may exist.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToResult(T* m, nint stride, T* start, nint channels, T* y, nint lineStride, int lines, int pixels)
    {
        for (nint c = 0; c < channels; c += TLanes.Count, m += TLanes.Count)
        {
            var count = nint.Min(channels - c, TLanes.Count);
            var (c0, c1) = (Four.Load(m, Side * stride, count), Four.Load(m + stride, Side * stride, count));
            var (c2, c3) = (Four.Load(m + (2 * stride), Side * stride, count), Four.Load(m + (3 * stride), Side * stride, count));
            var first = Load(start + c, count);
            var upper = new Four(c0.FirstByA(), c1.FirstByA(), c2.FirstByA(), c3.FirstByA());
            Store(TLanes.Add(upper.FirstByA(), first), y + c, count);
            if (pixels > 1)
                Store(TLanes.Add(upper.SecondByA(), first), y + channels + c, count);
            if (lines == 1)
                continue;
            var lower = new Four(c0.SecondByA(), c1.SecondByA(), c2.SecondByA(), c3.SecondByA());
            Store(TLanes.Add(lower.FirstByA(), first), y + lineStride + c, count);
            if (pixels > 1)
                Store(TLanes.Add(lower.SecondByA(), first), y + lineStride + channels + c, count);
        }
    }

    /// <summary><c>A g Aᵀ</c> of two by two numbers of a gradient, of which only some may exist, into one number of each product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfGradient(T* g, nint lineStride, int lines, int pixels, nint channels, T* to, nint stride)
    {
        for (nint c = 0; c < channels; c += TLanes.Count, g += TLanes.Count, to += TLanes.Count)
        {
            var count = nint.Min(channels - c, TLanes.Count);
            var g00 = Load(g, count);
            var g01 = pixels > 1 ? Load(g + channels, count) : default;
            var g10 = lines > 1 ? Load(g + lineStride, count) : default;
            var g11 = pixels > 1 && lines > 1 ? Load(g + lineStride + channels, count) : default;
            Four.ByA(g00, g01).Store(to, stride, count);
            Four.ByA(TLanes.Add(g00, g10), TLanes.Add(g01, g11)).Store(to + (Side * stride), stride, count);
            Four.ByA(TLanes.Subtract(g00, g10), TLanes.Subtract(g01, g11)).Store(to + (2 * Side * stride), stride, count);
            Four.ByA(TLanes.Subtract(default, g10), TLanes.Subtract(default, g11)).Store(to + (3 * Side * stride), stride, count);
        }
    }

    /// <summary><c>G w Gᵀ</c> of three by three weights, each a row of so many numbers at its own place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfWeights(T* weights, ReadOnlySpan<nint> taps, nint numbers, T* half, T* to, nint stride)
    {
        for (nint i = 0; i < numbers; i += TLanes.Count, weights += TLanes.Count, to += TLanes.Count)
        {
            var (count, h) = (nint.Min(numbers - i, TLanes.Count), TLanes.Repeat(half));
            var c0 = Four.ByG(Load(weights + taps[0], count), Load(weights + taps[3], count), Load(weights + taps[6], count), h);
            var c1 = Four.ByG(Load(weights + taps[1], count), Load(weights + taps[4], count), Load(weights + taps[7], count), h);
            var c2 = Four.ByG(Load(weights + taps[2], count), Load(weights + taps[5], count), Load(weights + taps[8], count), h);
            Four.ByG(c0.V0, c1.V0, c2.V0, h).Store(to, stride, count);
            Four.ByG(c0.V1, c1.V1, c2.V1, h).Store(to + (Side * stride), stride, count);
            Four.ByG(c0.V2, c1.V2, c2.V2, h).Store(to + (2 * Side * stride), stride, count);
            Four.ByG(c0.V3, c1.V3, c2.V3, h).Store(to + (3 * Side * stride), stride, count);
        }
    }

    /// <summary><c>Gᵀ m G</c>: from sums of products to the gradient of three by three weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToWeights(T* m, nint stride, nint numbers, T* half, T* weights, nint tapStride)
    {
        for (nint i = 0; i < numbers; i += TLanes.Count, m += TLanes.Count)
        {
            var (count, h) = (nint.Min(numbers - i, TLanes.Count), TLanes.Repeat(half));
            var (c0, c1) = (Four.Load(m, Side * stride, count), Four.Load(m + stride, Side * stride, count));
            var (c2, c3) = (Four.Load(m + (2 * stride), Side * stride, count), Four.Load(m + (3 * stride), Side * stride, count));
            for (var row = 0; row < 3; row++, weights += 3 * tapStride)
            {
                var all = new Four(c0.ByTransposedG(row, h), c1.ByTransposedG(row, h), c2.ByTransposedG(row, h), c3.ByTransposedG(row, h));
                Store(all.ByTransposedG(0, h), weights + i, count);
                Store(all.ByTransposedG(1, h), weights + tapStride + i, count);
                Store(all.ByTransposedG(2, h), weights + (2 * tapStride) + i, count);
            }

            weights -= 9 * tapStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(T* from, nint count) => count == TLanes.Count ? TLanes.Load(from) : TLanes.LoadFirst(from, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector vector, T* to, nint count)
    {
        if (count == TLanes.Count)
            TLanes.Store(vector, to);
        else
            TLanes.StoreFirst(vector, to, count);
    }

    /// <summary>A row or a column of four, and its products with the matrices.</summary>
    private readonly struct Four(TVector v0, TVector v1, TVector v2, TVector v3)
    {
        public readonly TVector V0 = v0;
        public readonly TVector V1 = v1;
        public readonly TVector V2 = v2;
        public readonly TVector V3 = v3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four Load(T* from, nint stride, nint count) => new(
            WinogradTransform<TLanes, TVector, T>.Load(from, count), WinogradTransform<TLanes, TVector, T>.Load(from + stride, count),
            WinogradTransform<TLanes, TVector, T>.Load(from + (2 * stride), count), WinogradTransform<TLanes, TVector, T>.Load(from + (3 * stride), count));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(T* to, nint stride, nint count)
        {
            WinogradTransform<TLanes, TVector, T>.Store(V0, to, count);
            WinogradTransform<TLanes, TVector, T>.Store(V1, to + stride, count);
            WinogradTransform<TLanes, TVector, T>.Store(V2, to + (2 * stride), count);
            WinogradTransform<TLanes, TVector, T>.Store(V3, to + (3 * stride), count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Four TimesB() => new(TLanes.Subtract(V0, V2), TLanes.Add(V1, V2), TLanes.Subtract(V2, V1), TLanes.Subtract(V1, V3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector FirstByA() => TLanes.Add(TLanes.Add(V0, V1), V2);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector SecondByA() => TLanes.Subtract(TLanes.Subtract(V1, V2), V3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four ByA(TVector g0, TVector g1) => new(g0, TLanes.Add(g0, g1), TLanes.Subtract(g0, g1), TLanes.Subtract(default, g1));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four ByG(TVector w0, TVector w1, TVector w2, TVector half)
        {
            TVector outer = TLanes.MultiplyAdd(TLanes.Add(w0, w2), half, default), middle = TLanes.MultiplyAdd(w1, half, default);
            return new(w0, TLanes.Add(outer, middle), TLanes.Subtract(outer, middle), w2);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector ByTransposedG(int row, TVector half) => row switch
        {
            0 => TLanes.MultiplyAdd(TLanes.Add(V1, V2), half, V0),
            1 => TLanes.MultiplyAdd(TLanes.Subtract(V1, V2), half, default),
            _ => TLanes.MultiplyAdd(TLanes.Add(V1, V2), half, V3),
        };
    }
}
