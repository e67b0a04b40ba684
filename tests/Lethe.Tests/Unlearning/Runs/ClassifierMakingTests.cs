using Lethe.Runtime;
using Lethe.Tests.Data;
using Lethe.Training;
using Lethe.Unlearning.Runs;
using TorchSharp;

namespace Lethe.Tests.Unlearning.Runs;

public sealed class ClassifierMakingTests : IDisposable
{
    private readonly Lethe.Tests.Data.TemporaryFolder folder = new();

    public ClassifierMakingTests()
    {
        foreach (var (name, colour) in (ReadOnlySpan<(string, uint)>)[("red", 0xFFFF0000), ("blue", 0xFF0000FF)])
        {
            for (var i = 0; i < 20; i++)
            {
                folder.Write($"images/{name}/{i}.png", ImageFolderTests.Png(16, 16, colour));
            }
        }
    }

    private string File => folder["network.safetensors"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_training_that_was_stopped_goes_on_and_ends_where_one_that_was_not_does()
    {
        using var stop = new CancellationTokenSource();
        using (var first = new ClassifierMaking(Request, File))
        {
            var progress = new Relay<TrainingProgress>(told =>
            {
                if (told.Epoch == 2)
                {
                    stop.Cancel();
                }
            });
            Assert.Throws<OperationCanceledException>(() => first.Make(progress, stop.Token));
        }
        Assert.True(System.IO.File.Exists($"{File}.part"));
        Assert.False(System.IO.File.Exists(File));

        using (var second = new ClassifierMaking(Request, File))
        {
            Assert.InRange(second.Make(cancellation: TestContext.Current.CancellationToken).ResumedAt, 1, 2);
        }
        Assert.False(System.IO.File.Exists($"{File}.part"));

        using var whole = new ClassifierMaking(Request, folder["whole.safetensors"]);
        Assert.Equal(0, whole.Make(cancellation: TestContext.Current.CancellationToken).ResumedAt);
        var (stopped, once) = (SafetensorsFile.Read(File).Tensors, SafetensorsFile.Read(folder["whole.safetensors"]).Tensors);
        Assert.All(once, named => Assert.True(named.Value.equal(stopped[named.Key]).all().item<bool>(), named.Key));
    }

    [Fact]
    public void Accuracies_are_of_the_photographs_set_aside_by_class()
    {
        var made = new MadeClassifier([("a", 90, 9, 9), ("b", 10, 1, 0), ("c", 1, 0, 0)], 1, 0);
        Assert.Equal((90, 50), (made.Accuracy, made.BalancedAccuracy));
    }

    private ClassifierRequest Request =>
        new(folder["images"])
        {
            Architecture = "resnet18",
            Side = 16,
            Epochs = 3,
            Device = torch.CPU,
        };
}
