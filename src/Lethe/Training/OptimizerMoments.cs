using System.Text.Json;
using Lethe.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>What an optimizer remembers from step to step, as tensors of a checkpoint: SGD's momentum, Adam's two moments and its
/// counts.</summary>
internal sealed class OptimizerMoments(OptimizerHelper optimizer)
{
    private const string Prefix = "optimizer.";

    /// <summary>The counts of steps, for a checkpoint's metadata: Adam counts them for each parameter, since one whose training began later
    /// has had fewer.</summary>
    public string Steps =>
        JsonSerializer.Serialize(
            optimizer
                .state_dict()
                .State.Select(static state =>
                    state switch
                    {
                        Adam.State adam => adam.step,
                        AdamW.State adam => adam.step,
                        _ => 0,
                    }
                )
        );

    /// <summary>Adds its tensors to a checkpoint's.</summary>
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

    /// <summary>Takes up what a checkpoint holds.</summary>
    /// <param name="steps">As <see cref="Steps"/> gave it.</param>
    /// <exception cref="LetheException">It lacks something, or has it in another shape (<see cref="ExitCode.BadFile"/>).</exception>
    /// <exception cref="FormatException">The counts are of other parameters.</exception>
    /// <exception cref="JsonException">They are no counts.</exception>
    public void TakeUp(IReadOnlyDictionary<string, Tensor> tensors, string steps, string path)
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
                throw LetheException.BadFile(
                    $"{path} is not a whole checkpoint: {name} is missing or of the wrong shape. Delete it to train from the start."
                );
            }
        }
        var counts = JsonSerializer.Deserialize<long[]>(steps)!;
        var states = optimizer.state_dict().State;
        if (counts.Length != states.Count)
        {
            throw new FormatException($"It counts the steps of {counts.Length} parameters, and there are {states.Count}.");
        }
        foreach (var (state, count) in states.Zip(counts))
        {
            switch (state)
            {
                case Adam.State adam:
                    adam.step = count;
                    break;
                case AdamW.State adam:
                    adam.step = count;
                    break;
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
                    yield return (
                        $"{Prefix}{i}.momentum",
                        parameter,
                        sgd.momentum_buffer,
                        saved => sgd.momentum_buffer = empty_like(parameter).copy_(saved).detach().DetachFromDisposeScope()
                    );
                    break;
                case Adam.State adam:
                    yield return ($"{Prefix}{i}.mean", parameter, adam.exp_avg, saved => adam.exp_avg.copy_(saved));
                    yield return ($"{Prefix}{i}.square", parameter, adam.exp_avg_sq, saved => adam.exp_avg_sq.copy_(saved));
                    break;
                case AdamW.State adam:
                    yield return ($"{Prefix}{i}.mean", parameter, adam.exp_avg, saved => adam.exp_avg.copy_(saved));
                    yield return ($"{Prefix}{i}.square", parameter, adam.exp_avg_sq, saved => adam.exp_avg_sq.copy_(saved));
                    break;
            }
        }
    }
}
