using Lethe.Data;
using Lethe.Experiments.Runs;
using Lethe.Models;
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
                    .All.Where(method => method.IsInPaper || method is LogitMask || (!profile.IsTiny && !method.IsRival))
                    .Select(static method => method.Name),
            ]);

        /// <summary>
        /// Images of D_r that accuracy and attacks are measured on: all, or a random part where a forward pass takes minutes.
        /// </summary>
        public int MeasuredRetain => profile.Of(int.MaxValue, 2_000, 10_000, int.MaxValue);

        /// <summary>A data set, or a slice of it, on the CPU.</summary>
        internal DatasetPair Load(string dataset, string? dataDir)
        {
            var data = DatasetCatalog.Load(dataset, new DataOptions(dataDir, DatasetCatalog.All.Find(dataset)?.Side ?? 32));
            return profile == Profile.Smoke ? data.Slice(SmokeImages) : data;
        }

        /// <summary>The same where networks are trained.</summary>
        internal DatasetPair Load(string dataset, RunContext context)
        {
            var data = profile.Load(dataset, context.Request.DataDir);
            if (context.DataDevice.type == TorchSharp.DeviceType.CPU)
            {
                return data;
            }
            using var onCpu = data;
            return data.To(context.DataDevice);
        }

        /// <summary>A network as wide as the profile has it.</summary>
        public ModelSpec Spec(string model, DatasetPair data) =>
            new(model, data.Classes, ModelCatalog.All.Get(model).Width(profile), data.Train.Channels);

        /// <summary>How a network is trained on a data set; both say what is their own.</summary>
        public TrainingRecipe Recipe(string model, string dataset, Precision precision)
        {
            var network = ModelCatalog.All.Get(model);
            return new()
            {
                Epochs = network.Epochs(profile),
                // Few images: smaller batches give more steps.
                BatchSize =
                    network.Pretrained is not null ? 32
                    : profile == Profile.Quick ? 64
                    : 128,
                Optimizer = network.UsesAdam ? OptimizerKind.Adam : OptimizerKind.Sgd,
                LearningRate = network.LearningRate(profile),
                WeightDecay = network.WeightDecay,
                Schedule = profile == Profile.Paper && network.Pretrained is null ? Schedule.Cosine : Schedule.OneCycle,
                Augmentation = DatasetCatalog.All.Find(dataset)?.IsFilled is true ? Augmentation.FlipOnly : Augmentation.CropFlip,
                Precision = precision,
            };
        }

        /// <summary>How a network is trained on a person's own photographs: some hundred or thousand, not sixty thousand.</summary>
        public TrainingRecipe PhotographRecipe(string model, Precision precision)
        {
            var (network, recipe) = (ModelCatalog.All.Get(model), profile.Recipe(model, "", precision));
            return recipe with
            {
                Epochs = network.Pretrained is null ? profile.Of(2, 12, 20, 60) : recipe.Epochs,
                BatchSize = 32,
                LearningRate = network.Pretrained is null && !network.UsesAdam ? 0.05 : recipe.LearningRate,
                Schedule = Schedule.OneCycle,
            };
        }
    }
}
