using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Metrics;

/// <summary>
/// All metrics of one network from one forward pass over each part of the data.
/// <list type="bullet">
/// <item><c>D_r</c>, <c>D_f</c>, <c>D_tr</c>, <c>D_tf</c>: accuracies, percent (<see cref="Accuracy"/>); <c>US</c>
/// (<see cref="UnlearningScore"/>).</item>
/// <item>With Retrain: <c>gap_to_retrain</c> (<see cref="RetrainGap"/>, points), <c>us_gap</c> (<see cref="UnlearningScoreGap"/>),
/// <c>tow</c> (<see cref="TugOfWar"/>).</item>
/// <item><see cref="MetricSet.Full"/>: <c>mia_confidence</c>, <c>mia_entropy</c> and the attacks' own accuracies
/// <c>mia_confidence_attack</c>,
/// <c>mia_entropy_attack</c>, percent (<see cref="MembershipInference"/>); <c>probe_D_tf</c>, <c>probe_D_tr</c>, percent
/// (<see cref="LinearProbe"/>).</item>
/// <item>Full, with Original: <c>relearn_head_epochs</c>, and <c>relearn_epochs</c> if <see cref="RelearnNetwork"/>
/// (<see cref="RelearnEpochs"/>).</item>
/// <item>Full, with Retrain: <c>kl_forget</c>, <c>js_forget</c>, <c>kl_forget_test</c>, <c>js_forget_test</c>, nats
/// (<see cref="OutputDivergence"/>); <c>mia_confidence_gap</c>, <c>mia_entropy_gap</c>, points.</item>
/// </list>
/// </summary>
public sealed record UnlearningEvaluation
{
    public MetricSet Metrics { get; init; } = MetricSet.Table;

    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Images of D_r that are read at most; the references must have been made with the same number.</summary>
    public int MaxRetain { get; init; } = int.MaxValue;

    public RelearnEpochs Relearn { get; init; } = new();

    /// <summary>Also relearn with all layers: up to <see cref="RelearnEpochs.Cap"/> forwards over D_f and 500 training images
    /// each.</summary>
    public bool RelearnNetwork { get; init; }

    /// <summary>Of the images that relearning draws.</summary>
    public int Seed { get; init; }

    /// <param name="original">For relearning.</param>
    /// <param name="retrain">For all gaps; they are left out without it.</param>
    /// <exception cref="LetheException">A reference was made on other data.</exception>
    public EvaluationResult Of(
        Classifier model,
        ForgetSplit split,
        ReferencePredictions? original = null,
        ReferencePredictions? retrain = null
    )
    {
        using var outputs = SplitOutputs.Of(model, split, Precision, MaxRetain);
        return Of(model, split, outputs, original, retrain);
    }

    /// <param name="outputs">The network's, computed already.</param>
    public EvaluationResult Of(
        Classifier model,
        ForgetSplit split,
        SplitOutputs outputs,
        ReferencePredictions? original = null,
        ReferencePredictions? retrain = null
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var notes = new List<string>();
        if (outputs.RetainIsSample)
        {
            notes.Add($"D_r is measured on a random {outputs.Retain.Labels.shape[0]} of its {outputs.RetainCount} images.");
        }
        var accuracies = AddAccuracies(values, outputs);
        if (retrain is null)
        {
            notes.Add("No gap to Retrain: there is no Retrain of this data set, model and class to compare with.");
        }
        else
        {
            AddGaps(values, accuracies, retrain.Accuracies(outputs));
        }
        if (Metrics == MetricSet.Full)
        {
            AddAttacks(values, outputs, retrain);
            if (retrain is not null)
            {
                AddDivergences(values, outputs, retrain);
            }
            var train = TrainingFeatures(outputs);
            AddProbe(values, outputs, train, model.Spec.Classes);
            if (original is null)
            {
                notes.Add("No relearn epochs: there is no Original whose loss on D_f would be the goal.");
            }
            else
            {
                AddRelearning(values, model, split, outputs, train, original);
            }
        }
        foreach (var (name, _) in values.Where(static pair => !double.IsFinite(pair.Value)).ToList())
        {
            values.Remove(name);
            notes.Add($"{name} is left out: there is no image to measure it on, or the network's outputs are not finite.");
        }
        return new(values, notes);
    }

    private static SplitAccuracies AddAccuracies(SortedDictionary<string, double> values, SplitOutputs outputs)
    {
        var accuracies = outputs.Accuracies;
        (values["D_r"], values["D_f"], values["D_tr"], values["D_tf"]) = (
            accuracies.Retain,
            accuracies.Forget,
            accuracies.RetainTest,
            accuracies.ForgetTest
        );
        values["US"] = accuracies.Score;
        return accuracies;
    }

