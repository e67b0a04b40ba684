using Lethe.Detection.Detectors;
using Lethe.Detection.Objectives;
using Lethe.Models;
using Lethe.Runtime;

namespace Lethe.Detection.Runs;

/// <summary>What a profile means for detectors.</summary>
public static class DetectorProfile
{
    public const string Sample = "faces-sample";

    /// <summary>Identities at smoke.</summary>
    public const int SmokeIdentities = 8;

    private static readonly string[] Parts = ["baseline", "hsic", "awp-xe", "qad"];

    /// <summary>Where detectors can be trained and tested.</summary>
    public static IReadOnlyList<string> AllDatasets { get; } =
    [Sample, "faces-procedural", "faces-lfw", "faceforensics", "celeb-df-v2", "ffiw10k"];

    extension(Profile profile)
    {
        /// <summary>What runs if nothing else is asked for.</summary>
        public IReadOnlyList<string> Datasets =>
            profile.Of<string[]>([Sample], [Sample], ["faces-lfw"], ["faceforensics", "celeb-df-v2", "ffiw10k"]);

        /// <summary>Likewise.</summary>
        public IReadOnlyList<string> Models =>
            profile.Of<string[]>(["tiny"], ["tiny"], ["efficientnet-b1"], ["resnet50", "efficientnet-b1"]);

        /// <summary>Likewise, in the main experiment.</summary>
        internal IReadOnlyList<string> Methods => profile.Of(Parts, Parts, ["baseline", "qad"], Parts);

        /// <summary>A network as wide as the profile has it.</summary>
        public ModelSpec Spec(string model, int side) => new(model, 2, DetectorCatalog.All.Get(model).Width(profile), Side: side);

        /// <summary>With the kit's settings below paper; there, with the paper's for its two networks.</summary>
        /// <exception cref="LetheException">No such objective.</exception>
        public IDetectorObjective Objective(string method, string model) => ObjectiveCatalog.Create(method).For(profile, model);

        /// <summary>
        /// The paper's recipe at paper, where it has one; shorter runs with larger steps below, because nothing starts from ImageNet there.
        /// </summary>
        public DetectorRecipe Recipe(string model, Precision precision) =>
            profile.Of(
                DetectorRecipe.Quick with
                {
                    Epochs = 2,
                    BatchSize = 8,
                    PerturbFrom = 1,
                },
                DetectorRecipe.Quick,
                model is "tiny"
                    ? DetectorRecipe.Quick with
                    {
                        Epochs = 16,
                        PerturbFrom = 8,
                    } // ten times as fast as the published ones
                    : new DetectorRecipe
                    {
                        Epochs = 6,
                        BatchSize = 16,
                        LearningRate = 1e-3,
                        Cycle = new(0.3),
                        PerturbFrom = 1,
                        WeightDecay = 1e-4,
                    },
                DetectorRecipe.IsInPaper(model) ? DetectorRecipe.ForPaper(model) : new DetectorRecipe { Epochs = 32, WeightDecay = 1e-4 }
            ) with
            {
                Precision = precision,
            };
    }
}
