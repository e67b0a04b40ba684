using Lethe.Erasing.Diffusion;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Judges;
using Lethe.Runtime;
using static TorchSharp.torch;

namespace Lethe.Erasing.Reports;

/// <summary>Compares a model before and after an erasing: the same prompts, the same noise, the same sampler. A setting or a seed it does
/// not say cannot have changed a number.</summary>
/// <param name="model">Before.</param>
/// <param name="detector">Of the small model's pictures; null for other models.</param>
public sealed class ErasureMeter(DiffusionModel model, FashionJudge? detector)
{
    /// <summary>Of each prompt.</summary>
    public int Pictures { get; init; } = 32;

    /// <summary>N of the sampler.</summary>
    public int Steps { get; init; } = 20;

    /// <summary>w of the sampler.</summary>
    public double Scale { get; init; } = 3;

    /// <summary>Pictures at once.</summary>
    public int Batch { get; init; } = 32;

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

    /// <param name="erased">After.</param>
    /// <param name="prompts">Exactly one of them erased, and one the null prompt.</param>
    /// <exception cref="LetheException">A word that the model does not know.</exception>
    public ErasureMeasures Measure(UNet2DCondition erased, IReadOnlyList<MeasuredPrompt> prompts, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        var erasedClass = prompts.Single(static prompt => prompt.Role == PromptRole.Erased).Class;
        var changes = new List<PromptChange>();
        var features = new List<Tensor>(); // of the pictures before, the mean of each prompt
        var (before, after) = (new List<Tensor>(), new List<Tensor>()); // Inception's, of what should stay
        foreach (var prompt in prompts)
        {
            using var pictures = BeforeAfterPictures.Draw(model, erased, prompt, Pictures, Steps, Scale, Batch, Drawn, cancellation);
            Seen?.Invoke(pictures);
            var label = prompt.Class ?? erasedClass;
            changes.Add(
                new(
                    prompt,
                    pictures.Count,
                    pictures.Similarities().Average(),
                    Votes(pictures.Before, label),
                    Votes(pictures.After, label),
                    null
                )
                {
                    Judged = Judged(pictures),
                }
            );
            if (Judges?.Inception is { } inception && prompt.Role == PromptRole.Kept)
            {
                before.Add(inception.Of(pictures.Before, cancellation: cancellation));
                after.Add(inception.Of(pictures.After, cancellation: cancellation));
            }
            if (detector is not null)
            {
                features.Add(FashionWorld.FeaturesOf(detector, (2 * pictures.Before) - 1).mean([0]));
            }
        }
        Drifting?.Invoke();
        var block = prompts.Single(static prompt => prompt.Role == PromptRole.Nothing).Block;
        var drift = NullDrift.Of(
            model,
            erased,
            [.. Enumerable.Range(0, DriftPaths).Select(i => FashionWorld.SeedOf(block, i))],
            Steps,
            cancellation
        );
        return new(detector is null ? changes : WithDistances(changes, features), drift, DriftPaths * Steps)
        {
            Inception = before.Sum(static rows => rows.shape[0]) > 1 ? InceptionScores.Of(cat(before), cat(after)) : null,
        };
    }

    private IReadOnlyList<JudgedChange> Judged(BeforeAfterPictures pictures) =>
        [
            .. (Judges?.Judges ?? []).Select(judge => new JudgedChange(
                judge.Name,
                judge.Judge(pictures.Before, pictures.Prompts).Average(),
                judge.Judge(pictures.After, pictures.Prompts).Average()
            )),
        ];

    private ClassVotes? Votes(Tensor pictures, int? label) =>
        detector is not null && label is { } one ? ClassVotes.Of(detector, pictures, one) : null;

    private static List<PromptChange> WithDistances(List<PromptChange> changes, List<Tensor> features)
    {
        var concept = features[changes.FindIndex(static change => change.Prompt.Role == PromptRole.Erased)];
        return
        [
            .. changes.Select(
                (change, i) =>
                    change with
                    {
                        Distance = (features[i] - concept).to(ScalarType.Float64).square().sum().sqrt().item<double>(),
                    }
            ),
        ];
    }
}
