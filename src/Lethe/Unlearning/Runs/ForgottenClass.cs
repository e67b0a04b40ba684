using Lethe.Data;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Forgetting;

namespace Lethe.Unlearning.Runs;

/// <summary>What to forget where an experiment itself does not say.</summary>
internal static class ForgottenClass
{
    /// <summary>What was chosen; null if nothing was.</summary>
    /// <exception cref="LetheException">It is no set (<see cref="ExitCode.Usage"/>).</exception>
    public static ForgetSet? Chosen(ExperimentRequest request) =>
        request.Choice(UnlearningLab.ForgetChoice) switch
        {
            null => null,
            [var one] => ForgetSet.Parse(one),
            var many => throw LetheException.Usage($"One set is forgotten, not '{string.Join(", ", many)}': write {ForgetSet.Forms}."),
        };

    /// <summary>For experiments that forget one class.</summary>
    /// <param name="data">Its own class, if it has one and nothing was chosen; otherwise the usual number.</param>
    /// <exception cref="LetheException">What was chosen is no class of it (<see cref="ExitCode.Usage"/>).</exception>
    public static int Of(ExperimentRequest request, DatasetPair data) =>
        Chosen(request) switch
        {
            null => Own(data),
            ForgottenClasses { Kind: ForgetKind.Class } chosen => chosen.Numbers(data)[0],
            var other => throw LetheException.Usage(
                $"This experiment forgets one class, not {other}. Other sets are for {string.Join(", ", UnlearningLab.OfAnySet)}."
            ),
        };

    private static int Own(DatasetPair data) =>
        DatasetCatalog.All.Find(data.Name)?.Forget is { } name && data.Train.ClassNames.ToList().IndexOf(name) is >= 0 and var own
            ? own
            : UnlearningLab.UsualForgetClass;
}
