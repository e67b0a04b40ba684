using System.Globalization;
using System.Text.Json;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>
/// All that a loop of numbered steps needs to go on where it stopped: weights, the optimizer's moments, steps done, losses and seconds. One
/// safetensors file. There is no
/// random stream in it: each step draws from one of its own.
/// </summary>
/// <param name="weights">What is trained and what follows it, by name; overwritten in place when the state is taken up.</param>
/// <param name="identity">A file of another one is not taken up.</param>
internal sealed class LoopState(IReadOnlyDictionary<string, Tensor> weights, OptimizerHelper optimizer, string identity)
{
    private const string Prefix = "weight.";

    private readonly OptimizerMoments moments = new(optimizer);

    /// <summary>Steps done.</summary>
    public int Step { get; set; }

    public double Seconds { get; set; }

    /// <summary>Of each step.</summary>
    public List<double> Losses { get; } = [];

    /// <exception cref="LetheException">It cannot be written; an older file is then what it was.</exception>
    public void Save(string path)
    {
        var tensors = weights.ToDictionary(static named => Prefix + named.Key, static named => named.Value, StringComparer.Ordinal);
        moments.AddTo(tensors);
        SafetensorsFile.Write(
            path,
            tensors,
            new Dictionary<string, string>
            {
                ["loop"] = identity,
                ["step"] = Step.ToString(CultureInfo.InvariantCulture),
                ["adam_steps"] = moments.Steps,
                ["seconds"] = Seconds.ToString("R", CultureInfo.InvariantCulture),
                ["losses"] = JsonSerializer.Serialize(Losses),
            }
        );
    }

    /// <summary>Takes up the state in the file; false if there is none, or it belongs to another loop.</summary>
    /// <exception cref="LetheException">The file is there and broken (<see cref="ExitCode.BadFile"/>).</exception>
    public bool TryLoad(string? path)
    {
        if (path is null || !File.Exists(path))
        {
            return false;
        }
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (tensors, metadata) = SafetensorsFile.Read(path);
        if (metadata.GetValueOrDefault("loop") != identity)
        {
            return false;
        }
        foreach (var (name, weight) in weights)
        {
            weight.copy_(
                tensors.TryGetValue(Prefix + name, out var saved) && saved.shape.AsSpan().SequenceEqual(weight.shape)
                    ? saved
                    : throw LetheException.BadFile(
                        $"{path} is not a whole checkpoint: {Prefix}{name} is missing or of the wrong shape. Delete it to start anew."
                    )
            );
        }
        try
        {
            moments.TakeUp(tensors, metadata["adam_steps"], path);
            Step = int.Parse(metadata["step"], CultureInfo.InvariantCulture);
            Seconds = double.Parse(metadata["seconds"], CultureInfo.InvariantCulture);
            Losses.AddRange(JsonSerializer.Deserialize<List<double>>(metadata["losses"])!);
            return true;
        }
        catch (Exception error) when (error is KeyNotFoundException or FormatException or OverflowException or JsonException)
        {
            throw LetheException.BadFile($"{path} is not a whole checkpoint: {error.Message} Delete it to start anew.", error);
        }
    }
}
