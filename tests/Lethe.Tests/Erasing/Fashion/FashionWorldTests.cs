using Lethe.Erasing.Fashion;
using Lethe.Runtime;
using Lethe.Tests.Training;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Fashion;

public sealed class FashionWorldTests(SmallWorld small) : IClassFixture<SmallWorld>
{
    [Fact]
    public void What_is_saved_is_opened_bit_for_bit()
    {
        using var copy = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var world = FashionWorld.Open(small.Folder);
        world.Save(copy.Path);
        foreach (var name in (string[])["fashion.safetensors", "detector.safetensors", "scorer.safetensors"])
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(small.Folder, name)), File.ReadAllBytes(copy.File(name)));
        }
        Assert.Equal([3, 10], world.Detector.Probabilities(zeros(3, 1, 28, 28)).shape);
    }

    [Fact]
    public void A_folder_without_judges_is_refused()
    {
        using var copy = new TemporaryFolder();
        File.Copy(Path.Combine(small.Folder, "fashion.safetensors"), copy.File("fashion.safetensors"));
        Assert.Contains(
            "detector.safetensors",
            Assert.Throws<LetheException>(() => FashionWorld.Open(copy.Path)).Message,
            StringComparison.Ordinal
        );
    }
}
