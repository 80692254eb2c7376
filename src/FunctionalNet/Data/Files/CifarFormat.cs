using System.Collections.Immutable;
using System.Numerics;
using FunctionalNet.Numerics;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// The binary format of CIFAR: records of one byte for each label, and then the pixels of an image of 32 × 32, first all that is red, then all that is
/// green, and blue.
/// </summary>
/// <param name="Classes">The number of classes of each label, in order.</param>
/// <remarks>Krizhevsky, "Learning multiple layers of features from tiny images", 2009.</remarks>
internal sealed record CifarFormat(params ImmutableArray<int> Classes)
{
    private const int Side = 32;
    private const int Pixels = Side * Side;
    private const int Channels = 3;

    private int RecordLength => Classes.Length + (Pixels * Channels);

    /// <summary>The images <c>[samples, 32, 32, 3]</c> of some files, one after the other, with one of their labels.</summary>
    /// <param name="files">The name of each file, for messages, and its content.</param>
    /// <param name="label">The index of the label.</param>
    /// <param name="levels">The value that each byte of a pixel stands for.</param>
    public Fin<Dataset<T>> Decode<T>(ImmutableArray<(string Name, byte[] Content)> files, int label, T[] levels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (var (name, content) in files)
        {
            var checkedRecords = RequireRecords(content).About(name);
            if (checkedRecords.IsFail)
                return checkedRecords.Map<Dataset<T>>(_ => null!);
        }

        ImmutableArray<ReadOnlyMemory<byte>> records =
        [
            .. from file in files
               from record in Enumerable.Range(0, file.Content.Length / RecordLength)
               select new ReadOnlyMemory<byte>(file.Content, record * RecordLength, RecordLength),
        ];
        Shape shape = [records.Length, Side, Side, Channels];
        var pixels = Tensor<T>.Allocate(shape.Size);
        Workers.Run(records.Length, 1, (start, count) =>
        {
            for (var i = (int)start; i < start + count; i++)
                Interleave(records[i].Span[Classes.Length..], levels, pixels.AsSpan(i * Pixels * Channels, Pixels * Channels));
        });
        return new Dataset<T>(Tensor<T>.Freeze(shape, pixels), records.Select(record => (int)record.Span[label]).ToImmutableArray());
    }

    private Fin<Unit> RequireRecords(byte[] content)
    {
        if (content.Length == 0 || content.Length % RecordLength != 0)
            return Error.New(Invariant($"expected records of {RecordLength} bytes, found {content.Length} bytes"));
        for (var record = 0; record < content.Length / RecordLength; record++)
        {
            for (var label = 0; label < Classes.Length; label++)
            {
                if (content[(record * RecordLength) + label] is var found && found >= Classes[label])
                    return Error.New(Invariant($"expected labels from 0 to {Classes[label] - 1}, found {found} in record {record}"));
            }
        }

        return Unit.Default;
    }

    private static void Interleave<T>(ReadOnlySpan<byte> planes, T[] levels, Span<T> pixels)
    {
        var red = planes[..Pixels];
        var green = planes[Pixels..(2 * Pixels)];
        var blue = planes[(2 * Pixels)..];
        for (var i = 0; i < Pixels; i++)
        {
            pixels[Channels * i] = levels[red[i]];
            pixels[(Channels * i) + 1] = levels[green[i]];
            pixels[(Channels * i) + 2] = levels[blue[i]];
        }
    }
}
