using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Unlearning;

/// <summary>Four classes of noisy 16x16 images that differ in brightness by quadrant, and a network a quarter as wide that has learned
/// them.</summary>
internal sealed class ImageWorld : IDisposable
{
    public const int Classes = 4,
        PerClass = 24,
        Forget = 2;

    private static readonly Lazy<Classifier> Original = new(Train);

    private static readonly TrainingRecipe Recipe = new()
    {
        Epochs = 6,
        BatchSize = 16,
        LearningRate = 0.05,
        Augmentation = Augmentation.None,
    };

    public ImageDataset Data { get; } = Draw(1);

    /// <summary>Of two classes.</summary>
    public static IReadOnlyList<int> Two => [1, Forget];

    public ImageSubset OfTwo => Data.Where(static label => Two.Contains((int)label));

    public ImageSubset ForgetTrain => Data.OfClass(Forget);

    public ImageSubset RetainTrain => Data.ExceptClass(Forget);

    /// <summary>A copy of the trained network; the caller's.</summary>
    public Classifier Trained() => Original.Value.Copy();

    public UnlearningTask Task(
        Classifier model,
        IUnlearningMethod method,
        ImageSubset? forget = null,
        ImageSubset? retain = null,
        int seed = 1,
        Precision precision = Precision.Float32,
        IReadOnlyList<int>? classes = null,
        Action<int>? afterEpoch = null
    ) =>
        new(model, classes ?? [Forget], method.Reads, forget ?? ForgetTrain, retain ?? RetainTrain)
        {
            Recipe = Recipe,
            Seed = seed,
            Precision = precision,
            AfterEpoch = afterEpoch,
        };

    public void Dispose() => Data.Dispose();

    public static ImageDataset Draw(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = RandomStream.For(seed, "image world").Torch();
        var images = (rand([Classes * PerClass, 3, 16, 16], generator: generator) * 120) + 40;
        for (var label = 0; label < Classes; label++)
        {
            var (top, left) = (label / 2 * 8, label % 2 * 8);
            using var quadrant = images.narrow(0, label * PerClass, PerClass).narrow(2, top, 8).narrow(3, left, 8);
            quadrant.add_(70);
        }
        var labels = arange(Classes, ScalarType.Int64).repeat_interleave(PerClass);
        return new("quadrants", images.to(ScalarType.Byte), labels, ["a", "b", "c", "d"], new([0.4f, 0.4f, 0.4f], [0.2f, 0.2f, 0.2f]));
    }

    private static Classifier Train()
    {
        manual_seed(1);
        using var data = Draw(1);
        var model = ModelCatalog.Create(new("resnet18", Classes, 0.25));
        new Trainer(Recipe, 1).Train(model, data.All());
        foreach (var value in model.state_dict().Values)
        {
            value.DetachFromDisposeScope(); // it outlives the test that asked first
        }
        return model;
    }
}
