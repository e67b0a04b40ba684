using Lethe.Data;
using Lethe.Experiments.Runs;

namespace Lethe.Unlearning.Runs;

/// <summary>The class to forget where an experiment itself names none.</summary>
internal static class ForgottenClass
{
    /// <param name="data">Its own class, if it has one and nothing was chosen; otherwise the usual number.</param>
    /// <exception cref="LetheException">What was chosen is no number (<see cref="ExitCode.Usage"/>).</exception>
    public static int Of(ExperimentRequest request, DatasetPair data) =>
        request.Choice(UnlearningLab.ForgetChoice) is not { } chosen ? Own(data)
        : chosen is [var one] && int.TryParse(one, CultureInfo.InvariantCulture, out var number) ? number
        : throw LetheException.Usage($"The class to forget is one number, counted from 0, not '{string.Join(", ", chosen)}'.");

    private static int Own(DatasetPair data) =>
        DatasetCatalog.All.Find(data.Name)?.Forget is { } name && data.Train.ClassNames.ToList().IndexOf(name) is >= 0 and var own
            ? own
            : UnlearningLab.UsualForgetClass;
}
