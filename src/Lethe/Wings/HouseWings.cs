using System.Runtime.CompilerServices;
using Lethe.Detection.Runs;
using Lethe.Detection.Tables;
using Lethe.Erasing.Tables;
using Lethe.Experiments.Runs;
using Lethe.Unlearning.Runs;
using Lethe.Unlearning.Tables;
using Lethe.Unlearning.Tuning;

namespace Lethe.Wings;

/// <summary>The three wings of the house, made known to the engine, which knows none of them.</summary>
internal static class HouseWings
{
#pragma warning disable CA2255 // the engine must know them whichever of the library's types a program uses first
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Open()
    {
        ExperimentCatalog.Register(
            static () => UnlearningExperiments.All,
            UnlearningLab.ForgetChoice,
            MethodSettings.Choice,
            TuningPlan.TrialsChoice
        );
        ExperimentCatalog.Register(static () => DetectionExperiments.All, DetectionLab.FamiliesChoice);
        ExperimentCatalog.Register(static () => ErasingExperiments.All);
    }
}
