using System.Numerics;
using CsCheck;

namespace FunctionalNet.Tests.Tensors;

/// <summary>Parts and arrangements, each compared with its definition, index by index.</summary>
public sealed class TensorViewTests
{
    private static readonly Gen<Tensor<float>> Tensors =
        Gen.Int[0, 5].Array[1, 4].Select(lengths => Tensor.Generate<float>(Shape.Create(lengths), i => i));

    [Fact]
    public void A_permutation_moves_each_element() =>
        Gen.Select(Tensors, Gen.Int[0, 1000]).ForAll(drawn =>
        {
            var (x, seed) = drawn;
            int[] order = [.. Key.Seed(seed).Permutation(x.Shape.Rank)];
            Same(x.Permute(order), Shape.Create([.. order.Select(axis => x.Shape[axis])]), index =>
            {
                var from = new int[order.Length];
                for (var axis = 0; axis < order.Length; axis++)
                    from[order[axis]] = index[axis];
                return x[from];
            });
        });

    [Theory]
    [InlineData(0, 70, 50)]
    [InlineData(1, 33, 65)]
    public void A_transpose_in_tiles_moves_each_element(int seed, int rows, int columns)
    {
        var x = Key.Seed(seed).Normal<float>([rows, columns]);
        Same(x.Transpose(), [columns, rows], index => x[index[1], index[0]]);
    }

    [Fact]
    public void Slices_take_what_they_say()
    {
        var x = Tensor.Generate<float>([3, 5], i => i);
        Same(x[.., 1..3], [3, 2], index => x[index[0], index[1] + 1]);
        Same(x[^1, ..], [5], index => x[2, index[0]]);
        Same(x[-1, ..], [5], index => x[2, index[0]]);
        Same(x[.., Slice.Every(2)], [3, 3], index => x[index[0], 2 * index[1]]);
        Same(x[.., Slice.Every(-2)], [3, 3], index => x[index[0], 4 - (2 * index[1])]);
        Same(x[1.., Slice.Every(-3, 1..)], [2, 2], index => x[index[0] + 1, 4 - (3 * index[1])]);
        Same(x[1..1, default(Slice)], [0, 5], _ => 0);
        Same(x[Slice.Every(int.MinValue)], [1, 5], index => x[2, index[1]]);
        Same(x[1, 2..3], [1], _ => x[1, 2]);
        Failure.Says("expected a part of axis 1 of [3, 5], got 2..6", () => x[.., 2..6]);
        Failure.Says("expected a part of axis 0 of [3, 5], got 3", () => x[3, ..]);
        Failure.Says("expected at most 2 parts of a tensor of shape [3, 5], got 3", () => x[.., .., ..]);
    }

    [Fact]
    public void Flips_tiles_and_pads_move_each_element()
    {
        Tensors.ForAll(x =>
        {
            Same(x.Flip(), x.Shape, index => x[[.. index.Select((i, axis) => x.Shape[axis] - 1 - i)]]);
            int[] repeats = [.. x.Shape.Select((_, axis) => axis)];
            Same(x.Tile(repeats), Shape.Create([.. x.Shape.Select((length, axis) => axis * length)]), index => x[[.. index.Select((i, axis) => i % x.Shape[axis])]]);
        });
        var row = Tensor.Vector<float>(1, 2, 3);
        Assert.Equal(Tensor.Vector<float>(9, 9, 1, 2, 3, 9), row.Pad(9, (2, 1)));
        Assert.Equal(Tensor.Vector<float>(0, 1, 2, 3), row.Pad(0, (1, 0)));
        Assert.Equal(Tensor.Vector<float>(1, 1, 1, 2, 3, 3), row.Pad(PadMode.Edge, (2, 1)));
        Assert.Equal(Tensor.Vector<float>(3, 2, 1, 2, 3, 2), row.Pad(PadMode.Reflect, (2, 1)));
        Failure.Says("Reflect: expected at most 2 before and after axis 0 of [3], got 3 and 0", () => row.Pad(PadMode.Reflect, (3, 0)));
    }

    [Fact]
    public void What_is_split_is_joined_again() => Tensors.ForAll(x =>
    {
        for (var axis = 0; axis < x.Shape.Rank; axis++)
        {
            Assert.Equal(x, Tensor.Concatenate(axis, x.Split(axis, x.Shape[axis] / 2, x.Shape[axis] - (x.Shape[axis] / 2)).AsSpan()));
            Assert.Equal(x, Tensor.Stack(axis, x).RemoveAxis(axis));
        }
    });

    [Fact]
    public void Precisions_are_exchanged_for_any_length()
    {
        for (var length = 0; length < 40; length++)
        {
            var x = Key.Seed(length).Normal<double>([length]);
            Exact.Equal(Tensor.Create([length], [.. x.Data.Select(number => (float)number)]), x.Cast<float>(), "to single");
            Exact.Equal(Tensor.Create([length], [.. x.Data.Select(number => (double)(float)number)]), x.Cast<float>().Cast<double>(), "and back");
        }
    }

    [Fact]
    public void What_is_gathered_is_scattered_back()
    {
        var x = Tensor.Generate<float>([3, 4], i => i);
        Assert.Equal(Tensor.Create<float>([2, 4], 8, 9, 10, 11, 0, 1, 2, 3), x.Gather(0, [-1, 0]));
        Assert.Equal(Tensor.Create<float>([3, 4], 1, 1, 1, 1, 0, 0, 0, 0, 2, 2, 2, 2), Tensor.Zeros<float>([3, 4]).ScatterAdd(0, [2, 0, 2], Tensor.Ones<float>([3, 4])));
        Assert.Equal(x.MaxOver(1, keepAxes: true), x.GatherAlong(1, x.ArgMax(1, keepAxis: true)));
        Assert.Equal(x.MinOver(0, keepAxes: true), x.GatherAlong(0, x.ArgMin(0, keepAxis: true)));
        Failure.Says("expected indices from -3 to 2 along axis 0 of [3, 4], got 3", () => x.Gather(0, [3]));
    }

    private static void Same<T>(Tensor<T> actual, Shape shape, Func<int[], T> element)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Exact.Equal(Tensor.Generate(shape, i => element([.. shape.Unravel(i)])), actual, "an arrangement");
}
