using System.Globalization;
using System.Text.Json;
using Lethe.Models;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace Lethe.Training;

/// <summary>
/// All that a training needs to go on where it stopped: weights and statistics, the optimizer's moments, the state of the random
/// stream, epochs done, losses and seconds. One safetensors file.
/// </summary>
internal sealed class TrainingState(Classifier model, OptimizerHelper optimizer, RandomStream random, string identity)
{
    public int Epoch { get; set; }

    public double Seconds { get; set; }

    public List<double> Losses { get; } = [];

    /// <summary>Of each epoch on validation, where there is one.</summary>
    public List<double> Scores { get; } = [];

    /// <summary>Tensors other than the network's and the optimizer's that belong to the state; overwritten in place when it is taken up.</summary>
    public IReadOnlyDictionary<string, Tensor> Beside { get; init; } = new Dictionary<string, Tensor>();

    public void Save(string path)
    {
        var tensors = model.state_dict().ToDictionary(static pair => $"model.{pair.Key}", static pair => pair.Value);
        foreach (var (name, _, value, _) in Moments())
        {
            if (value is not null)
            {
                tensors[name] = value;
            }
        }
        foreach (var (name, value) in Beside)
        {
            tensors[$"beside.{name}"] = value;
        }
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            ["training"] = identity,
            ["architecture"] = model.Spec.Architecture,
            ["epoch"] = Epoch.ToString(CultureInfo.InvariantCulture),
            ["random"] = random.State.ToString(CultureInfo.InvariantCulture),
            ["adam_steps"] = JsonSerializer.Serialize(AdamSteps()),
            ["seconds"] = Seconds.ToString("R", CultureInfo.InvariantCulture),
            ["losses"] = JsonSerializer.Serialize(Losses),
            ["scores"] = JsonSerializer.Serialize(Scores),
        });
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
        // SGD without momentum keeps nothing; whoever keeps something keeps it for every parameter.
        var keeps = tensors.Keys.Any(static name => name.StartsWith("optimizer.", StringComparison.Ordinal));
        foreach (var (name, parameter, current, set) in Moments())
        {
            if (tensors.TryGetValue(name, out var saved) && saved.shape.AsSpan().SequenceEqual(parameter.shape))
            {
                set(saved);
            }
            else if (keeps || current is not null)
            {
                throw LetheException.BadFile($"{path} is not a whole checkpoint: {name} is missing or of the wrong shape. Delete it to train from the start.");
            }
        }
        foreach (var (name, value) in Beside)
        {
            value.copy_(tensors.TryGetValue($"beside.{name}", out var saved) && saved.shape.AsSpan().SequenceEqual(value.shape)
                ? saved
                : throw LetheException.BadFile($"{path} is not a whole checkpoint: beside.{name} is missing or of the wrong shape. Delete it to train from the start."));
        }
        try
        {
            Epoch = int.Parse(metadata["epoch"], CultureInfo.InvariantCulture);
            random.State = ulong.Parse(metadata["random"], CultureInfo.InvariantCulture);
            TakeUpAdamSteps(JsonSerializer.Deserialize<long[]>(metadata["adam_steps"])!);
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

    // Adam counts its steps for each parameter: one whose training began later has had fewer.
    private long[] AdamSteps() =>
        [.. optimizer.state_dict().State.Select(static state => state switch { Adam.State adam => adam.step, AdamW.State adam => adam.step, _ => 0 })];

    private void TakeUpAdamSteps(long[] steps)
    {
        var states = optimizer.state_dict().State;
        if (steps.Length != states.Count)
        {
            throw new FormatException($"It counts the steps of {steps.Length} parameters, and there are {states.Count}.");
        }
        foreach (var (state, step) in states.Zip(steps))
        {
            switch (state)
            {
                case Adam.State adam: adam.step = step; break;
                case AdamW.State adam: adam.step = step; break;
            }
        }
    }

    // The optimizer's tensors by name, each with a way to overwrite it. A momentum buffer does not exist before the first step.
    private IEnumerable<(string Name, Tensor Parameter, Tensor? Value, Action<Tensor> Set)> Moments()
    {
        var states = optimizer.state_dict().State;
        foreach (var (state, parameter, i) in states.Zip(optimizer.parameters(), Enumerable.Range(0, states.Count)))
        {
            switch (state)
            {
                case SGD.State sgd:
                    yield return ($"optimizer.{i}.momentum", parameter, sgd.momentum_buffer, saved =>
                        sgd.momentum_buffer = empty_like(parameter).copy_(saved).detach().DetachFromDisposeScope());
                    break;
                case Adam.State adam:
                    yield return ($"optimizer.{i}.mean", parameter, adam.exp_avg, saved => adam.exp_avg.copy_(saved));
                    yield return ($"optimizer.{i}.square", parameter, adam.exp_avg_sq, saved => adam.exp_avg_sq.copy_(saved));
                    break;
                case AdamW.State adam:
                    yield return ($"optimizer.{i}.mean", parameter, adam.exp_avg, saved => adam.exp_avg.copy_(saved));
                    yield return ($"optimizer.{i}.square", parameter, adam.exp_avg_sq, saved => adam.exp_avg_sq.copy_(saved));
                    break;
            }
        }
    }
}
