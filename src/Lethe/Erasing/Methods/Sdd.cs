using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>Safe self-distillation (Kim et al., 2023): the concept's prediction is trained to be the network's own without a prompt,
/// <c>e(z,t,c; theta) = sg(e(z,t,0; theta))</c>. A running mean of the weights draws the latents and is the result.</summary>
public sealed record Sdd : IErasingMethod
{
    public string Name => "sdd";

    public string Title => "SDD";

    public ErasingRecipe Recipe { get; init; } =
        new()
        {
            Iterations = 1500,
            SmallLearningRate = 1e-4,
            WeightDecay = 1e-4,
            ClipNorm = 1,
            Average = 0.999,
        };

    public void Erase(ErasingTask task)
    {
        var recipe = task.Checked().Recipe ?? Recipe;
        using var scope = NewDisposeScope();
        var (nothing, concept) = (task.Original.Encode(""), task.Original.Encode(task.Concept));
        using var mean = new WeightAverage(task.Original, task.Student, recipe.Average);
        var watched = task with
        {
            Checkpoint = task.Checkpoint is { } checkpoint ? (iteration, _) => checkpoint(iteration, mean.Network) : null,
        };
        new ErasingLoop(watched, this) { After = () => mean.Follow(task.Student), Beside = mean.Weights(recipe.Group) }.Run(random =>
        {
            var (z, time) = PartialSample.Draw(mean.Network, task, recipe, concept, nothing, random);
            var (count, times) = (z.shape[0], Guidance.Times(time, z.shape[0], z.device));
            Tensor target;
            using (no_grad())
            {
                target = task.Student.forward(z, times, nothing.expand(count, -1, -1));
            }
            return (task.Student.forward(z, times, concept.expand(count, -1, -1)) - target).square().mean();
        });
        mean.CopyTo(task.Student);
    }
}
