using System.Buffers.Binary;
using System.Collections.Immutable;
using LanguageExt;
using LanguageExt.Common;
using static LanguageExt.Prelude;

namespace FunctionalNet;

/// <summary>Finds an array of rows in a file of one of the formats, which is told by its first bytes.</summary>
internal static class StoredArrays
{
    /// <summary>The array of a file, or that of a name; a failure does not name the file.</summary>
    public static Fin<StoredArray> Find(PositionalFile file, string? name) =>
        from array in file.First((int)long.Min(file.Length, FileKind.Telling)) switch
        {
            [0x1f, 0x8b, ..] => Compressed("gzip data"),
            [(byte)'P', (byte)'K', ..] => Compressed("a zip archive"),
            [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..] => RequireNoName(name).Bind(_ => OfNpy(file)),
            // The length of the header has eight bytes, of which the format uses four. An IDX file that begins so would be one of no rows.
            [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..] => OfSafetensors(file, name),
            [0, 0, _, _, ..] and var start when IdxElement.Of(start.AsSpan(0, sizeof(uint))) is { } element =>
                RequireNoName(name).Bind(_ => OfIdx(file, element, rank: start[3])),
            var start => Error.New($"expected a .npy, safetensors or IDX file, found something else{FileKind.Note(start)}"),
        }
        from _ in array.Type.Lengths.Outermost.Rank > 0 ? FinSucc(unit) : Error.New("expected an array of rows, found a single number")
        select array;

    private static Fin<StoredArray> OfNpy(PositionalFile file) =>
        from header in NpyHeader.Read(file.Length, file.First)
        from _ in header.IsFortran && header.Type.Lengths.Row.Rank > 0
            ? Error.New("expected rows one after the other, found an array in Fortran order: save np.ascontiguousarray(array)")
            : FinSucc(unit)
        select new StoredArray(file, header.Type, header.Length);

    private static Fin<StoredArray> OfSafetensors(PositionalFile file, string? name) =>
        from header in SafetensorsHeader.Read(file.Length, file.First)
        let names = NameList.Of(header.Stored.Select(tensor => tensor.Type.Name))
        from stored in header.Stored.Where(tensor => name is null || tensor.Type.Name == name).ToList() switch
        {
            [var only] => FinSucc(only),
            [] when name is not null => Error.New($"expected a tensor {name}, found {names}"),
            _ => Error.New($"expected one tensor, or the name of one, found {names}"),
        }
        select new StoredArray(file, stored.Type, header.DataOffset + stored.Begin);

    private static Fin<StoredArray> OfIdx(PositionalFile file, IdxElement element, int rank)
    {
        var offset = sizeof(uint) * (1 + rank);
        if (file.Length < offset)
            return Error.New(Invariant($"expected a header of {offset} bytes, found {file.Length}"));
        ImmutableArray<long> lengths = [.. file.First(offset).Chunk(sizeof(uint)).Skip(1).Select(word => (long)BinaryPrimitives.ReadUInt32BigEndian(word))];
        return from shape in StoredShape.Of(lengths)
               let type = new StoredType("", Invariant($"0x{element.Code:x2}"), element.Type, shape, IsBigEndian: true)
               from _ in type.Size == file.Length - offset
                   ? FinSucc(unit)
                   : Error.New(Invariant($"expected {type.Size + offset} bytes for {string.Join(" × ", lengths.Select(length => Invariant($"{length}")))}, found {file.Length}"))
               select new StoredArray(file, type, offset);
    }

    private static Fin<Unit> RequireNoName(string? name) =>
        name is null ? unit : Error.New($"expected a safetensors file with a tensor {name}, found a file of one array, which has no name");

    private static Fin<StoredArray> Compressed(string what) =>
        Error.New($"expected a .npy, safetensors or IDX file, found {what}: unpack it first, since rows are read from where they are");
}