    private static void AddGaps(SortedDictionary<string, double> values, SplitAccuracies ours, SplitAccuracies retrain)
    {
        values["gap_to_retrain"] = RetrainGap.Of(ours, retrain);
        values["us_gap"] = UnlearningScoreGap.Of(ours, retrain);
        values["tow"] = TugOfWar.Of(ours, retrain);
    }

    private static void AddAttacks(SortedDictionary<string, double> values, SplitOutputs outputs, ReferencePredictions? retrain)
    {
        var (confidence, entropy) = Attacks(outputs.Retain.Logits, outputs.RetainTest.Logits, outputs.Forget.Logits);
        (values["mia_confidence"], values["mia_confidence_attack"]) = (confidence.NonMemberPercent, confidence.AttackAccuracy);
        (values["mia_entropy"], values["mia_entropy_attack"]) = (entropy.NonMemberPercent, entropy.AttackAccuracy);
        if (retrain is not null)
        {
            var (goalConfidence, goalEntropy) = Attacks(retrain.Retain, retrain.RetainTest, retrain.Forget);
            values["mia_confidence_gap"] = Math.Abs(confidence.NonMemberPercent - goalConfidence.NonMemberPercent);
            values["mia_entropy_gap"] = Math.Abs(entropy.NonMemberPercent - goalEntropy.NonMemberPercent);
        }

        (MembershipInference.AttackResult Confidence, MembershipInference.AttackResult Entropy) Attacks(
            Tensor retain,
            Tensor test,
            Tensor forget
        ) =>
            (
                MembershipInference.Confidence(
                    (retain, outputs.Retain.Labels),
                    (test, outputs.RetainTest.Labels),
                    (forget, outputs.Forget.Labels)
                ),
                MembershipInference.Entropy(retain, test, forget)
            );
    }

    private static void AddDivergences(SortedDictionary<string, double> values, SplitOutputs outputs, ReferencePredictions retrain)
    {
        values["kl_forget"] = OutputDivergence.KullbackLeibler(retrain.Forget, outputs.Forget.Logits);
        values["js_forget"] = OutputDivergence.JensenShannon(retrain.Forget, outputs.Forget.Logits);
        values["kl_forget_test"] = OutputDivergence.KullbackLeibler(retrain.ForgetTest, outputs.ForgetTest.Logits);
        values["js_forget_test"] = OutputDivergence.JensenShannon(retrain.ForgetTest, outputs.ForgetTest.Logits);
    }

    private static void AddProbe(
        SortedDictionary<string, double> values,
        SplitOutputs outputs,
        (Tensor Features, Tensor Labels) train,
        int classes
    )
    {
        if (!train.Features.isfinite().all().item<bool>())
        {
            values["probe_D_tf"] = values["probe_D_tr"] = double.NaN;
            return;
        }
        using var probe = LinearProbe.Fit(train.Features, train.Labels, classes);
        values["probe_D_tf"] = probe.Accuracy(outputs.ForgetTest.Features, outputs.ForgetTest.Labels);
        values["probe_D_tr"] = probe.Accuracy(outputs.RetainTest.Features, outputs.RetainTest.Labels);
    }

    private void AddRelearning(
        SortedDictionary<string, double> values,
        Classifier model,
        ForgetSplit split,
        SplitOutputs outputs,
        (Tensor Features, Tensor Labels) train,
        ReferencePredictions original
    )
    {
        _ = original.Accuracies(outputs); // of the same data?
        var goal = RelearnEpochs.Loss(original.Forget, outputs.Forget.Labels);
        values["relearn_head_epochs"] = Relearn.OfHead(
            model.Head.weight!,
            model.Head.bias!,
            train.Features,
            train.Labels,
            outputs.Forget.Features,
            outputs.Forget.Labels,
            goal,
            RandomStream.For(Seed, "relearn", "head")
        );
        if (RelearnNetwork)
        {
            using var grad = enable_grad();
            values["relearn_epochs"] = Relearn.OfNetwork(model, split, goal, RandomStream.For(Seed, "relearn", "network"), Precision);
        }
    }

    // Where D_r is a sample, as large a share of D_f goes with it: the classes keep their proportions.
    private static (Tensor Features, Tensor Labels) TrainingFeatures(SplitOutputs outputs)
    {
        var forgets = outputs.Forget.Labels.shape[0];
        var share = (long)Math.Ceiling(forgets * ((double)outputs.Retain.Labels.shape[0] / outputs.RetainCount));
        return (
            cat([outputs.Retain.Features, outputs.Forget.Features.narrow(0, 0, share)]),
            cat([outputs.Retain.Labels, outputs.Forget.Labels.narrow(0, 0, share)])
        );
    }
}
