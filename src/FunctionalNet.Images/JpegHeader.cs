using System.Buffers.Binary;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>
/// The segments of a JPEG file up to its end. There is no sum in them, but what is cut off is missed. Each component must be in a scan, and each scan must have
/// as many marks to begin again at as it says: what is missing of these, the decoder leaves as the memory was. Source: ITU-T T.81.
/// </summary>
internal ref struct JpegHeader
{
    private const byte Start = 0xff;
    private const byte EndOfImage = 0xd9;
    private const byte StartOfScan = 0xda;
    private const byte RestartInterval = 0xdd;
    private const int Block = 8;

    // A block of 64 pixels takes at least a bit.
    private const long MostPixelsPerByte = 8 * Block * Block;

    private readonly ReadOnlySpan<byte> file;
    private int at;
    private int height;
    private int width;
    private Component[]? components;
    private int isScanned;
    private int interval;

    private JpegHeader(ReadOnlySpan<byte> file)
    {
        this.file = file;
        at = Signature.Length;
    }

    /// <summary>The bytes that a file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [Start, 0xd8];

    /// <summary>The header of a file with the signature.</summary>
    public static Fin<ImageHeader> Of(ReadOnlySpan<byte> file) => new JpegHeader(file).Read();

    private Fin<ImageHeader> Read()
    {
        while (TryMarker(out var marker))
        {
            if (marker == EndOfImage)
                return Complete();
            if (!TrySegment(out var segment))
                break;
            if (IsFrame(marker) && Frame(marker, segment) is { } refusal)
                return Error.New(refusal);
            if (marker == RestartInterval && segment.Length >= sizeof(ushort))
                interval = BinaryPrimitives.ReadUInt16BigEndian(segment);
            if (marker == StartOfScan && Scan(segment) is { } complaint)
                return Error.New(complaint);
        }

        return Error.New("expected a JPEG image to its end, found a file that ends early or is broken");
    }

    private readonly record struct Component(byte Id, int Across, int Down);

    private readonly Fin<ImageHeader> Complete() =>
        components is null ? Error.New("expected a JPEG image, found none in its file")
        : isScanned != (1 << components.Length) - 1 ? Error.New(Invariant($"expected data of {components.Length} components in a JPEG image, found some missing"))
        : new ImageHeader(height, width, at, file.Length * MostPixelsPerByte);

    /// <summary>Goes to after the next marker, which stands here, unless it is after data of a scan.</summary>
    private bool TryMarker(out byte marker)
    {
        marker = 0;
        if (at >= file.Length || file[at] != Start || file[at..].IndexOfAnyExcept(Start) is not (> 0 and var length))
            return false;
        marker = file[at + length];
        at += length + 1;
        return marker != 0;
    }

    private bool TrySegment(out ReadOnlySpan<byte> segment)
    {
        segment = default;
        if (file.Length - at < sizeof(ushort) || BinaryPrimitives.ReadUInt16BigEndian(file[at..]) is var length && (length < sizeof(ushort) || length > file.Length - at))
            return false;
        segment = file.Slice(at + sizeof(ushort), length - sizeof(ushort));
        at += length;
        return true;
    }

    // Among the markers of frames are those of tables: of Huffman codes, of extensions and of arithmetic coding.
    private static bool IsFrame(byte marker) => marker is >= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc);

    /// <summary>Reads the header of the frame, or says why it cannot be decoded.</summary>
    private string? Frame(byte marker, ReadOnlySpan<byte> segment)
    {
        if (marker > 0xc2)
            return $"expected a baseline or progressive JPEG image, found {(marker > 0xc8 ? "one of arithmetic coding" : "a lossless or hierarchical one")}";
        if (components is not null || segment.Length < 6 || segment.Length < 6 + (3 * segment[5]))
            return "expected a JPEG image with one header, found a broken one";
        if (segment[0] != 8)
            return Invariant($"expected a JPEG image of 8 bits, found {segment[0]}");
        if (segment[5] is not (1 or 3 or 4))
            return Invariant($"expected a JPEG image of 1, 3 or 4 components, found {segment[5]}");
        (height, width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        components = new Component[segment[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var component = segment.Slice(6 + (3 * i), 2);
            components[i] = new(component[0], component[1] >> 4, component[1] & 15);
        }

        return Array.TrueForAll(components, component => component is { Across: >= 1 and <= 4, Down: >= 1 and <= 4 })
            ? null : "expected components of a JPEG image at 1 to 4 samples each way, found others";
    }

    /// <summary>Reads the header of a scan and goes to after its data, or says what is wrong with it.</summary>
    private string? Scan(ReadOnlySpan<byte> segment)
    {
        if (components is null || segment.Length < 1 || segment.Length != 4 + (2 * segment[0]))
            return "expected a scan after the header of a JPEG image, found a broken one";
        // A scan of the first coefficient, of all of its bits but the last ones.
        var isFirst = segment[^3] == 0 && segment[^1] >> 4 == 0;
        var last = -1;
        for (var i = 0; i < segment[0]; i++)
        {
            var id = segment[1 + (2 * i)];
            last = Array.FindIndex(components, component => component.Id == id);
            if (last < 0)
                return "expected a scan of the components of a JPEG image, found one of another";
            isScanned |= isFirst ? 1 << last : 0;
        }

        var (units, restarts) = (Units(segment[0] == 1 ? components[last] : null), SkipData());
        return interval == 0 || restarts >= (units - 1) / interval ? null
            : Invariant($"expected {(units - 1) / interval} marks to begin again at in a scan of a JPEG image, found {restarts}");
    }

    /// <summary>The number of units in a scan: of blocks of its only component, or of as many blocks of each as belong together.</summary>
    private readonly int Units(Component? only)
    {
        var (across, down) = (components!.Max(component => component.Across), components!.Max(component => component.Down));
        return only is { } component
            ? Parts(Parts(width * component.Across, across), Block) * Parts(Parts(height * component.Down, down), Block)
            : Parts(width, Block * across) * Parts(height, Block * down);

        static int Parts(int length, int part) => (length + part - 1) / part;
    }

    /// <summary>Goes to the next marker after the data of a scan, and counts the marks among them at which decoding can begin again.</summary>
    private int SkipData()
    {
        for (var restarts = 0; ;)
        {
            var next = file[at..].IndexOf(Start);
            if (next < 0 || at + next + 1 >= file.Length)
            {
                at = file.Length;
                return restarts;
            }

            at += next;
            // A zero after it makes it a number.
            if (file[at + 1] is not (0 or (>= 0xd0 and <= 0xd7)))
                return restarts;
            restarts += file[at + 1] == 0 ? 0 : 1;
            at += 2;
        }
    }
}
