namespace Lethe.Data;

/// <summary>Loads data sets, by name or from a folder of the user's, from files that are on this machine.</summary>
public static class DatasetCatalog
{
    private const int Identities = 10;

    // People of LFW with fewer photographs are left out.
    private const int Photographs = 20;

    // Of LFW's 250 pixels a side the face takes this middle; a copy of another size is one that was cut already.
    private const int Original = 250,
        Face = 136;

    /// <summary>In the order of the papers, each followed by what stands in for it.</summary>
    public static Catalog<DatasetEntry> All { get; } =
        new(
            "data set",
            [
                new(Cifar10Binary.Name, "CIFAR-10")
                {
                    ClassNames = Cifar10Binary.ClassNames,
                    SuperClasses = Cifar10Binary.SuperClasses,
                    Load = LoadCifar10,
                },
                new(FashionMnist.Name, "Fashion-MNIST")
                {
                    ClassNames = FashionMnist.ClassNames,
                    SuperClasses = FashionMnist.SuperClasses,
                    IsFilled = true,
                    Load = LoadFashionMnist,
                },
                new(FashionMnist.SampleName, "Fashion-MNIST (embedded sample)", FashionMnist.Name)
                {
                    ClassNames = FashionMnist.ClassNames,
                    SuperClasses = FashionMnist.SuperClasses,
                    IsFilled = true,
                    Load = LoadSample,
                },
                new("vggface2", "VGGFace2") { Load = static options => LoadFaces("vggface2", options) },
                new("lfw", "LFW (in place of VGGFace2)", "vggface2")
                {
                    Side = 64,
                    Networks = ["resnet18-imagenet"],
                    Forget = "Colin_Powell",
                    Load = LoadLfw,
                },
                new("faceforensics", "FaceForensics++"),
                new("celeb-df-v2", "Celeb-DF v2"),
                new("ffiw10k", "FFIW10K"),
                new("faces-lfw", "LFW faces, forged by the kit"),
                new("faces-procedural", "Procedural faces"),
                new("faces-sample", "Procedural faces (embedded sample)"),
                new("faces-stylegan2", "FFHQ and StyleGAN2"),
            ]
        );

    public static IReadOnlyList<string> Names => [.. All.Where(static entry => entry.Load is not null).Select(static entry => entry.Name)];

    /// <summary>Loads a data set to the CPU.</summary>
    /// <param name="name">One of <see cref="Names"/>, <c>faces</c> (which is lfw), or a folder with one folder of images a class.</param>
    /// <exception cref="LetheException">Usage: no such name; NotFound; BadFile.</exception>
    public static DatasetPair Load(string name, DataOptions? options = null)
    {
        options ??= new();
        TorchRuntime.Load(); // pixels are tensors
        return All.Find(name)?.Load is { } load ? load(options)
            : name == "faces" ? LoadLfw(options)
            : Directory.Exists(name) ? LoadFolder(name, options.Size)
            : throw LetheException.Usage($"There is no data set or folder {name}; the data sets are {string.Join(", ", Names)}.");
    }

    /// <summary>A class by its number, and by its name where the data set gives it one without its files: <c>class 8 (Bag)</c>.</summary>
    public static string ClassOf(string dataset, int number) =>
        FormattableString.Invariant($"class {number}")
        + (All.Find(dataset)?.ClassNames is { } names && number >= 0 && number < names.Count ? $" ({names[number]})" : "");

    /// <summary>A user's own images: one folder a class, split 90/10.</summary>
    /// <exception cref="LetheException">As <see cref="ImageFolder.Read"/>.</exception>
    public static DatasetPair LoadFolder(string folder, int size = 32) =>
        ImageFolder.Read(Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)), folder, size);

    private static DatasetPair LoadSample(DataOptions _)
    {
        var manifest = Manifest.Get(FashionMnist.SampleName);
        var parts = FashionMnist
            .Files.Select(static file =>
            {
                using var resource = typeof(DatasetCatalog).Assembly.GetManifestResourceStream($"samples/{FashionMnist.SampleFile(file)}")!;
                return IdxReader.Read(resource, file);
            })
            .ToArray();
        return new(
            FashionMnist.Build(manifest.Name, parts[0], parts[1], manifest.Title),
            FashionMnist.Build(manifest.Name, parts[2], parts[3], manifest.Title),
            true,
            $"comes with the kit: the first {FashionMnist.SampleTrain} training and {FashionMnist.SampleTest} test images of each class"
        )
        {
            Title = manifest.Title,
        };
    }

    private static DatasetPair LoadFashionMnist(DataOptions options) =>
        LoadFiles(
            FashionMnist.Name,
            options,
            static paths => FashionMnist.Build(FashionMnist.Name, IdxReader.Read(paths[0]), IdxReader.Read(paths[1]), paths[0]),
            2
        );

    private static DatasetPair LoadCifar10(DataOptions options) =>
        LoadFiles(Cifar10Binary.Name, options, static paths => Cifar10Binary.Read(paths), 5);

    // The first of the files are for training, the rest for testing.
    private static DatasetPair LoadFiles(string name, DataOptions options, Func<string[], ImageDataset> read, int training)
    {
        var manifest = Manifest.Get(name);
        var paths = DataSearch.Find(manifest, options) ?? throw DataSearch.Missing(manifest, options);
        var (provenance, title) = Provenance(manifest, paths);
        return new(read(paths[..training]), read(paths[training..]), title is not null, provenance) { Title = title ?? manifest.Title };
    }

    private static DatasetPair LoadFaces(string name, DataOptions options)
    {
        var (title, folder) = FacesIn(name, options);
        return ImageFolder.Read(name, folder, options.Size, largest: Identities) with { Title = title };
    }

    // Stands in for the paper's VGGFace2.
    private static DatasetPair LoadLfw(DataOptions options)
    {
        var (title, folder) = FacesIn("lfw", options);
        var pair = ImageFolder.Read("lfw", folder, options.Size, least: Photographs, middle: static side => side == Original ? Face : side);
        return pair with { Title = title, IsStandIn = true };
    }

    private static (string Title, string Folder) FacesIn(string name, DataOptions options)
    {
        var manifest = Manifest.Get(name);
        return (
            manifest.Title,
            DataSearch.FindImages(DataSearch.Folders(manifest, options)) ?? throw DataSearch.Missing(manifest, options)
        );
    }

    // One line on what the files are, and another title if they are not the official ones.
    private static (string Text, string? Title) Provenance(Manifest manifest, string[] paths)
    {
        var checks = manifest.Needed.Zip(paths, (file, path) => FileCheck.Of(manifest, file, path)).ToArray();
        var others = checks.Where(static check => check.State != FileState.Ok).Select(static check => check.Name).ToList();
        return others.Count == 0 ? ("official files, checked by sha256", null)
            : checks.All(static check => check.State == FileState.StandIn)
                ? ($"{Cifar10Jpeg.Title}: a re-encoded copy (JPEG quality 75, 30.5 dB PSNR to the originals)", Cifar10Jpeg.Title)
            : (
                $"not the official files: {string.Join(", ", others)} have another sha256 than in data-manifests/{manifest.Name}.json",
                $"{manifest.Title} (unofficial copy)"
            );
    }
}
