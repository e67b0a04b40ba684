using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Unlearning.Runs;

/// <summary>
/// The network that methods start from, and what they are compared with: the outputs of it and of the retrained networks, by what is
/// forgotten.
/// </summary>
/// <param name="original">Is taken over.</param>
/// <param name="maxRetain">See <see cref="UnlearningEvaluation.MaxRetain"/>.</param>
internal sealed class NetworkAtHand((string Dataset, string Model, int Seed) key, Classifier original, Precision precision, int maxRetain)
    : IDisposable
{
    private readonly Dictionary<(bool Retrained, string Set), SplitOutputs> references = [];

    public (string Dataset, string Model, int Seed) Key => key;

    public Classifier Original => original;

    /// <summary>Takes over outputs, in place of those it had.</summary>
    public void Keep(bool retrained, ForgetSplit split, SplitOutputs outputs)
    {
        references.GetValueOrDefault((retrained, split.Name))?.Dispose();
        references[(retrained, split.Name)] = outputs.Reference();
    }

    /// <summary>Of networks measured already as they were found then; else now. Retrain's is null until it has been trained.</summary>
    public (SplitOutputs Original, SplitOutputs? Retrain) References(ForgetSplit split, TrainedModels trained)
    {
        if (!references.ContainsKey((false, split.Name)))
        {
            Measure(retrained: false, split, original);
        }
        if (!references.ContainsKey((true, split.Name)) && trained.Kept(retrained: true).IsThere)
        {
            using var retrained = trained.Retrained().Model;
            Measure(retrained: true, split, retrained);
        }
        return (references[(false, split.Name)], references.GetValueOrDefault((true, split.Name)));
    }

    public void Dispose()
    {
        original.Dispose();
        foreach (var outputs in references.Values)
        {
            outputs.Dispose();
        }
    }

    private void Measure(bool retrained, ForgetSplit split, Classifier model)
    {
        using var outputs = SplitOutputs.Of(model, split, precision, maxRetain);
        Keep(retrained, split, outputs);
    }
}
