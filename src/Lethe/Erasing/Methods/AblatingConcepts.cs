using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>
/// Ablating Concepts (Kumari et al., ICCV 2023): on pictures of the replacement, the concept's prompt is trained to say what the
/// replacement's prompt says, <c>e(z,t,c; theta) = sg(e(z,t,c'; theta))</c>, or simply the noise. The first token's key and value are held
/// still.
/// </summary>
public sealed record AblatingConcepts : IErasingMethod
{
    public string Name => UsesNoise ? "ablating-noise" : "ablating";

    public string Title => UsesNoise ? "Ablating Concepts, noise" : "Ablating Concepts";

    /// <summary>Of styles and objects; 2e-6 times eight pictures a step.</summary>
    public ErasingRecipe Recipe { get; init; } =
        new()
        {
            Iterations = 100,
            LearningRate = 1.6e-5,
            SmallLearningRate = 1e-4,
            Batch = 8,
            WeightDecay = 1e-2,
            ClipNorm = 1,
            Group = "xattn-kv",
        };

    /// <summary>Once more for the ordinary loss.</summary>
    public int Rows => Prior == 0 ? 1 : 2;

    /// <summary>Whether the target is the noise in the picture instead of what the replacement's prompt says.</summary>
    public bool UsesNoise { get; init; }

    /// <summary>Weight of the ordinary loss on the replacement itself; for concepts whose words overlap with it.</summary>
    public double Prior { get; init; }

    /// <summary>Of the replacement, made by the frozen model.</summary>
    public int Pictures { get; init; } = 200;

    /// <summary>w of their sampler.</summary>
    public double PictureScale { get; init; } = 6;

    public IErasingMethod For(Profile profile, bool large) => profile == Profile.Smoke ? this with { Pictures = 4 } : this;

    public void Erase(ErasingTask task)
    {
        var loop = new ErasingLoop(task, this);
        using var scope = NewDisposeScope();
        string[] replacements = [.. task.Prompts.Select(static pair => pair.Instead)];
        using var pictures = new ConceptPictures(task, loop.Recipe, replacements, Pictures, PictureScale);
        var (concepts, instead) = (
            task.Original.Encode([.. task.Prompts.Select(static pair => pair.Concept)]),
            task.Original.Encode(replacements)
        );
        HoldFirstTokens(task, true);
        try
        {
            loop.Run(random =>
            {
                var (rows, z, noise, times) = pictures.Draw(loop.Recipe.Batch, random);
                var prompts = Latents.Whole(rows.Select(row => pictures.Prompt[row]), z.device);
                var anchor = instead.index_select(0, prompts);
                var said = task.Student.forward(z, times, concepts.index_select(0, prompts));
                var loss = (said - (UsesNoise ? noise : Anchor(task, z, times, anchor))).square().mean();
                return Prior == 0 ? loss : loss + (Prior * (task.Student.forward(z, times, anchor) - noise).square().mean());
            });
        }
        finally
        {
            HoldFirstTokens(task, false);
        }
    }

    private static void HoldFirstTokens(ErasingTask task, bool held)
    {
        foreach (var attention in task.Student.PromptAttentions())
        {
            attention.HoldsFirstToken = held;
        }
    }

    // The same network's word for the replacement, without a gradient.
    private static Tensor Anchor(ErasingTask task, Tensor z, Tensor times, Tensor instead)
    {
        using var noGrad = no_grad();
        return task.Student.forward(z, times, instead);
    }
}
