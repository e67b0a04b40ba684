using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lethe.Data;
using Lethe.Models;
using Lethe.Runtime;
using Lethe.Training;
using Lethe.Unlearning;
using TorchSharp;
using static TorchSharp.torch;

namespace Lethe.Experiments.Runs;

/// <summary>
/// Originals and retrained networks, trained once and kept in the cache under the hash of what decides them. A training that is
/// killed goes on at its last whole epoch.
/// </summary>
/// <param name="data">With D_f and D_r in <paramref name="split"/>.</param>
public sealed class TrainedModels(DatasetPair data, ForgetSplit split, ModelSpec spec, TrainingRecipe recipe, int seed)
{
    public IProgress<TrainingProgress>? Progress { get; init; }

    public CancellationToken Cancellation { get; init; }

    private string OriginalPath => PathOf("original", null);

    private string RetrainedPath => PathOf("retrained", split.ForgetClass);

    /// <summary>The network trained on all images, in evaluation mode on the data's device; trained now if it is not in the cache.</summary>
    /// <param name="fresh">Train it again.</param>
    public (Classifier Model, double Seconds) Original(bool fresh = false) => Load(OriginalPath, fresh) ?? Save(OriginalPath, model =>
    {
        manual_seed(seed);
        using (var initial = ModelCatalog.Create(spec))
        {
            model.CopyFrom(initial);
        }
        return Trainer(OriginalPath, seed).Train(model, data.Train.All(), Cancellation).Seconds;
    });

    /// <summary>The network of <see cref="Retrain"/>; trained now if it is not in the cache.</summary>
    public (Classifier Model, double Seconds) Retrained(bool fresh = false) => Load(RetrainedPath, fresh) ?? Save(RetrainedPath, model =>
    {
        var method = new Retrain();
        var task = new UnlearningTask(model, split.ForgetClass, method.Reads, split.ForgetTrain, split.RetainTrain)
        {
            Recipe = recipe, Seed = seed, Precision = recipe.Precision, CheckpointFile = CheckpointOf(RetrainedPath), Progress = Progress, Cancellation = Cancellation,
        };
        method.Unlearn(task);
        return task.Figures["training_seconds"];
    });

    /// <summary>True if <see cref="Retrained"/> would not have to train.</summary>
    public bool HasRetrained => File.Exists(RetrainedPath);

    private Trainer Trainer(string path, int trainerSeed) => new(recipe, trainerSeed) { CheckpointFile = CheckpointOf(path), Progress = Progress };

    private (Classifier, double)? Load(string path, bool fresh)
    {
        if (fresh || !File.Exists(path))
        {
            return null;
        }
        var model = ModelCatalog.Create(spec);
        try
        {
            var metadata = ModelFile.Load(model, path);
            model.to(data.Train.Device).eval();
            return (model, double.Parse(metadata["seconds"], CultureInfo.InvariantCulture));
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private (Classifier, double) Save(string path, Func<Classifier, double> train)
    {
        LetheHome.Ensure(LetheHome.Models);
        var model = ModelCatalog.Create(spec);
        model.to(data.Train.Device);
        var seconds = train(model);
        model.eval();
        ModelFile.Save(model, path, new Dictionary<string, string> { ["seconds"] = seconds.ToString("R", CultureInfo.InvariantCulture), ["training"] = Identity(null) });
        File.Delete(CheckpointOf(path)); // only now: a kill before this line costs nothing
        return (model, seconds);
    }

    private static string CheckpointOf(string path) => $"{path}.part";

    private string PathOf(string kind, int? without) =>
        Path.Combine(LetheHome.Models, $"{kind}-{data.Name}-{spec.Architecture}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Identity(without))))[..12]}.safetensors");

    private string Identity(int? without) => JsonSerializer.Serialize(new { data.Title, data.Train.Count, spec, recipe, seed, without, device = data.Train.Device.type.ToString() });
}
