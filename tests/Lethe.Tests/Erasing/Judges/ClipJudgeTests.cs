using Lethe.Erasing.Judges;
using Lethe.Tests.Experiments;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Erasing.Judges;

public sealed class ClipJudgeTests : IDisposable
{
    private static readonly string[] Prompts = ["cat", "a cat"];
    private readonly TemporaryFolder folder = new();
    private readonly ClipJudge judge;

    public ClipJudgeTests()
    {
        TinyClip.Write(folder.Path);
        judge = new(ClipModel.Open(folder.Path));
    }

    public void Dispose()
    {
        judge.Dispose();
        folder.Dispose();
    }

    /// <summary>Pillow 9.4 and OpenAI's CLIP in float64, with the same weights.</summary>
    [Theory]
    [InlineData(45, 70, 0.046960015, 0.250547131)]
    [InlineData(97, 64, -0.049198287, 0.24581483)]
    [InlineData(20, 20, -0.011688949, 0.161292094)]
    public void The_score_is_the_plain_cosine(int height, int width, double first, double second)
    {
        using var scope = NewDisposeScope();
        var each = judge.Judge(ClipPicturesTests.Pictures(2, height, width), Prompts);
        Assert.Equal(first, each[0], 1e-5);
        Assert.Equal(second, each[1], 1e-5);
        Assert.Equal($"CLIP score, {TinyClip.Config.Title}", judge.Name);
    }

    [Fact]
    public void Batches_change_nothing()
    {
        using var scope = NewDisposeScope();
        var pictures = ClipPicturesTests.Pictures(5, 40, 32);
        string[] prompts = ["cat", "a cat", "the cat", "", "that"];
        using var three = new ClipJudge(ClipModel.Open(folder.Path)) { Batch = 3 };
        Assert.All(
            judge.Judge(pictures, prompts).Zip(three.Judge(pictures, prompts)),
            static pair => Assert.Equal(pair.First, pair.Second, 1e-5)
        );
    }

    [Fact]
    public void No_tensor_stays()
    {
        using var scope = NewDisposeScope();
        var pictures = ClipPicturesTests.Pictures(2, 40, 40);
        var before = scope.DisposablesCount;
        judge.Judge(pictures, Prompts);
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Fact]
    public void What_is_no_picture_with_a_prompt_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains(
            "There are 2 prompts, but the pictures are 1 x 3 x 8 x 8",
            Assert.Throws<ArgumentException>(() => judge.Judge(zeros(1, 3, 8, 8), Prompts)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => judge.Judge(zeros(2, 3, 8, 8, uint8), Prompts));
        Assert.Throws<ArgumentException>(() => judge.Judge(full([2, 3, 8, 8], 255.0), Prompts));
        Assert.Throws<ArgumentException>(() => judge.Judge(zeros(0, 3, 8, 8), []));
    }
}
