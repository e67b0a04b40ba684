// Placeholder for types of Lethe.Data that are written elsewhere: delete when they are there.
using Lethe.Runtime;

namespace Lethe.Data;

internal sealed record DownloadProgress(string File, long Bytes, long Total, int Attempt);

/// <summary>Whether a data set is on this machine.</summary>
internal sealed record DatasetStatus(string Name, string Title, string Licence, long Bytes, bool IsGated, string? Folder);

internal sealed class DataStore(DataOptions? options = null)
{
    public IProgress<DownloadProgress>? Progress { get; init; }

    public IReadOnlyList<DatasetStatus> List() =>
    [
        new(FashionMnist.SampleName, "Fashion-MNIST (sample)", "MIT", 4_000_000, false, "embedded"),
        .. from name in DatasetCatalog.Names
           where name != FashionMnist.SampleName
           let files = name == FashionMnist.Name ? FashionMnist.Files : Cifar10Binary.Files
           let found = DataSearch.Find(DataSearch.Folders(name, options ?? new(), "cifar-10-batches-bin", FashionMnist.DebianFolder), files)
           select new DatasetStatus(name, name, "MIT", 0, false, found is null ? null : Path.GetDirectoryName(found[0])),
    ];

    public Task<string> GetAsync(string name, CancellationToken cancellation) => Task.FromResult(Known(name).Folder ?? throw LetheException.NotFound($"{name} is not here."));

    public IReadOnlyList<(string File, string? Fault)> Verify(string name) => Known(name).Folder is { } folder ? [(folder, null)] : throw LetheException.NotFound($"{name} is not here.");

    public string Add(string name, string folder) => Directory.Exists(folder) ? Known(name).Folder ?? folder : throw LetheException.NotFound($"There is no folder {folder}.");

    private DatasetStatus Known(string name) => List().FirstOrDefault(status => status.Name == name)
        ?? throw LetheException.Usage($"There is no data set {name}; there are {string.Join(", ", DatasetCatalog.Names)}.");
}
