using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;

namespace Lethe.Unlearning.Runs;

/// <summary>What a profile means for classifiers that are to forget.</summary>
public static class ClassifierProfile
{
    /// <summary>Training images at smoke, and a fifth as many test images.</summary>
    public const int SmokeImages = 500;

    extension(Profile profile)
    {
        /// <summary>What runs if nothing else is asked for.</summary>
        internal IReadOnlyList<string> Datasets => profile.IsTiny ? [FashionMnist.SampleName] : [FashionMnist.Name, Cifar10Binary.Name];

        /// <summary>Likewise: the paper's rows and the logit mask; DELETE too where minutes do not count.</summary>
        internal IReadOnlyList<string> Methods =>
            UnlearningCatalog.InOrder([
                UnlearningCatalog.Original,
                .. UnlearningCatalog
                    .All.Where(method => method.IsInPaper || method is LogitMask || !profile.IsTiny)
                    .Select(static method => method.Name),
            ]);

        /// <summary>
        /// Images of D_r that accuracy and attacks are measured on: all, or a random part where a forward pass takes minutes.
        /// </summary>
        public int MeasuredRetain => profile.Of(int.MaxValue, 2_000, 10_000, int.MaxValue);

        /// <summary>A network as wide as the profile has it.</summary>
        public ModelSpec Spec(string model, DatasetPair data) =>
            new(model, data.Classes, ModelCatalog.All.Get(model).Width(profile), data.Train.Channels);

        /// <summary>
        /// CNNs: SGD 0.1, momentum 0.9, weight decay 5e-4, batch 128. ViT: Adam 1e-4 at full size, as in the public recipe for this very
        /// net (kentaroy47/vision-transformers-cifar10), more where the run is short. Fashion is mirrored only; other images are also
        /// shifted.
        /// </summary>
        public TrainingRecipe Recipe(string model, string dataset, Precision precision)
        {
            var isVit = model is "vit";
            return new()
            {
                Epochs = ModelCatalog.All.Get(model).Epochs(profile),
                BatchSize = profile == Profile.Quick ? 64 : 128, // few images: smaller batches give more steps
                Optimizer = isVit ? OptimizerKind.Adam : OptimizerKind.Sgd,
                LearningRate = isVit ? profile.Of(1e-3, 2e-3, 1e-3, 1e-4) : profile.Of(0.1, 0.05, 0.1, 0.1),
                WeightDecay = isVit ? 0 : 5e-4,
                Schedule = profile == Profile.Paper ? Schedule.Cosine : Schedule.OneCycle,
                Augmentation = dataset.StartsWith("fashion", StringComparison.Ordinal) ? Augmentation.FlipOnly : Augmentation.CropFlip,
                Precision = precision,
            };
        }
    }
}
