using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;

namespace Lethe.Erasing.Reports;

/// <summary>Compares a model before and after an erasing: the same prompts, the same noise, the same sampler.</summary>
/// <param name="model">Before.</param>
/// <param name="detector">Of the small model's pictures; null for other models.</param>
public sealed class ErasureMeter(DiffusionModel model, FashionJudge? detector)
{
    /// <summary>Of each prompt.</summary>
    public int Pictures { get; init; } = 32;

    public Sampler Sampler { get; init; } = Sampler.Small;

    /// <summary>Paths without a prompt along which the drift is measured.</summary>
    public int DriftPaths { get; init; } = 32;

    /// <summary>From outside, for pictures in colour; null for none.</summary>
    public PictureJudges? Judges { get; init; }

    /// <summary>Is told how many more pictures there are.</summary>
    public Action<int>? Drawn { get; init; }

    /// <summary>Sees every prompt's pictures; keeps what it wants to keep.</summary>
    public Action<BeforeAfterPictures>? Seen { get; init; }

    /// <summary>Is told when the last picture is drawn, and the drift is measured.</summary>
    public Action? Drifting { get; init; }

    /// <param name="prompts">Exactly one of them erased, and one the null prompt.</param>
    public ErasureMeasures Measure(UNet2DCondition erased, IReadOnlyList<MeasuredPrompt> prompts, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        var erasedClass = prompts.Single(static prompt => prompt.Role == PromptRole.Erased).Class;
        var changes = new List<PromptChange>();
        var features = new List<Tensor>(); // of the pictures before, the mean of each prompt
        var (before, after) = (new List<Tensor>(), new List<Tensor>()); // Inception's, of what should stay
        foreach (var prompt in prompts)
        {
            using var pictures = BeforeAfterPictures.Draw(model, erased, prompt, Pictures, Sampler, Drawn, cancellation);
            Seen?.Invoke(pictures);
            changes.Add(Change(pictures, prompt.Class ?? erasedClass));
            if (Judges?.Inception is { } inception && prompt.Role == PromptRole.Kept)
            {
                before.Add(inception.Of(pictures.Before, cancellation));
                after.Add(inception.Of(pictures.After, cancellation));
            }
            if (detector is not null)
            {
                features.Add(FashionWorld.FeaturesOf(detector, (2 * pictures.Before) - 1).mean([0]));
            }
        }
        Drifting?.Invoke();
        var block = prompts.Single(static prompt => prompt.Role == PromptRole.Nothing).Block;
        long[] seeds = [.. Enumerable.Range(0, DriftPaths).Select(i => FashionWorld.SeedOf(block, i))];
        var drift = NullDrift.Of(model, erased, seeds, Sampler.Steps, cancellation);
        return new(detector is null ? changes : WithDistances(changes, features), drift, DriftPaths * Sampler.Steps)
        {
            Inception = before.Sum(static rows => rows.shape[0]) > 1 ? InceptionScores.Of(cat(before), cat(after)) : null,
        };
    }

    private PromptChange Change(BeforeAfterPictures pictures, int? label) =>
        new(
            pictures.Prompt,
            pictures.Count,
            BeforeAfterPictures.Similarities(pictures.Before, pictures.After).Average(),
            Votes(pictures.Before, label),
            Votes(pictures.After, label),
            null
        )
        {
            Judged =
            [
                .. (Judges?.Judges ?? []).Select(judge => new JudgedChange(
                    judge.Name,
                    judge.Judge(pictures.Before, pictures.Prompts).Average(),
                    judge.Judge(pictures.After, pictures.Prompts).Average()
                )),
            ],
        };

    private ClassVotes? Votes(Tensor pictures, int? label) =>
        detector is not null && label is { } one ? ClassVotes.Of(detector, pictures, one) : null;

    private static IReadOnlyList<PromptChange> WithDistances(List<PromptChange> changes, List<Tensor> features)
    {
        var concept = features[changes.FindIndex(static change => change.Prompt.Role == PromptRole.Erased)];
        double Distance(Tensor mean) => (mean - concept).to(ScalarType.Float64).square().sum().sqrt().item<double>();
        return [.. changes.Zip(features, (change, mean) => change with { Distance = Distance(mean) })];
    }
}
