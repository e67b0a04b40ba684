using Lethe.Data;
using Lethe.Experiments.Records;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning.Runs;

/// <summary>What a run forgets, found in each data set once.</summary>
/// <param name="data">By name; as <see cref="Prepare"/> made them.</param>
internal sealed class SplitsAtHand(ExperimentRequest request, Func<string, DatasetPair> data)
{
    private readonly Dictionary<(string Dataset, string Set), ForgetSplit> splits = [];
    private readonly ForgetSet? chosen = ForgottenClass.Chosen(request);

    /// <inheritdoc cref="ForgetSet.Prepare"/>
    public DatasetPair Prepare(DatasetPair loaded) => chosen?.Prepare(loaded) ?? loaded;

    /// <summary>What was chosen, or the data set's own class.</summary>
    public ForgetSet SetOf(string dataset) => chosen ?? ForgottenClasses.Of(ForgottenClass.Of(request, data(dataset)));

    public ForgetSplit Of(Cell cell) =>
        Of(cell.Dataset, cell.ForgetClass is { } number ? ForgottenClasses.Of(number) : SetOf(cell.Dataset));

    /// <exception cref="LetheException">It is not there, or nothing else is.</exception>
    public ForgetSplit Of(string dataset, ForgetSet forgotten)
    {
        if (!splits.TryGetValue((dataset, forgotten.ToString()), out var split))
        {
            splits[(dataset, forgotten.ToString())] = split = forgotten.Split(data(dataset));
        }
        return split;
    }
}
