using System.Text.Json;
using TorchSharp.Modules;

namespace Lethe.Training;

/// <summary>All that a loop of steps or epochs needs to go on where it stopped, as one safetensors file.</summary>
/// <param name="weights">What is trained and what follows it, by name; overwritten in place.</param>
/// <param name="identity">A file of another one is not taken up.</param>
internal sealed class LoopState(Func<IEnumerable<KeyValuePair<string, Tensor>>> weights, OptimizerHelper optimizer, string identity)
{
    private const string Prefix = "weight.";

    private readonly OptimizerMoments moments = new(optimizer);

    public int Step { get; set; }

    public double Seconds { get; set; }

    /// <summary>Of each step or epoch.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Of each epoch on validation, where there is one.</summary>
    public List<double> Scores { get; } = [];

    /// <summary>What the steps draw from; unused by a loop whose steps draw each from a stream of its own.</summary>
    public RandomStream Random { get; init; } = new(0);

    /// <summary>What the steps draw from, unless each has a stream of its own.</summary>
    public void Save(string? path)
    {
        if (path is null)
        {
            return;
        }
        var tensors = weights().ToDictionary(static named => Prefix + named.Key, static named => named.Value);
        moments.AddTo(tensors);
        SafetensorsFile.Write(
            path,
            tensors,
            new Dictionary<string, string>
            {
                ["loop"] = identity,
                ["step"] = Step.ToString(CultureInfo.InvariantCulture),
                ["random"] = Random.State.ToString(CultureInfo.InvariantCulture),
                ["adam_steps"] = moments.Steps,
                ["seconds"] = Seconds.ToString("R", CultureInfo.InvariantCulture),
                ["losses"] = JsonSerializer.Serialize(Losses),
                ["scores"] = JsonSerializer.Serialize(Scores),
            }
        );
    }

    /// <returns>False if there is no such file, or it belongs to another loop.</returns>
    /// <exception cref="LetheException">BadFile.</exception>
    public bool TryLoad(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return false;
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (tensors, metadata) = SafetensorsFile.Read(path);
        return metadata.GetValueOrDefault("loop") == identity
            && ForeignFile.Checked(path, "is not a whole checkpoint", () => TakeUp(tensors, metadata), "Delete it to start anew.");
    }

    private bool TakeUp(Dictionary<string, Tensor> tensors, Dictionary<string, string> metadata)
    {
        foreach (var (name, weight) in weights())
        {
            weight.copy_(
                tensors.TryGetValue(Prefix + name, out var saved) && saved.shape.AsSpan().SequenceEqual(weight.shape)
                    ? saved
                    : throw new InvalidDataException($"{Prefix}{name} is missing or of the wrong shape")
            );
        }
        try
        {
            moments.TakeUp(tensors, metadata["adam_steps"]);
            Step = int.Parse(metadata["step"], CultureInfo.InvariantCulture);
            Random.State = ulong.Parse(metadata["random"], CultureInfo.InvariantCulture);
            Seconds = double.Parse(metadata["seconds"], CultureInfo.InvariantCulture);
            Losses.AddRange(JsonSerializer.Deserialize<List<double>>(metadata["losses"])!);
            Scores.AddRange(JsonSerializer.Deserialize<List<double>>(metadata["scores"])!);
            return true;
        }
        catch (Exception error) when (error is KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }
}
