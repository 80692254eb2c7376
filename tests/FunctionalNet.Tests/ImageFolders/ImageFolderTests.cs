using LanguageExt;
using LanguageExt.Common;

namespace FunctionalNet.Tests.ImageFolders;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_for_each_class_becomes_a_data_set()
    {
        Put("dogs/1.png", "rgb-8.png");
        Put("dogs/10.PNG", "grey-8.png");
        Put("dogs/B.bmp", "rgb.bmp");
        Put("dogs/a.png", "palette-4.png");
        Put("Cats/1.jpeg", "rgb-16.png");
        var images = Images.FromFolder<float>(folder.Path, normalize: false).ThrowIfFail();
        Assert.Equal<string>(["Cats", "dogs"], images.Classes);
        Assert.Equal<int>([0, 1, 1, 1, 1], images.Dataset.Targets.ClassIndices);
        Assert.Equal(new[] { "Cats/1.jpeg", "dogs/1.png", "dogs/10.PNG", "dogs/B.bmp", "dogs/a.png" }.Select(At), images.Files);
        var expected = new[] { "rgb-16.png", "rgb-8.png", "grey-8.png", "rgb.bmp", "palette-4.png" }.Select(FilesOfPillow.Colours);
        Assert.Equal(Tensor.Concatenate(0, [.. expected.Select(image => image.Reshape([1, .. image.Shape]))]), images.Dataset.Inputs);
        Assert.Equal("Images: Dataset: 5 × f32[7,11,3], 2 classes: Cats, dogs", $"{images}");
        Assert.Equal(images, Images.FromFolder<float>(folder.Path, normalize: false).ThrowIfFail());
        Assert.NotEqual(images, Images.FromFolder<float>(folder.Path).ThrowIfFail());
    }

    [Fact]
    public void Targets_are_one_hot_and_images_grey_and_of_one_size_if_asked_for()
    {
        Put("a/1.png", "rgb-8.png");
        Put("b/1.png", "filters.png");
        var images = Images.FromFolder<double>(folder.Path, channels: 1, size: (4, 5), oneHot: true).ThrowIfFail();
        Assert.Equal(Tensor.Matrix(new[,] { { 1.0, 0 }, { 0, 1 } }), images.Dataset.Targets);
        Assert.Equal([2, 4, 5, 1], images.Dataset.Inputs.Shape);
        Assert.Equal(Images.Read<double>(At("b/1.png"), 1, (4, 5)).ThrowIfFail(), images.Dataset.Inputs.Row(1));
    }

    [Fact]
    public void Many_files_are_read_by_many_threads_to_the_same_images()
    {
        string[] names = ["rgb-8.png", "rgb.bmp", "grey-8.png", "palette-4.png", "rgba-8.png"];
        for (var i = 0; i < 100; i++)
            Put(Invariant($"a/{i:d3}.png"), names[i % names.Length]);
        var images = Images.FromFolder<float>(folder.Path, normalize: false).ThrowIfFail();
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(FilesOfPillow.Colours(names[i % names.Length]), images.Dataset.Inputs.Row(i)));
        // Of several failures, the first is told, whichever thread finds it.
        foreach (var i in new[] { 97, 53, 52, 98 })
            Put(Invariant($"a/{i:d3}.png"), "filters.png");
        File.WriteAllText(At("a/099.png"), "notes");
        for (var time = 0; time < 5; time++)
            Says($"a/052.png: expected 7 × 11 pixels (height × width) like {At("a/000.png")}, found 19 × 27");
        File.WriteAllText(At("a/051.png"), "notes");
        Says("a/051.png: expected a PNG, JPEG or BMP image, found another file: the text \"notes\"");
    }

    [Fact]
    public void What_systems_leave_and_files_beside_the_classes_are_ignored()
    {
        Put("a/1.png", "rgb-8.png");
        foreach (var name in new[] { ".DS_Store", "a/.DS_Store", "a/._1.png", "a/Thumbs.db", "a/desktop.ini", "README.txt", ".git/HEAD" })
            Put(name, "grey-8.png");
        Assert.Equal<string>([At("a/1.png")], Images.FromFolder<float>(folder.Path).ThrowIfFail().Files);
    }

    [Theory]
    [InlineData("a/notes.txt", "a: expected images that end in .png, .jpg, .jpeg, .bmp, found notes.txt")]
    [InlineData("a/1.webp", "a: expected images that end in .png, .jpg, .jpeg, .bmp, found 1.webp")]
    [InlineData("a/more/1.png", "a: expected images of one class, found a folder more")]
    [InlineData("1.png", ": expected a folder for each class, found the image 1.png beside them")]
    public void What_does_not_belong_there_is_refused_by_its_name(string name, string message)
    {
        Put("a/0.png", "rgb-8.png");
        Put(name, "rgb-8.png");
        Says(message);
    }

    [Fact]
    public void Folders_without_images_are_refused()
    {
        Says(": expected a folder for each class, found none");
        Put("1.png", "rgb-8.png");
        Says(": expected a folder for each class, found the image 1.png beside none");
        File.Delete(At("1.png"));
        Put("b/1.png", "rgb-8.png");
        Directory.CreateDirectory(At("a"));
        Says("a: expected images of a class, found none");
        Assert.Equal("no-such-folder: expected a folder, found nothing", Message(Images.FromFolder<float>("no-such-folder")));
        Assert.Equal($"{At("b/1.png")}: expected a folder, found a file", Message(Images.FromFolder<float>(At("b/1.png"))));
    }

    [Fact]
    public void A_broken_first_file_is_refused_by_its_path()
    {
        Put("a/1.png", "empty.png");
        Put("a/2.png", "rgb-8.png");
        Says("a/1.png: expected an image of at least 1 × 1 pixels, found 0 × 5");
    }

    [Fact]
    public void Folders_to_train_on_and_to_test_with_have_the_same_classes_and_sizes()
    {
        Put("train/a/1.png", "rgb-8.png");
        Put("train/b/1.png", "rgba-8.png");
        Put("test/b/1.png", "rgb.bmp");
        SaysOfTest($"expected the classes of {At("train")}, found no folder a");
        Put("test/a/1.png", "filters.png");
        Put("test/c/1.png", "rgb-8.png");
        SaysOfTest($"expected the classes of {At("train")}, found a folder c");
        Directory.Delete(At("test/c"), recursive: true);
        Assert.Equal(
            $"{At("test/a/1.png")}: expected 7 × 11 pixels (height × width) like {At("train/a/1.png")}, found 19 × 27",
            Message(Images.FromFolders<float>(At("train"), At("test"))));
        var (train, test) = Images.FromFolders<float>(At("train"), At("test"), size: (7, 11)).ThrowIfFail();
        Assert.Equal(Images.FromFolder<float>(At("train")).ThrowIfFail(), train);
        Assert.Equal<string>([At("test/a/1.png"), At("test/b/1.png")], test.Files);

        void SaysOfTest(string message) => Assert.Equal($"{At("test")}: {message}", Message(Images.FromFolders<float>(At("train"), At("test"))));
    }

    private string At(string name) => Path.Combine([folder.Path, .. name.Split('/')]);

    private void Put(string name, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllBytes(At(name), FilesOfPillow.Content(file));
    }

    // The message is about the folder, or what is in it.
    private void Says(string message) => Assert.Equal(
        message.StartsWith(':') ? $"{folder.Path}{message}" : $"{At(message.Split(':')[0])}{message[message.IndexOf(':', StringComparison.Ordinal)..]}",
        Message(Images.FromFolder<float>(folder.Path)));

    private static string Message<A>(Fin<A> failure) => failure.Match(_ => "no failure", (Error error) => error.Message);
}
