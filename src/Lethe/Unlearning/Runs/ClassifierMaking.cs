using System.Diagnostics;
using System.Text.Json;
using Lethe.Data;
using Lethe.Metrics;
using Lethe.Models;
using Lethe.Training;
using TorchSharp;

namespace Lethe.Unlearning.Runs;

/// <summary>Trains a classifier on a person's own photographs, measures it on those set aside, and writes it for <c>lethe unlearn</c>. A
/// training of all layers that is killed goes on at its last whole epoch.</summary>
public sealed class ClassifierMaking : IDisposable
{
    // Of the last layer alone: as many steps as a few hundred photographs need, on features that cost nothing more.
    private static readonly (int Epochs, int BatchSize, double LearningRate) HeadRecipe = (60, 64, 0.003);

    private readonly ClassifierRequest request;
    private readonly string file;
    private readonly TrainingRecipe recipe;

    /// <param name="file">The network to write.</param>
    /// <exception cref="LetheException">The data or the weights to begin with are not there, or make no classifier.</exception>
    public ClassifierMaking(ClassifierRequest request, string file)
    {
        if (Path.GetExtension(file) != ".safetensors")
        {
            throw LetheException.Usage($"--out {file}: a network is written as a .safetensors file.");
        }
        (this.request, this.file) = (request, file);
        var network = ModelCatalog.All.Get(request.Architecture);
        if (request.HeadOnly && network.Pretrained is null)
        {
            var pretrained = ModelCatalog.All.Where(static one => one.Pretrained is not null).Select(static one => one.Name);
            throw LetheException.Usage(
                $"{network.Name} begins with random weights: trained on those, a last layer alone knows nothing. Leave out --train head, or "
                    + $"take --arch {string.Join(" or ", pretrained)}."
            );
        }
        recipe = Profile.Small.PhotographRecipe(network.Name, request.Precision);
        recipe = request.Epochs > 0 ? recipe with { Epochs = request.Epochs } : recipe;
        var side = request.Side > 0 ? request.Side : DatasetCatalog.All.Find(request.Data)?.Side ?? network.Side;
        var options = new DataOptions(request.DataDir, side);
        using var loaded = Directory.Exists(request.Data)
            ? DatasetCatalog.LoadFolder(request.Data, side)
            : DatasetCatalog.Load(request.Data, options);
        manual_seed(request.Seed);
        Model = StartingWeights.Create(new(network.Name, loaded.Classes, 1, loaded.Train.Channels, loaded.Train.Size));
        Data = loaded.To(request.Device);
    }

    public Classifier Model { get; }

    public DatasetPair Data { get; }

    private string Checkpoint => $"{file}.part";

    /// <exception cref="LetheException">NotFinite; BadFile: the file of a training that was stopped; Unwritable.</exception>
    public MadeClassifier Make(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        Model.to(request.Device);
        var (seconds, resumedAt) = request.HeadOnly ? (FitHead(cancellation), 0) : TrainAll(progress, cancellation);
        Model.eval();
        var made = new MadeClassifier(Measured(), seconds, resumedAt);
        ModelFile.Save(
            Model,
            file,
            new Dictionary<string, string>
            {
                ["class_names"] = JsonSerializer.Serialize(Data.Train.ClassNames),
                ["trained_on"] = Data.Provenance,
                ["trained_by"] = request.HeadOnly ? $"head alone, {HeadRecipe}" : recipe.ToString(),
                ["test_accuracy"] = made.Accuracy.ToString("F2", CultureInfo.InvariantCulture),
                ["seed"] = request.Seed.ToString(CultureInfo.InvariantCulture),
            }
        );
        File.Delete(Checkpoint); // only now: a kill before this line costs nothing
        return made;
    }

    public void Dispose()
    {
        Model.Dispose();
        Data.Dispose();
    }

    private (double Seconds, int ResumedAt) TrainAll(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        var trainer = new Trainer(recipe, request.Seed) { CheckpointFile = Checkpoint, Progress = progress };
        var result = trainer.Train(Model, Data.Train.All(), cancellation);
        return (result.Seconds, result.ResumedAt);
    }

    private double FitHead(CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        using var features = Prediction.Features(Model, Data.Train.All(), request.Precision);
        var own = request.Epochs > 0 ? HeadRecipe with { Epochs = request.Epochs } : HeadRecipe;
        HeadFit.Fit(Model.Head, features, Data.Train.All(), own, RandomStream.For(request.Seed, "head"), cancellation);
        return clock.Elapsed.TotalSeconds;
    }

    private List<(string Class, int Train, int Test, int Right)> Measured()
    {
        using var scope = NewDisposeScope();
        var said = Prediction.Logits(Model, Data.Test.All(), request.Precision).argmax(1).cpu().data<long>().ToArray();
        var (train, test) = (Data.Train.Labels.cpu().data<long>().ToArray(), Data.Test.Labels.cpu().data<long>().ToArray());
        return
        [
            .. Data.Train.ClassNames.Select(
                (name, label) =>
                    (
                        name,
                        train.Count(one => one == label),
                        test.Count(one => one == label),
                        test.Zip(said).Count(pair => pair.First == label && pair.Second == label)
                    )
            ),
        ];
    }
}
