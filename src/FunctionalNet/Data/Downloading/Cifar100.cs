using System.Collections.Immutable;
using System.Numerics;
using LanguageExt;

namespace FunctionalNet;

/// <summary>
/// CIFAR-100: 50 000 training images and 10 000 test images in colour, of 32 × 32 pixels, each of one of a hundred <see cref="Classes"/>, five
/// of which make one of twenty <see cref="Superclasses"/>.
/// </summary>
/// <remarks>
/// Krizhevsky, "Learning multiple layers of features from tiny images", 2009: its binary version. TensorFlow Datasets records the sum of the
/// archive.
/// </remarks>
public static class Cifar100
{
    internal static CifarFiles Files { get; } = new(
        new(["cifar-100-binary.tar.gz"], 168_513_733, "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec") { IsAsStored = true },
        "cifar-100-binary",
        ["train.bin"],
        "test.bin",
        new(20, 100));

    /// <summary>The names of the classes, in the order of their indices.</summary>
    public static ImmutableArray<string> Classes { get; } =
    [
        "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
        "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
        "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup", "dinosaur",
        "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house", "kangaroo", "keyboard",
        "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man", "maple_tree", "motorcycle", "mountain",
        "mouse", "mushroom", "oak_tree", "orange", "orchid", "otter", "palm_tree", "pear", "pickup_truck", "pine_tree",
        "plain", "plate", "poppy", "porcupine", "possum", "rabbit", "raccoon", "ray", "road", "rocket",
        "rose", "sea", "seal", "shark", "shrew", "skunk", "skyscraper", "snail", "snake", "spider",
        "squirrel", "streetcar", "sunflower", "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor",
        "train", "trout", "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
    ];

    /// <summary>The names of the superclasses, the coarse labels, in the order of their indices.</summary>
    public static ImmutableArray<string> Superclasses { get; } =
    [
        "aquatic_mammals", "fish", "flowers", "food_containers", "fruit_and_vegetables",
        "household_electrical_devices", "household_furniture", "insects", "large_carnivores", "large_man-made_outdoor_things",
        "large_natural_outdoor_scenes", "large_omnivores_and_herbivores", "medium_mammals", "non-insect_invertebrates", "people",
        "reptiles", "small_mammals", "trees", "vehicles_1", "vehicles_2",
    ];

    /// <inheritdoc cref="Cifar10.Load{T}"/>
    /// <param name="path">
    /// A folder that has the files <c>train.bin</c> and <c>test.bin</c>, or the folder <c>cifar-100-binary</c> that they were unpacked to, or the
    /// archive <c>cifar-100-binary.tar.gz</c>; or the archive itself, compressed or not.
    /// </param>
    /// <param name="coarse">Whether targets are the twenty superclasses instead of the hundred classes.</param>
    /// <param name="normalize">Whether pixels are from 0 to 1 (byte / 255) instead of from 0 to 255.</param>
    /// <param name="oneHot">Whether targets are one-hot rows <c>[samples, classes]</c> instead of class indices.</param>
    public static Fin<(Dataset<T> Train, Dataset<T> Test)> Load<T>(string path, bool coarse = false, bool normalize = true, bool oneHot = false)
        where T : unmanaged, IFloatingPointIeee754<T> => Files.Load<T>(path, label: coarse ? 0 : 1, normalize, oneHot);

    /// <inheritdoc cref="Cifar10.Download"/>
    public static Task<Fin<string>> Download(HttpClient client, string folder, CancellationToken cancellationToken = default) =>
        Files.Download(client, folder, cancellationToken);
}
