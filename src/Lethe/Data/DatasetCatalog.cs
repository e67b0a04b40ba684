using Lethe.Runtime;

namespace Lethe.Data;

/// <summary>Loads data sets by name, from files that are on this machine.</summary>
public static class DatasetCatalog
{
    private static readonly HashSet<string> DebianFashionMnist =
    [
        "b0564c3eedabfbf835052cff8503ea422014ce006caf5b757f851416ee8300c7",
        "0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056",
        "cc1d090a38ace84dfa1aa66e3ada7c336ef481a96936906477e6dd344da56eaa",
        "8d3605d196f4be44669e46906da9733c8131fef761fdbfec72c424d5222f1a05",
    ];

    private static readonly HashSet<string> JpegCifar10 =
    [
        "8da035fc1631e8ce5f25904206b8993b0f3ad02a504c0584d662e806fd76c12b",
        "106eeaad9f1fa7a999292fdafe68ee909080f58aee038a76994035aedf40ba26",
        "99cb88ba00fca88bf28c517a74307b6b78a346c6ea747a561cb8e660c787d5cb",
        "76b482bc3bb79c0370e48ea71bb6e4f567a3770d224dc09a9ddc8cfa2369f294",
        "490f5ead4f04a3eb71d5898eb551e0d8d2c592feb778fb9b109a006b3f231495",
        "0ce179d0c0a5220739d6223197952896644ceabb648dacfdebd7f06789af543f",
    ];

    public static IReadOnlyList<string> Names { get; } = [FashionMnist.SampleName, FashionMnist.Name, Cifar10Binary.Name];

    /// <summary>Loads a data set to the CPU.</summary>
    /// <exception cref="LetheException">No such name (<see cref="ExitCode.Usage"/>), files missing (<see cref="ExitCode.NotFound"/>) or damaged (<see cref="ExitCode.BadFile"/>).</exception>
    public static DatasetPair Load(string name, DataOptions? options = null) => name switch
    {
        FashionMnist.SampleName => LoadSample(),
        FashionMnist.Name => LoadFashionMnist(options ?? new()),
        Cifar10Binary.Name => LoadCifar10(options ?? new()),
        _ => throw LetheException.Usage($"There is no data set {name}; there are {string.Join(", ", Names)}."),
    };

    private static DatasetPair LoadSample()
    {
        var parts = FashionMnist.Files.Select(static file =>
        {
            using var resource = typeof(DatasetCatalog).Assembly.GetManifestResourceStream($"samples/{SampleMaker.FileName(file)}")!;
            return IdxReader.Read(resource, file);
        }).ToArray();
        return new(
            FashionMnist.Build(FashionMnist.SampleName, parts[0], parts[1], "The embedded sample"),
            FashionMnist.Build(FashionMnist.SampleName, parts[2], parts[3], "The embedded sample"),
            IsStandIn: true,
            $"the kit's sample: the first {SampleMaker.TrainPerClass} training and {SampleMaker.TestPerClass} test images of each class") { Title = "Fashion-MNIST (sample)" };
    }

    private static DatasetPair LoadFashionMnist(DataOptions options)
    {
        var paths = Find(FashionMnist.Name, FashionMnist.Files, options, null, FashionMnist.DebianFolder);
        var folder = Path.GetDirectoryName(paths[0])!;
        var known = paths.All(static path => DebianFashionMnist.Contains(FileHash.Of(path)));
        return new(
            FashionMnist.Build(FashionMnist.Name, IdxReader.Read(paths[0]), IdxReader.Read(paths[1]), folder),
            FashionMnist.Build(FashionMnist.Name, IdxReader.Read(paths[2]), IdxReader.Read(paths[3]), folder),
            IsStandIn: false,
            known ? $"Debian's dataset-fashion-mnist, {folder}" : $"not the official files (by sha256), {folder}") { Title = "Fashion-MNIST" };
    }

    private static DatasetPair LoadCifar10(DataOptions options)
    {
        var paths = Find(Cifar10Binary.Name, Cifar10Binary.Files, options, "cifar-10-batches-bin");
        var folder = Path.GetDirectoryName(paths[0])!;
        var jpeg = paths.All(static path => JpegCifar10.Contains(FileHash.Of(path)));
        return new(
            Cifar10Binary.Read(paths[..5]),
            Cifar10Binary.Read(paths[5..]),
            IsStandIn: jpeg,
            jpeg ? $"CIFAR-10 (JPEG): a re-encoded copy (JPEG quality 75, 30.5 dB to the originals), {folder}" : $"not checked against the official archive, {folder}") { Title = jpeg ? "CIFAR-10 (JPEG)" : "CIFAR-10" };
    }

    private static string[] Find(string name, IReadOnlyList<string> files, DataOptions options, string? inner, params string[] system)
    {
        var folders = DataSearch.Folders(name, options, inner, system);
        return DataSearch.Find(folders, files)
            ?? throw LetheException.NotFound($"The data set {name} is not on this machine: its files {string.Join(", ", files)} are in none of {string.Join(", ", folders)}. Get it with 'lethe data get {name}'.");
    }
}
