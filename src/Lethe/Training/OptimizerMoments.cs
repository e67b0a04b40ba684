using System.Text.Json;
using TorchSharp.Modules;

namespace Lethe.Training;

/// <summary>What an optimizer remembers, as tensors of a checkpoint: SGD's momentum, Adam's two moments and its counts.</summary>
internal sealed class OptimizerMoments(OptimizerHelper optimizer)
{
    private const string Prefix = "optimizer.";

    /// <summary>The counts of steps, for a checkpoint's metadata: Adam's are a parameter's own, since one whose training began later has
    /// had fewer.</summary>
    public string Steps =>
        JsonSerializer.Serialize(
            optimizer.state_dict().State.Select(static state => (state as Adam.State)?.step ?? (state as AdamW.State)?.step ?? 0)
        );

    public void AddTo(IDictionary<string, Tensor> tensors)
    {
        foreach (var (name, _, value, _) in Moments())
        {
            if (value is not null)
            {
                tensors[name] = value;
            }
        }
    }

    /// <exception cref="InvalidDataException">The checkpoint lacks something, or is of other parameters.</exception>
    /// <exception cref="JsonException">The counts are none.</exception>
    public void TakeUp(IReadOnlyDictionary<string, Tensor> tensors, string steps)
    {
        // SGD without momentum keeps nothing; whoever keeps something keeps it for every parameter.
        var keeps = tensors.Keys.Any(static name => name.StartsWith(Prefix, StringComparison.Ordinal));
        foreach (var (name, parameter, current, set) in Moments())
        {
            if (tensors.TryGetValue(name, out var saved) && saved.shape.AsSpan().SequenceEqual(parameter.shape))
            {
                set(saved);
            }
            else if (keeps || current is not null)
            {
                throw new InvalidDataException($"{name} is missing or of the wrong shape");
            }
        }
        var counts = JsonSerializer.Deserialize<long[]>(steps)!;
        var states = optimizer.state_dict().State;
        if (counts.Length != states.Count)
        {
            throw new InvalidDataException($"it counts the steps of {counts.Length} parameters, and there are {states.Count}");
        }
        foreach (var (state, count) in states.Zip(counts))
        {
            if (state is Adam.State adam)
            {
                adam.step = count;
            }
            if (state is AdamW.State adamW)
            {
                adamW.step = count;
            }
        }
    }

    // The optimizer's tensors by name, each with a way to overwrite it. A momentum buffer does not exist before the first step.
    private IEnumerable<(string Name, Tensor Parameter, Tensor? Value, Action<Tensor> Set)> Moments()
    {
        var states = optimizer.state_dict().State;
        foreach (var (i, (state, parameter)) in states.Zip(optimizer.parameters()).Index())
        {
            if (state is SGD.State sgd)
            {
                yield return (
                    $"{Prefix}{i}.momentum",
                    parameter,
                    sgd.momentum_buffer,
                    saved => sgd.momentum_buffer = empty_like(parameter).copy_(saved).detach().DetachFromDisposeScope()
                );
            }
            else if (
                (
                    state is Adam.State adam ? (adam.exp_avg, adam.exp_avg_sq)
                    : state is AdamW.State own ? (own.exp_avg, own.exp_avg_sq)
                    : default
                ) is
                ({ } mean, { } square)
            )
            {
                yield return ($"{Prefix}{i}.mean", parameter, mean, saved => mean.copy_(saved));
                yield return ($"{Prefix}{i}.square", parameter, square, saved => square.copy_(saved));
            }
        }
    }
}
