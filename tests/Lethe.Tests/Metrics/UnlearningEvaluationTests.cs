using System.Text.Json;
using Lethe.Data;
using Lethe.Metrics;
using Lethe.Runtime;
using Lethe.Tests.Training;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Tests.Metrics;

public sealed class UnlearningEvaluationTests
{
    private static readonly string[] Gaps =
    [
        "gap_to_retrain",
        "us_gap",
        "tow",
        "kl_forget",
        "js_forget",
        "kl_forget_test",
        "js_forget_test",
        "mia_confidence_gap",
        "mia_entropy_gap",
    ];

    [Fact]
    public void It_looks_at_every_image_once()
    {
        using var model = new CountingClassifier();
        var split = ToySet.Split();
        using var outputs = SplitOutputs.Of(new CountingClassifier(), split);
        using var reference = outputs.Reference(); // features are not asked for
        var values = new UnlearningEvaluation { Metrics = MetricSet.Full }
            .Of(model, split, reference, reference)
            .Values;
        Assert.Equal(64 + 32, model.Seen);
        Assert.Contains("probe_D_tf", values.Keys);
        Assert.Contains("relearn_head_epochs", values.Keys);
        Assert.Equal(0, split.RetainTrain.DistinctRead); // a method's own count of what it read is not touched
    }

    [Fact]
    public void Its_accuracies_are_those_of_a_plain_forward_pass()
    {
        using var model = ToySet.Model();
        var split = ToySet.Split(train: 600);
        var values = new UnlearningEvaluation().Of(model, split).Values;
        Assert.Equal(Accuracy.Of(model, split.RetainTrain), values["D_r"]);
        Assert.Equal(Accuracy.Of(model, split.ForgetTrain), values["D_f"]);
        Assert.Equal(Accuracy.Of(model, split.RetainTest), values["D_tr"]);
        Assert.Equal(Accuracy.Of(model, split.ForgetTest), values["D_tf"]);
        Assert.Equal(UnlearningScore.Of(values["D_tr"], values["D_tf"]), values["US"]);
        using var scope = NewDisposeScope();
        var (features, logits) = Prediction.FeaturesAndLogits(model, split.ForgetTrain.Source.All());
        Assert.True(logits.equal(Prediction.Logits(model, split.ForgetTrain.Source.All())).all().item<bool>());
        Assert.True(features.equal(Prediction.Features(model, split.ForgetTrain.Source.All())).all().item<bool>());
    }

    [Fact]
    public void Without_Retrain_there_is_no_gap_and_a_note_says_so()
    {
        using var model = new CountingClassifier();
        var result = new UnlearningEvaluation { Metrics = MetricSet.Full }.Of(model, ToySet.Split());
        Assert.Empty(result.Values.Keys.Intersect(Gaps));
        Assert.DoesNotContain("relearn_head_epochs", result.Values.Keys);
        Assert.Contains(result.Notes, note => note.Contains("Retrain", StringComparison.Ordinal));
        Assert.Contains(result.Notes, note => note.Contains("Original", StringComparison.Ordinal));
    }

    [Fact]
    public void Retrain_itself_is_at_no_distance_from_Retrain()
    {
        using var model = ToySet.Model();
        var split = ToySet.Split();
        using var reference = SplitOutputs.Of(model, split);
        var values = new UnlearningEvaluation { Metrics = MetricSet.Full }
            .Of(model, split, null, reference)
            .Values;
        Assert.All(Gaps.Except(["tow"]), gap => Assert.Equal(0, values[gap], 9));
        Assert.Equal(1, values["tow"], 12);
    }

    [Fact]
    public void A_bounded_sample_of_D_r_is_the_same_for_every_network_and_is_noted()
    {
        using var model = new CountingClassifier();
        var split = ToySet.Split();
        var evaluation = new UnlearningEvaluation { MaxRetain = 10 };
        using var reference = SplitOutputs.Of(model, split, maxRetain: 10);
        var result = evaluation.Of(model, split, null, reference);
        Assert.Equal(0, result.Values["gap_to_retrain"]);
        Assert.Contains("D_r is measured on a random 10 of its 48 images.", result.Notes);
        Assert.Equal(2 * (10 + 16 + 32), model.Seen);
    }

