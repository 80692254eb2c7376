using System.Runtime.CompilerServices;

namespace FunctionalNet.Numerics;

/// <summary>
/// A row of a register tile: one to three vectors of C, or of a panel of B. They are contiguous, except the last, which has an
/// offset of its own: where too few columns are left for it, it reaches back over its neighbour, and the columns that are
/// computed twice have the same bits both times.
/// </summary>
internal unsafe interface ITileRow<TRow, T>
    where T : unmanaged
{
    /// <summary>The number of vectors in the row.</summary>
    static abstract int Vectors { get; }

    /// <summary>
    /// The offset of the last vector in a row that has this many numbers left: after the others, or as far back as it has to be.
    /// </summary>
    static abstract nint Last(nint numbers, nint lanes);

    static abstract TRow Load(T* from, nint last);

    /// <summary>Adds <c>a · b</c> to the sum, each number rounded once.</summary>
    /// <remarks>The sum is written in place: of a returned row, the compiler computes all vectors but the first elsewhere, and moves each to its register.</remarks>
    static abstract void MultiplyAdd(T* a, TRow b, ref TRow sum);

    static abstract void Store(TRow row, T* to, nint last);
}

/// <summary>The first few lanes of one vector, for a matrix of fewer columns; <c>last</c> is their number.</summary>
internal unsafe struct PartOfVector<TLanes, TVector, T> : ITileRow<PartOfVector<TLanes, TVector, T>, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private TVector first;

    public static int Vectors => 1;

    public static nint Last(nint numbers, nint lanes) => nint.Min(lanes, numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PartOfVector<TLanes, TVector, T> Load(T* from, nint last) => new() { first = TLanes.LoadFirst(from, last) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(T* a, PartOfVector<TLanes, TVector, T> b, ref PartOfVector<TLanes, TVector, T> sum) =>
        sum.first = TLanes.MultiplyAdd(TLanes.Repeat(a), b.first, sum.first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(PartOfVector<TLanes, TVector, T> row, T* to, nint last) => TLanes.StoreFirst(row.first, to, last);
}

internal unsafe struct OneVector<TLanes, TVector, T> : ITileRow<OneVector<TLanes, TVector, T>, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private TVector first;

    public static int Vectors => 1;

    public static nint Last(nint numbers, nint lanes) => nint.Min(0, numbers - lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static OneVector<TLanes, TVector, T> Load(T* from, nint last) => new() { first = TLanes.Load(from + last) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(T* a, OneVector<TLanes, TVector, T> b, ref OneVector<TLanes, TVector, T> sum) =>
        sum.first = TLanes.MultiplyAdd(TLanes.Repeat(a), b.first, sum.first);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(OneVector<TLanes, TVector, T> row, T* to, nint last) => TLanes.Store(row.first, to + last);
}

internal unsafe struct TwoVectors<TLanes, TVector, T> : ITileRow<TwoVectors<TLanes, TVector, T>, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private TVector first;
    private TVector second;

    public static int Vectors => 2;

    public static nint Last(nint numbers, nint lanes) => nint.Min(lanes, numbers - lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TwoVectors<TLanes, TVector, T> Load(T* from, nint last) =>
        new() { first = TLanes.Load(from), second = TLanes.Load(from + last) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(T* a, TwoVectors<TLanes, TVector, T> b, ref TwoVectors<TLanes, TVector, T> sum)
    {
        var factor = TLanes.Repeat(a);
        sum.first = TLanes.MultiplyAdd(factor, b.first, sum.first);
        sum.second = TLanes.MultiplyAdd(factor, b.second, sum.second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TwoVectors<TLanes, TVector, T> row, T* to, nint last)
    {
        TLanes.Store(row.first, to);
        TLanes.Store(row.second, to + last);
    }
}

internal unsafe struct ThreeVectors<TLanes, TVector, T> : ITileRow<ThreeVectors<TLanes, TVector, T>, T>
    where TLanes : struct, ILanes<TVector, T>
    where TVector : struct
    where T : unmanaged
{
    private TVector first;
    private TVector second;
    private TVector third;

    public static int Vectors => 3;

    public static nint Last(nint numbers, nint lanes) => nint.Min(2 * lanes, numbers - lanes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ThreeVectors<TLanes, TVector, T> Load(T* from, nint last) =>
        new() { first = TLanes.Load(from), second = TLanes.Load(from + TLanes.Count), third = TLanes.Load(from + last) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(T* a, ThreeVectors<TLanes, TVector, T> b, ref ThreeVectors<TLanes, TVector, T> sum)
    {
        var factor = TLanes.Repeat(a);
        sum.first = TLanes.MultiplyAdd(factor, b.first, sum.first);
        sum.second = TLanes.MultiplyAdd(factor, b.second, sum.second);
        sum.third = TLanes.MultiplyAdd(factor, b.third, sum.third);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ThreeVectors<TLanes, TVector, T> row, T* to, nint last)
    {
        TLanes.Store(row.first, to);
        TLanes.Store(row.second, to + TLanes.Count);
        TLanes.Store(row.third, to + last);
    }
}
