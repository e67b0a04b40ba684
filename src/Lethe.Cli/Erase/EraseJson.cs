using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;

namespace Lethe.Cli.Erase;

/// <summary>
/// <c>report.json</c>, and what <c>lethe erase --json</c> writes. Stable: within <c>lethe-erase/1</c> no key goes away or changes its
/// meaning; new ones may come. Every key is always there; what is
/// not known is null. Shares are 0 to 1; the roles of prompts are <c>erased</c>, <c>instead</c>, <c>kept</c>, <c>null prompt</c>; counts go
/// by class name.
/// </summary>
internal static class EraseJson
{
    public const string Schema = "lethe-erase/1";

    public static object Of(EraseResult result) =>
        new
        {
            schema = Schema,
            concept = result.Concept,
            instead = result.Instead,
            model = result.ModelName,
            method = result.Method.Name,
            settings = EraseText.Settings(result).ToDictionary(static setting => setting.Key, static setting => setting.Value),
            seed = result.Seed,
            delta = new
            {
                file = EraseFolder.DeltaName,
                bytes = result.Bytes,
                numbers = result.Numbers,
                of_numbers = result.AllNumbers,
            },
            sampler = new { steps = result.Steps, scale = result.Scale },
            pictures = result.Measures.Pictures,
            detected = result.HasDetector
                ? new { before = result.Measures.Erased.Before!.Detected, after = result.Measures.Erased.After!.Detected }
                : null,
            others = new
            {
                accuracy_before = result.Measures.Neighbours.AccuracyBefore,
                accuracy_after = result.Measures.Neighbours.AccuracyAfter,
                ssim = Finite(result.Measures.Neighbours.Similarity),
                lost_most = result.Measures.Neighbours.Worst?.Prompt.Name,
            },
            inception = result.Measures.Inception is { } inception
                ? new
                {
                    fid = inception.Fid,
                    kid = inception.Kid,
                    kid_deviation = inception.KidDeviation,
                    pictures = inception.First,
                }
                : null,
            null_drift = new { mse = result.Measures.NullDrift, latents = result.Measures.Latents },
            prompts = result.Measures.Changes.Select(Prompt),
            seconds = new { erasing = result.ErasingSeconds, measuring = result.MeasuringSeconds },
            provenance = result.Provenance,
        };

    private static object Prompt(PromptChange change) =>
        new
        {
            prompt = change.Prompt.Name,
            role = EraseText.Role(change.Prompt.Role),
            phrasings = change.Prompt.Phrasings,
            pictures = change.Pictures,
            first_seed = FashionWorld.SeedOf(change.Prompt.Block, 0),
            accuracy_before = change.AccuracyBefore,
            accuracy_after = change.AccuracyAfter,
            ssim = change.Similarity,
            distance_to_erased = change.Distance,
            judged = change.Judged.Select(static one => new
            {
                judge = one.Judge,
                before = one.Before,
                after = one.After,
            }),
            votes_before = Votes(change.Before),
            votes_after = Votes(change.After),
        };

    private static Dictionary<string, int>? Votes(ClassVotes? votes) =>
        votes
            ?.Counts.Select(static (count, label) => (Name: FashionPrompts.Names[label], Count: count))
            .ToDictionary(static vote => vote.Name, static vote => vote.Count);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
