using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>
/// Forget-Me-Not (Zhang et al., 2023): on pictures of the concept, the attention that places pay to the concept's tokens is driven to
/// nothing, <c>L = || A_c ||_2</c> over all layers, heads and places at once.
/// </summary>
/// <remarks>Stable Diffusion v1 pads with the end token, so that "every end token" would mark all padding: only the first one counts here,
/// and only with <see cref="TakesEnd"/>.</remarks>
public sealed record ForgetMeNot : IErasingMethod
{
    public string Name => "forget-me-not";

    public string Title => "Forget-Me-Not";

    public ErasingRecipe Recipe { get; init; } =
        new()
        {
            Iterations = 35,
            LearningRate = 2e-6,
            SmallLearningRate = 1e-5,
            WeightDecay = 0.01,
            ClipNorm = 1,
            Group = "full",
        };

    /// <summary>Whether the end of the prompt counts as a token of the concept.</summary>
    public bool TakesEnd { get; init; }

    /// <summary>Of the concept, made by the frozen model.</summary>
    public int Pictures { get; init; } = 64;

    /// <summary>w of their sampler.</summary>
    public double PictureScale { get; init; } = 3;

    public IErasingMethod For(Profile profile, bool large) => profile == Profile.Smoke ? this with { Pictures = 4 } : this;

    public void Erase(ErasingTask task)
    {
        var loop = new ErasingLoop(task, this);
        using var scope = NewDisposeScope();
        string[] prompts = [.. task.Prompts.Select(static pair => pair.Concept)];
        var marks = stack([.. prompts.Select(prompt => Marks(task, prompt))]); // prompts x tokens
        var contexts = task.Original.Encode(prompts);
        using var pictures = new ConceptPictures(task, loop.Recipe, prompts, Pictures, PictureScale);
        var squares = new List<Tensor>();
        var (attentions, rows) = (task.Student.PromptAttentions().ToList(), marks);
        try
        {
            loop.Run(random =>
            {
                var (drawn, z, _, times) = pictures.Draw(loop.Recipe.Batch, random);
                var prompt = Latents.Whole(drawn.Select(row => pictures.Prompt[row]), z.device);
                rows = marks.index_select(0, prompt);
                Release();
                Watch(See); // only here: whoever looks at the student between two iterations draws pictures with it
                task.Student.forward(z, times, contexts.index_select(0, prompt));
                Watch(null);
                return stack(squares).sum().sqrt();
            });
        }
        finally
        {
            Watch(null);
            Release();
        }

        void Watch(Action<Tensor>? see) => attentions.ForEach(attention => attention.Probabilities = see);

        // N * heads x places x tokens, the heads of a picture beside each other.
        void See(Tensor weights) =>
            squares.Add(
                (weights * rows.repeat_interleave(weights.shape[0] / rows.shape[0], 0).unsqueeze(1)).square().sum().DetachFromDisposeScope()
            );

        // They outlive the scopes of the layers that they come from.
        void Release()
        {
            squares.ForEach(static square => square.Dispose());
            squares.Clear();
        }
    }

    // 1 at the concept's tokens.
    private Tensor Marks(ErasingTask task, string prompt)
    {
        var tokenizer = task.Original.Tokenizer;
        var found = tokenizer.Find(prompt, task.Concept).ToList();
        if (TakesEnd)
        {
            // The first end: behind it all are alike where the end is the padding too.
            var empty = tokenizer.Encode("");
            found.Add(Array.FindLastIndex(tokenizer.Encode(prompt), id => id != empty[^1] && id != empty[1]) + 1);
        }
        if (found.Count == 0)
        {
            throw LetheException.Usage($"The prompt '{prompt}' does not hold the concept '{task.Concept}'.");
        }
        var marks = new float[tokenizer.Length];
        found.ForEach(at => marks[at] = 1);
        return tensor(marks, device: task.Device);
    }
}
