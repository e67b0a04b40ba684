// Placeholder for types of Lethe.Data that are written elsewhere: delete when they are there.
using Lethe.Runtime;

namespace Lethe.Data;

internal readonly record struct DownloadProgress(string File, long Done, long? Total, string? Note = null);

internal sealed record Manifest(string Name, string Title, string Description, string Url, string License, string Citation, bool IsGated);

internal sealed record DataStatus(Manifest Manifest, string? Location)
{
    public bool IsPresent => Location is not null;
}

internal enum FileState
{
    Ok,
    Unchecked,
    StandIn,
    Wrong,
    Missing,
}

internal sealed record FileCheck(string Name, string? Path, FileState State);

internal sealed class DataStore(DataOptions? options = null)
{
    public IReadOnlyList<DataStatus> List() =>
    [
        new(new(FashionMnist.SampleName, "Fashion-MNIST (sample)", "", "", "MIT", "", false), "embedded"),
        .. from name in DatasetCatalog.Names
           where name != FashionMnist.SampleName
           let files = name == FashionMnist.Name ? FashionMnist.Files : Cifar10Binary.Files
           let found = DataSearch.Find(DataSearch.Folders(name, options ?? new(), "cifar-10-batches-bin", FashionMnist.DebianFolder), files)
           select new DataStatus(new(name, name, "", "", "MIT", "", false), found is null ? null : Path.GetDirectoryName(found[0])),
    ];

    public Task<string> GetAsync(string name, IProgress<DownloadProgress>? progress = null, CancellationToken cancel = default) => Task.FromResult(Known(name).Location ?? throw LetheException.NotFound($"{name} is not here."));

    public IReadOnlyList<FileCheck> Verify(string name) => Known(name).Location is { } folder ? [new("all", folder, FileState.Ok)] : [new("all", null, FileState.Missing)];

    public Task<string> AddAsync(string name, string directory, CancellationToken cancel = default) => Task.FromResult(Directory.Exists(directory) ? Known(name).Location ?? directory : throw LetheException.NotFound($"There is no folder {directory}."));

    private DataStatus Known(string name) => List().FirstOrDefault(status => status.Manifest.Name == name)
        ?? throw LetheException.Usage($"There is no data set {name}; there are {string.Join(", ", DatasetCatalog.Names)}.");
}
