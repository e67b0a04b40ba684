using Lethe.Metrics;
using Lethe.Models;

namespace Lethe.Experiments.Runs;

/// <summary>
/// What all methods of one network start from and are compared with: the original itself, and the predictions of it and of the retrained
/// networks on the parts of the data, by the class to forget.
/// </summary>
/// <param name="key">Which network this is.</param>
/// <param name="original">Belongs to the bench from now on.</param>
internal sealed class ModelBench((string Dataset, string Model, int Seed) key, Classifier original) : IDisposable
{
    private readonly Dictionary<(bool Retrained, int ForgetClass), ReferencePredictions> references = [];

    public (string Dataset, string Model, int Seed) Key { get; } = key;

    public Classifier Original { get; } = original;

    /// <summary>Null if <see cref="Keep"/> was not called for it.</summary>
    public ReferencePredictions? Find(bool retrained, int forgetClass) => references.GetValueOrDefault((retrained, forgetClass));

    /// <summary>Takes over predictions, in place of those it had.</summary>
    public void Keep(bool retrained, int forgetClass, ReferencePredictions predictions)
    {
        Find(retrained, forgetClass)?.Dispose();
        references[(retrained, forgetClass)] = predictions;
    }

    public void Dispose()
    {
        Original.Dispose();
        foreach (var predictions in references.Values)
        {
            predictions.Dispose();
        }
    }
}
