using System.Diagnostics;
using Lethe.Training;
using TorchSharp.Modules;

namespace Lethe.Erasing;

/// <summary>What methods that train have in common: the weights they may change, the optimiser, checks, checkpoints. Stopped, it goes on at
/// its last checkpoint.</summary>
internal sealed class ErasingLoop(ErasingTask asked, IErasingMethod method)
{
    private readonly ErasingTask task = asked.Checked();

    public ErasingRecipe Recipe { get; } = asked.Recipe ?? method.Recipe;

    /// <summary>Is told of every step that was taken; null if nobody wants to know.</summary>
    public Action? After { get; init; }

    /// <summary>Weights other than the student's that belong to its state, by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Beside { get; init; } = new Dictionary<string, Tensor>();

    /// <param name="loss">Of an iteration, a scalar with gradient, in the caller's scope.</param>
    /// <exception cref="LetheException">A loss or a gradient that is no number (<see cref="ExitCode.NotFinite"/>).</exception>
    public void Run(Func<RandomStream, Tensor> loss)
    {
        var weights = ParameterGroup.Get(Recipe.Group).Of(task.Student);
        foreach (var (name, parameter) in task.Student.Weights())
        {
            parameter.requires_grad = weights.ContainsKey(name);
        }
        task.Student.eval();
        using OptimizerHelper optimizer =
            Recipe.WeightDecay > 0
                ? optim.AdamW(weights.Values, Recipe.LearningRate, weight_decay: Recipe.WeightDecay)
                : optim.Adam(weights.Values, Recipe.LearningRate);
        var state = new LoopState(
            () => weights.Select(static named => KeyValuePair.Create(named.Key, (Tensor)named.Value)).Concat(Beside),
            optimizer,
            task.Identity(method, weights)
        );
        state.TryLoad(task.CheckpointFile);
        var (clock, before) = (Stopwatch.StartNew(), state.Seconds);
        while (state.Step < Recipe.Iterations)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            state.Losses.Add(Step(state.Step, weights, optimizer, loss));
            After?.Invoke();
            state.Step++;
            state.Seconds = before + clock.Elapsed.TotalSeconds;
            task.Progress?.Report(new(state.Step, Recipe.Iterations, state.Losses[^1], state.Seconds));
            if (state.Step % task.Every == 0 || state.Step == Recipe.Iterations)
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
        var gradients = weights.Values.Select(static weight => weight.grad).OfType<Tensor>().ToList();
        var (total, norm) = (value.item<float>(), Norm(gradients));
        if (!double.IsFinite(total) || !double.IsFinite(norm))
        {
            throw new LetheException(
                ExitCode.NotFinite,
                $"Iteration {step + 1}: the loss is {total}, the norm of its gradient {norm}. {Blame(weights)} Nothing was "
                    + $"skipped; lower the learning rate, or report this with its settings."
            );
        }
        if (Recipe.ClipNorm > 0 && norm > Recipe.ClipNorm)
        {
            gradients.ForEach(gradient => gradient.mul_(Recipe.ClipNorm / norm));
        }
        optimizer.step();
        return total;
    }

    private static double Norm(List<Tensor> gradients) =>
        gradients.Count == 0
            ? 0
            : Math.Sqrt(
                stack([.. gradients.Select(static gradient => gradient.to(ScalarType.Float64).square().sum())]).sum().item<double>()
            );

    private static string Blame(IReadOnlyDictionary<string, Parameter> weights) =>
        weights.FirstOrDefault(static named => named.Value.grad is { } gradient && !gradient.isfinite().all().item<bool>())
            is { Key: { } name }
            ? $"The first weight with such a gradient is {name}."
            : "No weight's gradient is at fault.";
}
