namespace Lethe.Data;

/// <summary>
/// Fashion-MNIST (Xiao, Rasul and Vollgraf 2017) in the shape of the kit's networks: 28x28 grey becomes 32x32 with a border of zeros,
/// and the one channel is repeated three times.
/// </summary>
public static class FashionMnist
{
    public const string Name = "fashion-mnist";

    /// <summary>The sample that the kit carries: the first images of each class, in the order of the file.</summary>
    public const string SampleName = "fashion-mnist-sample";

    /// <summary>Images of a class in the sample, for training and for testing.</summary>
    public const int SampleTrain = 1000,
        SampleTest = 200;

    /// <summary>Where Debian's package dataset-fashion-mnist puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private const int Side = 28,
        Border = 2;

    public static IReadOnlyList<string> ClassNames { get; } =
    ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>The kit's choice; whether a shirt is still a top to a network that never saw one is the question.</summary>
    public static IReadOnlyList<ClassGroup> SuperClasses { get; } =
    [new("tops", [0, 2, 4, 6]), new("trousers", [1]), new("dresses", [3]), new("footwear", [5, 7, 9]), new("bags", [8])];

    /// <summary>Training images and labels, test images and labels; usually with .gz at the end.</summary>
    public static IReadOnlyList<string> Files { get; } =
    ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    public static string SampleFile(string file) => $"{SampleName}-{file}.gz";

    /// <param name="images">N x 28 x 28.</param>
    /// <param name="labels">N, each 0..9.</param>
    /// <exception cref="LetheException">BadFile: wrong shapes or labels.</exception>
    public static ImageDataset Build(string name, IdxArray images, IdxArray labels, string source)
    {
        if (images.Shape is not [var count, Side, Side] || labels.Shape is not [var labelCount] || count != labelCount)
        {
            throw LetheException.BadFile(
                $"{source} does not hold Fashion-MNIST: wanted N x 28 x 28 images and N labels, found "
                    + $"{string.Join(" x ", images.Shape)} and {string.Join(" x ", labels.Shape)}."
            );
        }
        if (labels.Values.FirstOrDefault(static label => label > 9) is not 0 and var wrong)
        {
            throw LetheException.BadFile($"{source} does not hold Fashion-MNIST: it has a label {wrong}, and there are only 0 to 9.");
        }
        using var scope = NewDisposeScope();
        var grey = tensor(images.Values, [count, 1, Side, Side], uint8);
        return new(
            name,
            nn.functional.pad(grey, [Border, Border, Border, Border]).repeat(1, 3, 1, 1),
            tensor(labels.Values).to(int64),
            ClassNames,
            Normalization.FashionMnist
        );
    }
}
