using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>
/// All metrics of one network from one forward pass over each part of the data.
/// <list type="bullet">
/// <item><c>D_r</c>, <c>D_f</c>, <c>D_tr</c>, <c>D_tf</c>: accuracies, percent (<see cref="Accuracy"/>); <c>US</c>
/// (<see cref="UnlearningScore"/>). Where only training images are forgotten: <c>D_t</c>, the whole test set, for D_tr, and neither
/// D_tf, US nor probe. Of several classes <c>D_tf.3</c> for each as well; of a sub-class <c>siblings</c> and <c>siblings_test</c>, the
/// accuracies on the rest of its class in D_r and the test set.</item>
/// <item>With Retrain, where D_f is no class: <c>over_forgetting</c>, by how many points D_f lies below Retrain's.</item>
/// <item>With Retrain: <c>gap_to_retrain</c>, points, <c>us_gap</c>, <c>tow</c> (<see cref="SplitAccuracies"/>).</item>
/// <item><see cref="MetricSet.Full"/>: <c>mia_confidence</c>, <c>mia_entropy</c> and the attacks' own accuracies
/// <c>mia_confidence_attack</c>, <c>mia_entropy_attack</c>, percent (<see cref="MembershipInference"/>); <c>probe_D_tf</c>,
/// <c>probe_D_tr</c>, percent (<see cref="LinearProbe"/>).</item>
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

    /// <summary>
    /// Also relearn with all layers: up to <see cref="RelearnEpochs.Cap"/> forwards over D_f and 500 training images each.
    /// </summary>
    public bool RelearnNetwork { get; init; }

    /// <summary>Of the images that relearning draws.</summary>
    public int Seed { get; init; }

    /// <param name="original">For relearning; its features are not needed, as little as Retrain's.</param>
    /// <param name="retrain">For all gaps; they are left out without it.</param>
    /// <exception cref="LetheException">A reference was made on other data.</exception>
    public EvaluationResult Of(Classifier model, ForgetSplit split, SplitOutputs? original = null, SplitOutputs? retrain = null)
    {
        using var outputs = SplitOutputs.Of(model, split, Precision, MaxRetain);
        return Of(model, split, outputs, original, retrain);
    }

    /// <param name="outputs">The network's, computed already.</param>
    public EvaluationResult Of(
        Classifier model,
        ForgetSplit split,
        SplitOutputs outputs,
        SplitOutputs? original = null,
        SplitOutputs? retrain = null
    )
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var notes = new List<string>();
        if (outputs.Retain.Labels.shape[0] < outputs.RetainCount)
        {
            notes.Add($"D_r is measured on a random {outputs.Retain.Labels.shape[0]} of its {outputs.RetainCount} images.");
        }
        original?.RequireSameImages(outputs);
        retrain?.RequireSameImages(outputs);
        var accuracies = outputs.Accuracies;
        SplitParts.AddAccuracies(values, split, outputs);
        if (retrain is null)
        {
            notes.Add("No gap to Retrain: there is no Retrain of this data set, model and class to compare with.");
        }
        else
        {
            SplitParts.AddGaps(values, split, accuracies, retrain.Accuracies);
        }
        if (Metrics == MetricSet.Full)
        {
            AddAttacks(values, outputs, retrain);
            if (retrain is not null)
            {
                AddDivergences(values, outputs, retrain);
            }
            var train = TrainingFeatures(outputs);
            if (!split.TestIsWhole)
            {
                AddProbe(values, outputs, train, model.Spec.Classes);
            }
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
        return new(values, notes) { Accuracies = accuracies };
    }

    private static void AddAttacks(SortedDictionary<string, double> values, SplitOutputs outputs, SplitOutputs? retrain)
    {
        foreach (
            var (name, attack) in ((string, Func<SplitOutputs, MembershipInference.AttackResult>)[])
                [("mia_confidence", MembershipInference.Confidence), ("mia_entropy", MembershipInference.Entropy)]
        )
        {
            var found = attack(outputs);
            (values[name], values[$"{name}_attack"]) = (found.NonMemberPercent, found.AttackAccuracy);
            if (retrain is not null)
            {
                values[$"{name}_gap"] = Math.Abs(found.NonMemberPercent - attack(retrain).NonMemberPercent);
            }
        }
    }

    private static void AddDivergences(SortedDictionary<string, double> values, SplitOutputs outputs, SplitOutputs retrain)
    {
        foreach (
            var (name, goal, ours) in ((string, Tensor, Tensor)[])
                [
                    ("forget", retrain.Forget.Logits, outputs.Forget.Logits),
                    .. outputs.TestIsWhole
                        ? ((string, Tensor, Tensor)[])[]
                        : [("forget_test", retrain.ForgetTest.Logits, outputs.ForgetTest.Logits)],
                ]
        )
        {
            values[$"kl_{name}"] = OutputDivergence.KullbackLeibler(goal, ours);
            values[$"js_{name}"] = OutputDivergence.JensenShannon(goal, ours);
        }
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
        SplitOutputs original
    )
    {
        var goal = RelearnEpochs.Loss(original.Forget.Logits, outputs.Forget.Labels);
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
