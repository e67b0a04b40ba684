using System.Diagnostics;
using Lethe.Runtime;
using Lethe.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Erasing;

/// <summary>What methods that train have in common: the weights they may change, the optimiser, checks, checkpoints. Stopped, it goes on at
/// its last checkpoint.</summary>
internal sealed class ErasingLoop(ErasingTask task, IErasingMethod method)
{
    private readonly ErasingRecipe recipe = task.Recipe ?? method.Recipe;

    /// <summary>Is told of every step that was taken; null if nobody wants to know.</summary>
    public Action? After { get; init; }

    /// <summary>Weights other than the student's that belong to its state, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Beside { get; init; } = new Dictionary<string, Tensor>();

    /// <param name="loss">Of an iteration, a scalar with gradient, in the caller's scope.</param>
    /// <exception cref="LetheException">A loss or a gradient that is no number (<see cref="ExitCode.NotFinite"/>).</exception>
    public void Run(Func<RandomStream, Tensor> loss)
    {
        var weights = ParameterGroup.Get(recipe.Group).Of(task.Student);
        foreach (var parameter in task.Student.parameters())
        {
            parameter.requires_grad = false;
        }
        foreach (var weight in weights.Values)
        {
            weight.requires_grad = true;
        }
        task.Student.eval();
        using OptimizerHelper optimizer =
            recipe.WeightDecay > 0
                ? optim.AdamW(weights.Values, recipe.LearningRate, weight_decay: recipe.WeightDecay)
                : optim.Adam(weights.Values, recipe.LearningRate);
        var state = new LoopState(
            () => weights.Select(static named => KeyValuePair.Create(named.Key, (Tensor)named.Value)).Concat(Beside),
            optimizer,
            task.Identity(method, weights)
        );
        state.TryLoad(task.CheckpointFile);
        var (clock, before) = (Stopwatch.StartNew(), state.Seconds);
        while (state.Step < recipe.Iterations)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            state.Losses.Add(Step(state.Step, weights, optimizer, loss));
            After?.Invoke();
            state.Step++;
            state.Seconds = before + clock.Elapsed.TotalSeconds;
            task.Progress?.Report(new(state.Step, recipe.Iterations, state.Losses[^1], state.Seconds));
            if (state.Step % task.Every == 0 || state.Step == recipe.Iterations)
            {
                state.Save(task.CheckpointFile);
                task.Checkpoint?.Invoke(state.Step, task.Student);
            }
        }
    }

    private double Step(
        int step,
        IReadOnlyDictionary<string, Parameter> weights,
        OptimizerHelper optimizer,
        Func<RandomStream, Tensor> loss
    )
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        // Each iteration has a stream of its own: a run that is resumed draws what it would have drawn.
        var value = loss(RandomStream.For(task.Seed, "erase", $"{step}"));
        value.backward();
        var (total, norm) = (value.item<float>(), Norm(weights));
        if (!double.IsFinite(total) || !double.IsFinite(norm))
        {
            throw new LetheException(
                ExitCode.NotFinite,
                $"Iteration {step + 1}: the loss is {total}, the norm of its gradient {norm}. {Blame(weights)} Nothing was "
                    + $"skipped; lower the learning rate, or report this with its settings."
            );
        }
        if (recipe.ClipNorm > 0 && norm > recipe.ClipNorm)
        {
            foreach (var weight in weights.Values.Where(static weight => weight.grad is not null))
            {
                weight.grad!.mul_(recipe.ClipNorm / norm);
            }
        }
        optimizer.step();
        return total;
    }

    private static double Norm(IReadOnlyDictionary<string, Parameter> weights)
    {
        var squares = weights
            .Values.Where(static weight => weight.grad is not null)
            .Select(static weight => weight.grad!.to(ScalarType.Float64).square().sum())
            .ToList();
        return squares.Count == 0 ? 0 : Math.Sqrt(stack(squares).sum().item<double>());
    }

    private static string Blame(IReadOnlyDictionary<string, Parameter> weights) =>
        weights.FirstOrDefault(static named => named.Value.grad is { } gradient && !gradient.isfinite().all().item<bool>())
            is { Key: { } name }
            ? $"The first weight with such a gradient is {name}."
            : "No weight's gradient is at fault.";
}
