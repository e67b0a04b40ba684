namespace Lethe.Experiments;

/// <summary>The ids of data sets, models and methods in the order of the paper's tables, and the names people call them by.</summary>
public static class Labels
{
    /// <summary>The paper's three data sets, each followed by what stands in for it.</summary>
    public static readonly IReadOnlyList<string> Datasets = ["cifar10", "fashion-mnist", "fashion-mnist-sample", "vggface2", "lfw"];

    public static readonly IReadOnlyList<string> Models = ["vgg16", "resnet18", "resnet50", "vit"];

    /// <summary>The paper's nine methods.</summary>
    public static readonly IReadOnlyList<string> PaperMethods =
        ["original", "retrain", "negative-gradient", "fine-tune", "random-label", "fisher", "boundary-shrink", "iwu", "lau"];

    /// <summary>The paper's methods and those this kit adds.</summary>
    public static readonly IReadOnlyList<string> Methods = [.. PaperMethods, "delete", "logit-mask"];

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["cifar10"] = "CIFAR-10",
        ["fashion-mnist"] = "Fashion-MNIST",
        ["fashion-mnist-sample"] = "Fashion-MNIST (embedded sample)",
        ["vggface2"] = "VGGFace2",
        ["lfw"] = "LFW (in place of VGGFace2)",
        ["vgg16"] = "VGG16",
        ["resnet18"] = "ResNet18",
        ["resnet50"] = "ResNet50",
        ["vit"] = "ViT",
        ["original"] = "Original",
        ["retrain"] = "Retrain (optimal)",
        ["negative-gradient"] = "Negative Gradient",
        ["fine-tune"] = "Fine-tune",
        ["random-label"] = "Random Label",
        ["fisher"] = "Fisher Forgetting",
        ["boundary-shrink"] = "Boundary Shrink",
        ["iwu"] = "IWU",
        ["lau"] = "LAU",
        ["delete"] = "DELETE",
        ["logit-mask"] = "Logit mask",
    };

    /// <summary>The name of <paramref name="id"/>; the id itself if it has no other.</summary>
    public static string Of(string id) => Names.GetValueOrDefault(id, id);

    /// <summary>The data set of the paper whose numbers stand beside those of <paramref name="dataset"/>.</summary>
    public static string PublishedDataset(string dataset) => dataset switch
    {
        "fashion-mnist-sample" => "fashion-mnist",
        "lfw" => "vggface2",
        _ => dataset,
    };

    /// <summary><paramref name="found"/> without repetitions: first those of <paramref name="order"/>, in that order, then the rest by name.</summary>
    internal static IEnumerable<string> InOrder(IReadOnlyList<string> order, IEnumerable<string> found) =>
        found.Distinct().OrderBy(id => order.Contains(id) ? order.ToList().IndexOf(id) : order.Count).ThenBy(id => id, StringComparer.Ordinal);
}
