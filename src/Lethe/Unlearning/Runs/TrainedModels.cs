using Lethe.Data;
using Lethe.Experiments.Runs;
using Lethe.Models;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Unlearning.Runs;

/// <summary>
/// Originals and retrained networks, trained once and kept in the cache under the hash of what decides them. A training that is killed goes
/// on at its last whole epoch.
/// </summary>
/// <param name="data">With D_f and D_r in <paramref name="split"/>.</param>
public sealed class TrainedModels(DatasetPair data, ForgetSplit split, ModelSpec spec, TrainingRecipe recipe, int seed)
{
    private readonly Cache<Classifier, double> cache = new(
        () =>
        {
            manual_seed(seed);
            return StartingWeights.Create(spec);
        },
        (model, path) =>
        {
            var metadata = ModelFile.Load(model, path);
            model.to(data.Train.Device).eval();
            return metadata;
        },
        static (model, path, metadata) => ModelFile.Save(model, path, metadata)
    );

    /// <summary>CPU or CUDA; where the data are, if nothing else is said.</summary>
    public string DeviceType { get; init; } = data.Train.Device.type.ToString();

    public IProgress<TrainingProgress>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>How they are taken from the cache.</summary>
    public CacheUse Use { get; init; }

    /// <summary>What the original, or the retrained network, is kept under.</summary>
    public KeptNetwork Kept(bool retrained) =>
        retrained ? new(NameOf("retrained"), Identity(split)) : new(NameOf("original"), Identity(null));

    /// <summary>
    /// The network trained on all images, in evaluation mode on the data's device, and the seconds that took; trained now if it is not in
    /// the cache.
    /// </summary>
    public (Classifier Model, double Seconds) Original() =>
        cache.Get(
            Kept(retrained: false),
            (model, checkpoint) =>
            {
                model.to(data.Train.Device);
                var seconds = new Trainer(recipe, seed) { CheckpointFile = checkpoint, Progress = Progress }
                    .Train(model, data.Train.All(), Cancellation)
                    .Seconds;
                model.eval();
                return seconds;
            },
            Use
        );

    /// <summary>The network of <see cref="Retrain"/>; trained now if it is not in the cache.</summary>
    /// <inheritdoc cref="Original"/>
    public (Classifier Model, double Seconds) Retrained() =>
        cache.Get(
            Kept(retrained: true),
            (model, checkpoint) =>
            {
                model.to(data.Train.Device);
                var method = new Retrain();
                var task = new UnlearningTask(model, split.Classes, method.Reads, split.ForgetTrain, split.RetainTrain)
                {
                    Recipe = recipe,
                    Seed = seed,
                    Precision = recipe.Precision,
                    CheckpointFile = checkpoint,
                    Progress = Progress,
                    Cancellation = Cancellation,
                };
                method.Unlearn(task);
                model.eval();
                return task.Figures["training_seconds"];
            },
            Use
        );

    private string NameOf(string kind) => $"{kind}-{data.Name}-{spec.Architecture}";

    private TrainedClassifier Identity(ForgetSplit? without) =>
        new(
            new(data.Title, data.Train.Count, spec, recipe, DeviceType),
            seed,
            without?.Classes is [var one] ? one : null,
            without?.Classes is [_] ? null : without?.Name
        );
}
