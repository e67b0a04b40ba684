using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Runtime;
using Lethe.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Detection.Objectives;

public sealed class AddObjectiveTests
{
    [Fact]
    public void Without_a_teacher_or_a_compressed_quality_it_says_what_to_do()
    {
        using var scope = NewDisposeScope();
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        using var teacher = DetectorCatalog.Create(new("tiny", 2, 0.25));
        var batch = RivalBatch.Of(detector, 4, 32);
        Assert.Contains("AddObjective.With", Assert.Throws<LetheException>(() => new AddObjective().Loss(detector, batch)).Message);
        var raw = batch with { Qualities = ["raw"] };
        Assert.Contains(
            "compressed",
            Assert.Throws<LetheException>(() => new AddObjective().With(teacher, "raw").Loss(detector, raw)).Message
        );
    }

    [Fact]
    public void A_student_that_is_the_teacher_and_sees_raw_images_has_only_its_cross_entropy_to_pay()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        using var teacher = (Detector)detector.Copy();
        detector.eval();
        var batch = RivalBatch.Of(detector, 4, 32);
        var raw = batch.Split(batch.Images)[0];
        batch = batch with { Images = cat([raw, raw, raw]) };
        var objective = new AddObjective { View = new() { Eta = 0 } }.With(teacher, "the same");
        var expected = nn.functional.cross_entropy(detector.forward(raw), batch.Labels).item<float>();
        Assert.Equal(expected, objective.Loss(detector, batch).item<float>(), 1e-5);
        Assert.Equal("the same", Lethe.Experiments.Records.Settings.Of(objective)["teacher"]);
        Assert.DoesNotContain("frozen", Lethe.Experiments.Records.Settings.Of(objective).Keys);
    }

    [Fact]
    public void Both_losses_reach_the_student_and_never_the_teacher()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var detector = DetectorCatalog.Create(new("tiny", 2, 0.25));
        using var teacher = DetectorCatalog.Create(new("tiny", 2, 0.25));
        var batch = RivalBatch.Of(detector, 4, 32);
        var before = teacher.state_dict().ToDictionary(static pair => pair.Key, static pair => pair.Value.clone());
        var objective = AddObjective.ForEfficientNet.With(teacher, "raw");
        objective.Loss(detector, batch).backward();
        Assert.All(detector.parameters(), static parameter => Assert.True(PoisonedHeap.IsFinite(parameter.grad!)));
        Assert.All(teacher.parameters(), static parameter => Assert.True(parameter.grad is null));
        Assert.All(teacher.state_dict(), pair => Assert.True(pair.Value.equal(before[pair.Key]).all().item<bool>(), pair.Key));

        float With(double frequency, double view) =>
            (objective with { FrequencyWeight = frequency, MultiViewWeight = view })
                .Loss(detector, batch with { Random = new(1) })
                .item<float>();
        detector.eval();
        var (none, one, other, both) = (With(0, 0), With(1, 0), With(0, 1), With(1, 1));
        Assert.True(one > none && other > none);
        Assert.Equal(one + other - none, both, 1e-2f * both);
    }
}
