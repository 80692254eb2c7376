using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet;

/// <summary>Reads the images of classes to a data set.</summary>
internal static class ImageSet
{
    /// <summary>The images in files, of one size; of several failures, that of the first file.</summary>
    /// <param name="files">The files.</param>
    /// <param name="reader">How a file becomes numbers.</param>
    /// <param name="oneHot">Whether targets are one-hot rows.</param>
    /// <param name="other">Images of the size that is expected; the size of the first file if none are given.</param>
    public static Fin<ImageFolder<T>> Read<T>(ClassFolders files, ImageReader<T> reader, bool oneHot, ImageFolder<T>? other = null)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from shape in other is null ? reader.Decode(files.Files[0].Path).Map(reader.ShapeOf) : other.Dataset.Inputs.Shape[1..]
        from _ in RequireLength(files, shape)
        from inputs in ReadAll(files, reader, shape, other is null ? files.Files[0].Path : other.Files[0])
        let dataset = new Dataset<T>(inputs, files.Files.Select(file => file.Class).ToImmutableArray())
        select new ImageFolder<T>(
            oneHot ? dataset.MapTargets(targets => Tensor.OneHot<T>(targets.ClassIndices, files.Classes.Length)) : dataset,
            files.Classes,
            [.. files.Files.Select(file => file.Path)]);

    private static Fin<Unit> RequireLength(ClassFolders files, Shape shape)
    {
        var length = files.Files.Length * (long)shape.Size;
        return (length <= Array.MaxLength ? Fin<Unit>.Succ(Unit.Default)
            : Error.New(Invariant($"expected at most {Array.MaxLength} numbers, found {files.Files.Length} images of {shape}"))).About(files.Folder);
    }

    private static Fin<Tensor<T>> ReadAll<T>(ClassFolders files, ImageReader<T> reader, Shape shape, string model)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var numbers = GC.AllocateUninitializedArray<T>(files.Files.Length * shape.Size);
        var failures = new Error?[files.Files.Length];
        // Files before one that fails are still read, so the failure of the first file is found in any order.
        var end = Parallel.For(0, failures.Length, (i, loop) =>
        {
            var read = from image in reader.Decode(files.Files[i].Path)
                       from _ in RequireShape(reader.ShapeOf(image), shape, model).About(files.Files[i].Path)
                       select Write(image, i);
            failures[i] = read.Match<Error?>(_ => null, error => error);
            if (read.IsFail)
                loop.Break();
        });
        return end.LowestBreakIteration is { } broken ? failures[broken]! : new Tensor<T>([failures.Length, .. shape], ImmutableCollectionsMarshal.AsImmutableArray(numbers));

        Unit Write(ImageBytes image, int index)
        {
            reader.Write(image, numbers.AsSpan(index * shape.Size, shape.Size));
            return Unit.Default;
        }
    }

    private static Fin<Unit> RequireShape(Shape found, Shape expected, string model) => found == expected ? Unit.Default
        : Error.New(Invariant($"expected {expected[0]} × {expected[1]} pixels (height × width) like {model}, found {found[0]} × {found[1]}"));
}
