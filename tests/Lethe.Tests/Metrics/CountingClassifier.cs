using Lethe.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

/// <summary>Mean colour of each quarter and one linear layer; counts the images that it is shown.</summary>
internal sealed class CountingClassifier : Classifier
{
    private readonly Linear head = nn.Linear(4, 4);

    public CountingClassifier()
        : base("counting", new("counting", 4)) => RegisterComponents();

    public long Seen { get; private set; }

    public override Linear Head => head;

    public override Tensor Features(Tensor images)
    {
        Seen += images.shape[0];
        using var quarters = nn.functional.adaptive_avg_pool2d(images.contiguous().to(ScalarType.Float32), 2);
        return quarters.mean([1L]).flatten(1);
    }
}
