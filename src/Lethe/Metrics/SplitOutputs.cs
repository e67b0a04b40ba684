using Lethe.Data;
using Lethe.Models;

namespace Lethe.Metrics;

/// <summary>Features, logits and labels of one network on D_r, D_f, D_tr and D_tf, from one forward pass over each.</summary>
public sealed class SplitOutputs : IDisposable
{
    internal SplitOutputs(Part retain, Part forget, Part retainTest, Part forgetTest, int retainCount) =>
        (Retain, Forget, RetainTest, ForgetTest, RetainCount) = (retain, forget, retainTest, forgetTest, retainCount);

    /// <summary>One part's outputs.</summary>
    /// <param name="Features">N x d, float32, on the data's device.</param>
    /// <param name="Logits">N x classes, float32, on the CPU.</param>
    /// <param name="Labels">int64, N, on the CPU.</param>
    public sealed record Part(Tensor Features, Tensor Logits, Tensor Labels) : IDisposable
    {
        public double Accuracy => Metrics.Accuracy.Of(Logits, Labels);

        public void Dispose()
        {
            Features.Dispose();
            Logits.Dispose();
            Labels.Dispose();
        }
    }

    /// <summary>D_r, or a sample of it.</summary>
    public Part Retain { get; }

    public Part Forget { get; }

    public Part RetainTest { get; }

    public Part ForgetTest { get; }

    /// <summary>Size of the whole D_r.</summary>
    public int RetainCount { get; }

    /// <summary><see cref="ForgetSplit.TestIsWhole"/>.</summary>
    public bool TestIsWhole { get; private init; }

    public SplitAccuracies Accuracies =>
        new(Retain.Accuracy, Forget.Accuracy, RetainTest.Accuracy, ForgetTest.Accuracy) { TestIsWhole = TestIsWhole };

    /// <param name="maxRetain">D_r has nine times the images of D_f; with fewer allowed, a fixed random sample is read, the same for every
    /// network.</param>
    public static SplitOutputs Of(
        Classifier model,
        ForgetSplit split,
        Precision precision = Precision.Float32,
        int maxRetain = int.MaxValue
    )
    {
        using var noGrad = no_grad();
        var retain = split.RetainTrain.Take(maxRetain, RandomStream.For(0, "evaluation", "retain"));
        return new(Read(retain), Read(split.ForgetTrain), Read(split.RetainTest), Read(split.ForgetTest), split.RetainTrain.Count)
        {
            TestIsWhole = split.TestIsWhole,
        };

        Part Read(ImageSubset images)
        {
            using var scope = NewDisposeScope();
            var (features, logits) = Prediction.FeaturesAndLogits(model, images.Fresh(), precision);
            return new(
                features.DetachFromDisposeScope(),
                logits.cpu().DetachFromDisposeScope(),
                images.Labels().cpu().DetachFromDisposeScope()
            );
        }
    }

    /// <summary>What other networks are compared with: a copy whose features are empty.</summary>
    public SplitOutputs Reference()
    {
        return new(Kept(Retain), Kept(Forget), Kept(RetainTest), Kept(ForgetTest), RetainCount) { TestIsWhole = TestIsWhole };

        static Part Kept(Part part) =>
            new(
                zeros(0).DetachFromDisposeScope(),
                part.Logits.clone().DetachFromDisposeScope(),
                part.Labels.clone().DetachFromDisposeScope()
            );
    }

    /// <exception cref="LetheException">The other network was shown other images.</exception>
    internal void RequireSameImages(SplitOutputs other)
    {
        foreach (var (name, ours, theirs) in Parts.Zip(other.Parts, static (a, b) => (a.Name, a.Part.Logits.shape, b.Part.Logits.shape)))
        {
            if (!ours.AsSpan().SequenceEqual(theirs))
            {
                throw LetheException.BadFile(
                    $"The reference predictions on {name} are [{string.Join(", ", ours)}], the network's [{string.Join(", ", theirs)}]: "
                        + "they are of other data. Make them again for this data set, class and sample of D_r."
                );
            }
        }
    }

    public void Dispose()
    {
        foreach (var (_, part) in Parts)
        {
            part.Dispose();
        }
    }

    private IEnumerable<(string Name, Part Part)> Parts => [("D_r", Retain), ("D_f", Forget), ("D_tr", RetainTest), ("D_tf", ForgetTest)];
}
