namespace Lethe.Data;

/// <summary>The training and the test images of one data set.</summary>
/// <param name="IsStandIn">For the paper's (a sample, a re-encoded copy); shown beside every number.</param>
/// <param name="Provenance">One line: which files, which version.</param>
public sealed record DatasetPair(ImageDataset Train, ImageDataset Test, bool IsStandIn, string Provenance) : IDisposable
{
    public string Name => Train.Name;

    /// <summary>What tables call it; says so if it is a stand-in: "CIFAR-10 (JPEG)".</summary>
    public string Title { get; init; } = Train.Name;

    /// <summary>What of the files was left out, and what a user should know of names and numbers: one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public int Classes => Train.ClassNames.Count;

    public DatasetPair To(TorchSharp.torch.Device device) => this with { Train = Train.To(device), Test = Test.To(device) };

    /// <summary>The first training images and a fifth as many test images; this object is disposed.</summary>
    public DatasetPair Slice(int trainImages)
    {
        using (this)
        {
            return this with
            {
                Train = Train.First(trainImages),
                Test = Test.First(trainImages / 5),
                IsStandIn = true,
                Provenance = $"{Provenance}; the first {trainImages} of them",
            };
        }
    }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