    [Fact]
    public void References_of_other_data_are_refused()
    {
        using var model = new CountingClassifier();
        using var reference = SplitOutputs.Of(model, ToySet.Split(train: 32));
        var error = Assert.Throws<LetheException>(() => new UnlearningEvaluation().Of(model, ToySet.Split(), null, reference));
        Assert.Equal(ExitCode.BadFile, error.ExitCode);
        Assert.Contains("D_r", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_logit_mask_everything_is_finite_and_the_features_still_know_the_class()
    {
        var split = ToySet.Split();
        using var original = ToySet.Model();
        new Trainer(
            new()
            {
                Epochs = 8,
                BatchSize = 16,
                LearningRate = 0.05,
                Augmentation = Augmentation.None,
            },
            1
        ).Train(original, split.ForgetTrain.Source.All(), TestContext.Current.CancellationToken);
        using var masked = original.Copy();
        new LogitMask().Unlearn(
            new(masked, split.Classes, DataAccess.None, split.ForgetTrain, split.RetainTrain) { Recipe = new() { Epochs = 1 } }
        );
        using var reference = SplitOutputs.Of(original, split);
        var full = new UnlearningEvaluation
        {
            Metrics = MetricSet.Full,
            RelearnNetwork = true,
            Relearn = new() { Cap = 3 },
        };

        var result = full.Of(masked, split, reference, reference);

        Assert.Empty(result.Notes);
        Assert.All(result.Values, pair => Assert.True(double.IsFinite(pair.Value), pair.Key));
        Assert.Equal((0, 0), (result.Values["D_f"], result.Values["D_tf"]));
        Assert.Equal(100, result.Values["D_tr"]);
        Assert.Equal(100, result.Values["mia_confidence"]);
        Assert.InRange(result.Values["kl_forget"], 10, Math.Log(1e12) + 1e-6);
        Assert.Equal(full.Of(original, split, reference, reference).Values["probe_D_tf"], result.Values["probe_D_tf"]);
        Assert.True(result.Values["probe_D_tf"] > 90);
        Assert.Equal(result.Values, JsonSerializer.Deserialize<SortedDictionary<string, double>>(JsonSerializer.Serialize(result.Values))!);
    }

    [Fact]
    public void A_network_that_has_run_away_gives_accuracies_and_says_what_is_missing()
    {
        using var model = new CountingClassifier();
        using (no_grad())
        {
            model.Head.weight!.fill_(float.NaN);
        }
        var split = ToySet.Split();
        using var reference = SplitOutputs.Of(new CountingClassifier(), split);
        var result = new UnlearningEvaluation { Metrics = MetricSet.Full }.Of(model, split, reference, reference);
        Assert.All(result.Values, pair => Assert.True(double.IsFinite(pair.Value), pair.Key));
        Assert.Contains("D_f", result.Values.Keys);
        Assert.Contains(result.Notes, note => note.StartsWith("kl_forget is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_test_images_of_the_class_the_rest_is_still_measured()
    {
        using var model = new CountingClassifier();
        var whole = ToySet.Split();
        var split = whole with { ForgetTest = whole.ForgetTest.Source.Where(static _ => false) };
        var result = new UnlearningEvaluation { Metrics = MetricSet.Full }.Of(model, split);
        Assert.DoesNotContain("D_tf", result.Values.Keys);
        Assert.DoesNotContain("US", result.Values.Keys);
        Assert.Contains("D_tr", result.Values.Keys);
    }

    [Fact]
    public void Evaluation_leaves_no_tensor_behind_and_the_network_in_its_mode()
    {
        using var model = ToySet.Model();
        model.train();
        var split = ToySet.Split();
        using var reference = SplitOutputs.Of(model, split);
        var evaluation = new UnlearningEvaluation { Metrics = MetricSet.Full };
        evaluation.Of(model, split, reference, reference);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        evaluation.Of(model, split, reference, reference);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.True(model.training);
    }
}
