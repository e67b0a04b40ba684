using System.Diagnostics;
using Lethe.Runtime;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Lethe.Erasing;

/// <summary>What methods that train have in common: the weights they may change, the optimiser, checks, checkpoints.</summary>
internal static class ErasingLoop
{
    /// <param name="loss">Of an iteration, a scalar with gradient, in the caller's scope.</param>
    /// <param name="after">Is told of every step that was taken, counted from 1; null if nobody wants to know.</param>
    public static void Run(ErasingTask task, ErasingRecipe recipe, Func<int, RandomStream, Tensor> loss, Action<int>? after = null)
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
        using var optimizer = recipe.WeightDecay > 0
            ? (optim.Optimizer)optim.AdamW(weights.Values, recipe.LearningRate, weight_decay: recipe.WeightDecay)
            : optim.Adam(weights.Values, recipe.LearningRate);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < recipe.Iterations; i++)
        {
            task.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            // Each iteration has a stream of its own: a run that is resumed draws what it would have drawn.
            var value = loss(i, RandomStream.For(task.Seed, "erase", $"{i}"));
            value.backward();
            var (total, norm) = (value.item<float>(), Norm(weights));
            if (!double.IsFinite(total) || !double.IsFinite(norm))
            {
                throw new LetheException(ExitCode.NotFinite, $"Iteration {i + 1}: the loss is {total}, the norm of its gradient {norm}. {Blame(weights)} Nothing was skipped; lower the learning rate, or report this with its settings.");
            }
            if (recipe.ClipNorm > 0 && norm > recipe.ClipNorm)
            {
                foreach (var weight in weights.Values.Where(static weight => weight.grad is not null))
                {
                    weight.grad!.mul_(recipe.ClipNorm / norm);
                }
            }
            optimizer.step();
            after?.Invoke(i + 1);
            task.Progress?.Report(new(i + 1, recipe.Iterations, total, clock.Elapsed.TotalSeconds));
            if ((i + 1) % task.Every == 0 || i + 1 == recipe.Iterations)
            {
                task.Checkpoint?.Invoke(i + 1, task.Student);
            }
        }
    }

    private static double Norm(IReadOnlyDictionary<string, Parameter> weights)
    {
        var squares = weights.Values.Where(static weight => weight.grad is not null).Select(static weight => weight.grad!.to(ScalarType.Float64).square().sum()).ToList();
        return squares.Count == 0 ? 0 : Math.Sqrt(stack(squares).sum().item<double>());
    }

    private static string Blame(IReadOnlyDictionary<string, Parameter> weights) =>
        weights.FirstOrDefault(static named => named.Value.grad is { } gradient && !gradient.isfinite().all().item<bool>()) is { Key: { } name } ? $"The first weight with such a gradient is {name}." : "No weight's gradient is at fault.";
}
