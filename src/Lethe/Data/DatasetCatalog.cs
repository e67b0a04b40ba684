using Lethe.Runtime;

namespace Lethe.Data;

/// <summary>Loads data sets, by name or from a folder of the user's, from files that are on this machine.</summary>
public static class DatasetCatalog
{
    private const int Identities = 10;

    /// <summary>In the order of the papers, each followed by what stands in for it.</summary>
    public static Catalog<DatasetEntry> All { get; } =
        new(
            "data set",
            [
                new(Cifar10Binary.Name, "CIFAR-10")
                {
                    ClassNames = Cifar10Binary.ClassNames,
                    Load = static options => LoadCifar10(Manifest.Get(Cifar10Binary.Name), options),
                },
                new(FashionMnist.Name, "Fashion-MNIST")
                {
                    ClassNames = FashionMnist.ClassNames,
                    IsFilled = true,
                    Load = static options => LoadFashionMnist(Manifest.Get(FashionMnist.Name), options),
                },
                new(FashionMnist.SampleName, "Fashion-MNIST (embedded sample)", FashionMnist.Name)
                {
                    ClassNames = FashionMnist.ClassNames,
                    IsFilled = true,
                    Load = static _ => LoadSample(),
                },
                new("vggface2", "VGGFace2") { Load = static options => LoadFaces(Manifest.Get("vggface2"), options) },
                new("lfw", "LFW (in place of VGGFace2)", "vggface2") { Load = static options => LoadFaces(Manifest.Get("lfw"), options) },
                new("faceforensics", "FaceForensics++"),
                new("celeb-df-v2", "Celeb-DF v2"),
                new("ffiw10k", "FFIW10K"),
                new("faces-lfw", "LFW faces, forged by the kit"),
                new("faces-procedural", "Procedural faces"),
                new("faces-sample", "Procedural faces (embedded sample)"),
                new("faces-stylegan2", "FFHQ and StyleGAN2"),
            ]
        );

    /// <summary>The data sets that <see cref="Load"/> knows.</summary>
    public static IReadOnlyList<string> Names => [.. All.Where(static entry => entry.Load is not null).Select(static entry => entry.Name)];

    /// <summary>Loads a data set to the CPU.</summary>
    /// <param name="name">One of <see cref="Names"/>, <c>faces</c> (which is lfw), or a folder with one folder of images a class.</param>
    /// <exception cref="LetheException">No such name (<see cref="ExitCode.Usage"/>), files missing (<see cref="ExitCode.NotFound"/>) or
    /// damaged (<see cref="ExitCode.BadFile"/>).</exception>
    public static DatasetPair Load(string name, DataOptions? options = null)
    {
        options ??= new();
        return All.Find(name)?.Load is { } load ? load(options)
            : name == "faces" ? LoadFaces(Manifest.Get("lfw"), options)
            : Directory.Exists(name) ? LoadFolder(name, options.Size)
            : throw LetheException.Usage($"There is no data set or folder {name}; the data sets are {string.Join(", ", Names)}.");
    }

    /// <summary>A class by its number, and by its name where the data set gives it one without its files: <c>class 8 (Bag)</c>.</summary>
    public static string ClassOf(string dataset, int number)
    {
        var names = All.Find(dataset)?.ClassNames ?? [];
        return FormattableString.Invariant($"class {number}{(number >= 0 && number < names.Count ? $" ({names[number]})" : "")}");
    }

    /// <summary>A user's own images: one folder a class, split 90/10.</summary>
    /// <exception cref="LetheException">As <see cref="ImageFolder.Read"/>.</exception>
    public static DatasetPair LoadFolder(string folder, int size = 32) =>
        ImageFolder.Read(Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar)), folder, size);

    private static DatasetPair LoadSample()
    {
        var manifest = Manifest.Get(FashionMnist.SampleName);
        var parts = FashionMnist
            .Files.Select(static file =>
            {
                using var resource = typeof(DatasetCatalog).Assembly.GetManifestResourceStream($"samples/{SampleMaker.FileName(file)}")!;
                return IdxReader.Read(resource, file);
            })
            .ToArray();
        return Pair(
            manifest,
            FashionMnist.Build(manifest.Name, parts[0], parts[1], manifest.Title),
            FashionMnist.Build(manifest.Name, parts[2], parts[3], manifest.Title),
            true,
            $"comes with the kit: the first {SampleMaker.TrainPerClass} training and {SampleMaker.TestPerClass} test images of each class"
        );
    }

    private static DatasetPair LoadFashionMnist(Manifest manifest, DataOptions options)
    {
        var paths = Find(manifest, options);
        var (text, title) = Provenance(manifest, paths);
        return Pair(
            manifest,
            FashionMnist.Build(manifest.Name, IdxReader.Read(paths[0]), IdxReader.Read(paths[1]), paths[0]),
            FashionMnist.Build(manifest.Name, IdxReader.Read(paths[2]), IdxReader.Read(paths[3]), paths[2]),
            title is not null,
            text,
            title
        );
    }

    private static DatasetPair LoadCifar10(Manifest manifest, DataOptions options)
    {
        var paths = Find(manifest, options);
        var (text, title) = Provenance(manifest, paths);
        return Pair(manifest, Cifar10Binary.Read(paths[..5]), Cifar10Binary.Read(paths[5..]), title is not null, text, title);
    }

    private static DatasetPair LoadFaces(Manifest manifest, DataOptions options)
    {
        var folder = DataSearch.FindImages(DataSearch.Folders(manifest, options)) ?? throw DataSearch.Missing(manifest, options);
        var pair = ImageFolder.Read(manifest.Name, folder, options.Size, Identities);
        // LFW stands in for the paper's VGGFace2.
        return pair with { Title = manifest.Title, IsStandIn = manifest.Name == "lfw" };
    }

    private static string[] Find(Manifest manifest, DataOptions options) =>
        DataSearch.Find(manifest, DataSearch.Folders(manifest, options)) ?? throw DataSearch.Missing(manifest, options);

    // One line on what the files are, and another title if they are not the official ones.
    private static (string Text, string? Title) Provenance(Manifest manifest, string[] paths)
    {
        var checks = manifest.Needed.Zip(paths, (file, path) => FileCheck.Of(manifest, file, path)).ToArray();
        if (checks.All(static check => check.State == FileState.Ok))
        {
            return ("official files, checked by sha256", null);
        }
        if (checks.All(static check => check.State == FileState.StandIn))
        {
            return ($"{Cifar10Jpeg.Title}: a re-encoded copy (JPEG quality 75, 30.5 dB PSNR to the originals)", Cifar10Jpeg.Title);
        }
        var others = string.Join(", ", checks.Where(static check => check.State != FileState.Ok).Select(static check => check.Name));
        return (
            $"not the official files: {others} have another sha256 than in data-manifests/{manifest.Name}.json",
            $"{manifest.Title} (unofficial copy)"
        );
    }

    private static DatasetPair Pair(
        Manifest manifest,
        ImageDataset train,
        ImageDataset test,
        bool standIn,
        string provenance,
        string? title = null
    ) => new(train, test, standIn, provenance) { Title = title ?? manifest.Title };
}
