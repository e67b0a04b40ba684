using Lethe.Erasing.Diffusion;

namespace Lethe.Erasing.Methods;

/// <summary>
/// Unified concept editing (Gandikota et al., WACV 2024): keys and values of the attention to the prompt are linear in its vectors, so that
/// the concept's can be sent to the replacement's in closed form,
/// <c>W = (sum v_i k_i' + l1 sum W0 k_j k_j' + l2 W0) (sum k_i k_i' + l1 sum k_j k_j' + l2 I)^-1</c>. Nothing is trained, nothing sampled.
/// <para>
/// Tokens are paired as in the authors' code: the last word with the last word, the end with the end, padding with padding. Where the
/// replacement is longer, so that its padding is over first, they leave the rest of the concept's as it is; here the rest goes to the
/// replacement's last token, since of eight tokens one that still says the concept is enough to draw it. Words before the last one are left
/// as they are; where the text tower looks back only, what they say is in every token behind them too.
/// </para>
/// </summary>
public sealed record Uce : IErasingMethod
{
    public string Name => "uce";

    public string Title => "UCE";

    public ErasingRecipe Recipe { get; init; } = new() { Iterations = 0, Group = "xattn-kv" };

    /// <summary>It is solved, not trained.</summary>
    public int Rows => 0;

    /// <summary>l1, of the prompts to be kept.</summary>
    public double KeepPrompts { get; init; } = 1;

    /// <summary>l2, of the weights themselves.</summary>
    public double KeepWeights { get; init; } = 0.1;

    /// <summary>Prompts to be kept, besides the null prompt.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Whether only the last word is sent to the last word, as in the authors' later code, and not the end of the text and its
    /// padding too.</summary>
    public bool LastWordOnly { get; init; }

    public void Erase(ErasingTask task)
    {
        task.Checked();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var pairs = task.Prompts.Select(pair => Paired(task.Original, pair.Concept, pair.Instead)).ToList();
        var (from, to) = (cat([.. pairs.Select(static pair => pair.From)]), cat([.. pairs.Select(static pair => pair.To)]));
        var kept = task.Original.Encode(["", .. Kept]).flatten(0, 1).to(ScalarType.Float64); // every token's vector
        // The prompts' side of the formula is the same for every layer.
        Tensor Held(Tensor pairs) =>
            pairs
            + (KeepPrompts * kept.T.matmul(kept))
            + (KeepWeights * eye(pairs.shape[0], dtype: ScalarType.Float64, device: from.device));
        var (gram, moved) = (Held(from.T.matmul(from)), Held(to.T.matmul(from)));
        foreach (var (_, weight) in ParameterGroup.Get((task.Recipe ?? Recipe).Group).Of(task.Student))
        {
            // v_i = W0 k'_i, so that W = W0 (sum k'_i k_i' + l1 sum k_j k_j' + l2 I) (...)^-1; the second matrix is symmetric.
            var w = weight.to(ScalarType.Float64).matmul(moved);
            weight.copy_(linalg.solve(gram, w.T).T);
        }
        task.Checkpoint?.Invoke(0, task.Student);
    }

    /// <summary>The vectors k_i of a concept that are sent elsewhere, and k'_i, where each is sent.</summary>
    /// <returns>Two of tokens x width, float64.</returns>
    internal (Tensor From, Tensor To) Paired(DiffusionModel model, string concept, string instead)
    {
        var (last, other) = (model.Tokenizer.LastWord(concept), model.Tokenizer.LastWord(instead));
        var count = LastWordOnly ? 1 : model.Tokenizer.Length - last;
        using var scope = NewDisposeScope();
        var both = model.Encode(concept, instead).to(ScalarType.Float64);
        var places = tensor(
            Enumerable.Range(0, count).Select(i => Math.Min((long)other + i, model.Tokenizer.Length - 1)).ToArray(),
            device: both.device
        );
        return (
            both[0].narrow(0, last, count).clone().MoveToOuterDisposeScope(),
            both[1].index_select(0, places).MoveToOuterDisposeScope()
        );
    }
}
