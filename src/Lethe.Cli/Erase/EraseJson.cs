using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;
using Lethe.Erasing.Runs;

namespace Lethe.Cli.Erase;

/// <summary>
/// <c>report.json</c>, and what <c>lethe erase --json</c> writes. Stable: within <c>lethe-erase/1</c> no key goes away or changes its
/// meaning; new ones may come. Every key is always there; what is not known is null. Shares are 0 to 1; the roles of prompts are
/// <c>erased</c>, <c>instead</c>, <c>kept</c>, <c>null prompt</c>; counts go by class name.
/// </summary>
internal static class EraseJson
{
    public static object Of(ErasureResult result)
    {
        var measures = result.Measures;
        return new
        {
            schema = "lethe-erase/1",
            concept = result.Pair.Concept,
            instead = result.Pair.Instead,
            model = result.ModelName,
            method = result.Method.Name,
            settings = EraseText.Settings(result.Method, result.Recipe).ToDictionary(),
            seed = result.Seed,
            delta = new
            {
                file = EraseFolder.DeltaName,
                bytes = result.Bytes,
                numbers = result.Numbers,
                of_numbers = result.AllNumbers,
            },
            sampler = result.Sampler,
            pictures = measures.Pictures,
            detected = result.HasDetector
                ? new { before = measures.Erased.Before!.Detected, after = measures.Erased.After!.Detected }
                : null,
            others = new
            {
                accuracy_before = measures.AccuracyBefore,
                accuracy_after = measures.AccuracyAfter,
                ssim = double.IsFinite(measures.Similarity) ? measures.Similarity : (double?)null,
                lost_most = measures.Worst?.Prompt.Name,
            },
            inception = measures.Inception is { } inception
                ? new
                {
                    fid = inception.Fid,
                    kid = inception.Kid,
                    kid_deviation = inception.KidDeviation,
                    pictures = inception.First,
                }
                : null,
            null_drift = new { mse = measures.NullDrift, latents = measures.Latents },
            prompts = measures.Changes.Select(Prompt),
            seconds = new { erasing = result.ErasingSeconds, measuring = result.MeasuringSeconds },
            provenance = result.Provenance,
        };
    }

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
            judged = change.Judged,
            votes_before = Votes(change.Before),
            votes_after = Votes(change.After),
        };

    private static Dictionary<string, int>? Votes(ClassVotes? votes) =>
        votes is null ? null : FashionPrompts.Names.Zip(votes.Counts).ToDictionary();
}
