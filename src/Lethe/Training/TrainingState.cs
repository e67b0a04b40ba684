using System.Globalization;
using System.Text.Json;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>
/// All that a training needs to go on where it stopped: weights and statistics, the optimizer's moments, the state of the random
/// stream, epochs done, losses and seconds. One safetensors file.
/// </summary>
internal sealed class TrainingState(Classifier model, OptimizerHelper optimizer, RandomStream random, string identity)
{
    private readonly OptimizerMoments moments = new(optimizer);

    public int Epoch { get; set; }

    public double Seconds { get; set; }

    public List<double> Losses { get; } = [];

    /// <summary>Of each epoch on validation, where there is one.</summary>
    public List<double> Scores { get; } = [];

    /// <summary>Tensors other than the network's and the optimizer's that belong to the state; overwritten in place when it is taken
    /// up.</summary>
    public IReadOnlyDictionary<string, Tensor> Beside { get; init; } = new Dictionary<string, Tensor>();

    public void Save(string path)
    {
        var tensors = model.state_dict().ToDictionary(static pair => $"model.{pair.Key}", static pair => pair.Value);
        moments.AddTo(tensors);
        foreach (var (name, value) in Beside)
        {
            tensors[$"beside.{name}"] = value;
        }
        SafetensorsFile.Write(
            path,
            tensors,
            new Dictionary<string, string>
            {
                ["training"] = identity,
                ["architecture"] = model.Spec.Architecture,
                ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
                ["random"] = random.State.ToString(CultureInfo.InvariantCulture),
                ["adam_steps"] = moments.Steps,
                ["seconds"] = Seconds.ToString("R", CultureInfo.InvariantCulture),
                ["losses"] = JsonSerializer.Serialize(Losses),
                ["scores"] = JsonSerializer.Serialize(Scores),
            }
        );
    }

    /// <summary>Takes up the state in the file; false if there is none, or it belongs to another training.</summary>
    /// <exception cref="LetheException">The file is there and broken.</exception>
    public bool TryLoad(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (tensors, metadata) = SafetensorsFile.Read(path);
        if (metadata.GetValueOrDefault("training") != identity)
        {
            return false;
        }
        ModelFile.Fill(model, tensors, "model.", path);
        foreach (var (name, value) in Beside)
        {
            value.copy_(
                tensors.TryGetValue($"beside.{name}", out var saved) && saved.shape.AsSpan().SequenceEqual(value.shape)
                    ? saved
                    : throw LetheException.BadFile(
                        $"{path} is not a whole checkpoint: beside.{name} is missing or of the wrong shape. Delete it to train "
                            + $"from the start."
                    )
            );
        }
        try
        {
            Epoch = int.Parse(metadata["epoch"], CultureInfo.InvariantCulture);
            random.State = ulong.Parse(metadata["random"], CultureInfo.InvariantCulture);
            moments.TakeUp(tensors, metadata["adam_steps"], path);
            Seconds = double.Parse(metadata["seconds"], CultureInfo.InvariantCulture);
            Losses.AddRange(JsonSerializer.Deserialize<List<double>>(metadata["losses"])!);
            Scores.AddRange(JsonSerializer.Deserialize<List<double>>(metadata["scores"])!);
            return true;
        }
        catch (Exception error) when (error is KeyNotFoundException or FormatException or OverflowException or JsonException)
        {
            throw LetheException.BadFile($"{path} is not a whole checkpoint: {error.Message} Delete it to train from the start.", error);
        }
    }
}
