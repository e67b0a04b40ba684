namespace Lethe.Experiments;

/// <summary>The ids of data sets, models and methods in the order of the paper's tables, and the names people call them by.</summary>
public static class Labels
{
    /// <summary>The paper's three data sets, each followed by what stands in for it.</summary>
    public static readonly IReadOnlyList<string> Datasets = ["cifar10", "fashion-mnist", "fashion-mnist-sample", "vggface2", "lfw", "faceforensics", "celeb-df-v2", "ffiw10k", "faces-lfw", "faces-procedural", "faces-sample", "faces-stylegan2"];

    /// <summary>What detectors are tested on, in the order of the deck's tables, each set followed by the kit's family in its place; then those that stand for none.</summary>
    public static readonly IReadOnlyList<string> Families = ["neuraltextures", "nt", "deepfakes", "df", "face2face", "f2f", "faceswap", "fs", "faceshifter", "celeb-df-v2", "ffiw10k", "sbi", "stylegan2", "average"];

    /// <summary>How detectors are trained, from plain to QAD.</summary>
    public static readonly IReadOnlyList<string> Objectives = ["baseline", "soft-label", "pairwise", "center", "hsic", "awp-kl", "awp-xe", "sbi", "mat", "add", "specialists", "add-specialists", "qad"];

    public static readonly IReadOnlyList<string> Models = ["vgg16", "resnet18", "resnet50", "vit"];

    /// <summary>The paper's nine methods.</summary>
    public static readonly IReadOnlyList<string> PaperMethods =
        ["original", "retrain", "negative-gradient", "fine-tune", "random-label", "fisher", "boundary-shrink", "iwu", "lau"];

    /// <summary>The paper's methods and those this kit adds.</summary>
    public static readonly IReadOnlyList<string> Methods = [.. PaperMethods, "delete", "logit-mask"];

    /// <summary>How concepts are erased, in the order of the paper's table; then what the kit adds.</summary>
    public static readonly IReadOnlyList<string> ErasingMethods = ["original", "esd-x", "esd-u", "sdd", "ablating", "ablating-noise", "forget-me-not", "uce", "all-but-one", "all-but-one-swap", "all-but-one-replace"];

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
        ["faces-sample"] = "Procedural faces (embedded sample)",
        ["faces-procedural"] = "Procedural faces",
        ["faces-lfw"] = "LFW faces, forged by the kit",
        ["faces-stylegan2"] = "FFHQ and StyleGAN2",
        ["faceforensics"] = "FaceForensics++",
        ["celeb-df-v2"] = "Celeb-DF v2",
        ["ffiw10k"] = "FFIW10K",
        ["neuraltextures"] = "NT",
        ["deepfakes"] = "DF",
        ["face2face"] = "F2F",
        ["faceswap"] = "FS",
        ["faceshifter"] = "FSH",
        ["nt"] = "P-NT",
        ["df"] = "P-DF",
        ["f2f"] = "P-F2F",
        ["fs"] = "P-FS",
        ["sbi"] = "P-SBI",
        ["stylegan2"] = "StyleGAN2",
        ["average"] = "Average",
        ["tiny"] = "Tiny CNN",
        ["efficientnet-b0"] = "EfficientNet-B0",
        ["efficientnet-b1"] = "EfficientNet-B1",
        ["efficientnet-b4"] = "EfficientNet-B4",
        ["xception"] = "Xception (Rössler et al.)",
        ["mesonet4"] = "MesoNet-4",
        ["mesoinception4"] = "MesoInception-4",
        ["f3net"] = "F3-Net",
        ["mat"] = "MAT",
        ["add"] = "ADD",
        ["bznet"] = "BZNet",
        ["fang-lin"] = "Fang & Lin",
        ["bznet-stand-in"] = "BZNet (stand-in)",
        ["fang-lin-stand-in"] = "Fang & Lin (stand-in)",
        ["baseline"] = "baseline",
        ["soft-label"] = "soft label",
        ["pairwise"] = "pairwise",
        ["center"] = "centre",
        ["hsic"] = "HSIC",
        ["awp-kl"] = "AWP-KL",
        ["awp-xe"] = "AWP-XE",
        ["qad"] = "QAD",
        ["fashion"] = "small model",
        ["stable-diffusion"] = "Stable Diffusion",
        ["esd-x"] = "ESD-x",
        ["esd-u"] = "ESD-u",
        ["sdd"] = "SDD",
        ["ablating"] = "Ablating Concepts",
        ["ablating-noise"] = "Ablating Concepts, noise",
        ["forget-me-not"] = "Forget-Me-Not",
        ["uce"] = "UCE",
        ["all-but-one"] = "All but One",
        ["all-but-one-swap"] = "All but One, swap",
        ["all-but-one-replace"] = "All but One, replace",
        ["specialists"] = "three specialists, told the quality",
        ["add-specialists"] = "ADD, three specialists, told the quality",
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

    /// <summary>The set of the paper whose numbers stand beside those of a family of forgeries; itself where there is none.</summary>
    public static string PublishedFamily(string family) => family switch
    {
        "nt" => "neuraltextures",
        "df" => "deepfakes",
        "f2f" => "face2face",
        "fs" => "faceswap",
        _ => family,
    };

    /// <summary><paramref name="found"/> without repetitions: first those of <paramref name="order"/>, in that order, then the rest by name.</summary>
    internal static IEnumerable<string> InOrder(IReadOnlyList<string> order, IEnumerable<string> found) =>
        found.Distinct().OrderBy(id => order.Contains(id) ? order.ToList().IndexOf(id) : order.Count).ThenBy(id => id, StringComparer.Ordinal);
}
