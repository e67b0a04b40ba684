using Lethe.Cli.Options;
using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;
using Lethe.Metrics;
using static Lethe.Interactive.Runs.Numbers;

namespace Lethe.Cli.Erase;

/// <summary>The words of <c>lethe erase</c>, the same in a terminal and on a page.</summary>
internal static class EraseText
{
    public static string Name(MeasuredPrompt prompt) => prompt.Role == PromptRole.Nothing ? "(no prompt)" : prompt.Name;

    public static string Role(PromptRole role) =>
        role switch
        {
            PromptRole.Erased => "erased",
            PromptRole.Instead => "instead",
            PromptRole.Kept => "kept",
            _ => "null prompt",
        };

    /// <summary>A share as a percentage, whole: none of the samples is large enough for more.</summary>
    public static string Percent(double? share) => share is { } value ? Invariant($"{100 * value:F0} %") : "";

    public static string Points(double? share) => share is { } value ? Invariant($"{-100 * value:+0;-0;0}") : "";

    public static string Title(EraseResult result) =>
        $"'{result.Concept}' erased from {result.Model}, {(result.Instead.Length > 0 ? $"'{result.Instead}'" : "nothing")} in its place";

    /// <summary>What came of it, in sentences.</summary>
    public static IEnumerable<string> Sentences(EraseResult result)
    {
        var (measures, near) = (result.Measures, result.Measures.Neighbours);
        if (measures.Erased is { Before: { } before, After: { } after })
        {
            yield return $"The detector sees '{measures.Erased.Prompt.Name}' in {Percent(before.Detected)} of the erased prompt's pictures "
                + $"before, and in {Percent(after.Detected)} after. They now show: {Votes(after)}.";
            yield return $"Everything else is recognised in {Percent(near.AccuracyBefore)} of its pictures before, and in "
                + $"{Percent(near.AccuracyAfter)} after. "
                + (
                    near.Worst is { } worst
                        ? $"'{worst.Prompt.Name}' lost most: {Percent(worst.AccuracyBefore)} before, "
                            + $"{Percent(worst.AccuracyAfter)} after; it is {Rank(near, worst)} to the erased one."
                        : "Nothing was recognised less often."
                );
        }
        else
        {
            foreach (var judged in measures.Erased.Judged)
            {
                var kept = near.Neighbours.SelectMany(static change => change.Judged).Where(one => one.Judge == judged.Judge).ToList();
                yield return Invariant($"{judged.Judge}: {judged.Before:F3} before and {judged.After:F3} after on the erased prompt")
                    + (
                        kept.Count > 0
                            ? Invariant($", {kept.Average(static one => one.Before):F3} and {kept.Average(static one => one.After):F3} ")
                                + Invariant($"on what should stay.")
                            : "."
                    );
            }
            if (measures.Inception is { } inception)
            {
                yield return Invariant($"FID between the pictures of what should stay before and after: ")
                    + Invariant($"{inception.Fid:F2}{(inception.Kid is { } kid ? Invariant($", KID {kid:F5}") : "")}. {inception.Note}")
                        .TrimEnd();
            }
            if (result.MissingJudges.Count > 0)
            {
                yield return $"No judge measured "
                    + $"{(measures.Erased.Judged.Count == 0 ? "whether the concept is gone: look at the pictures" : "more than that")}. "
                    + $"'lethe data get NAME' adds: {string.Join(", ", result.MissingJudges)}.";
            }
        }
        yield return Invariant(
            $"Likeness of the pictures after to those before (SSIM, 1 is equal): {near.Similarity:F3} for what should stay, "
        )
            + Invariant($"{measures.Erased.Similarity:F3} for the erased prompt, {measures.Nothing.Similarity:F3} without a prompt.")
            + (
                near.Neighbours.MinBy(static change => change.Similarity) is { } least
                    ? Invariant($" Of what should stay, '{least.Prompt.Name}' changed most: {least.Similarity:F3}.")
                    : ""
            );
        yield return Invariant(
            $"The prediction without a prompt moved by {measures.NullDrift:G3} (mean square, over {measures.Latents} latents; "
        ) + Invariant($"the noise itself has 1).");
    }

    /// <summary>What a reader should know before quoting a number.</summary>
    public static IEnumerable<string> Cautions(EraseResult result)
    {
        var each = result.Measures.Erased.Pictures;
        var (half, (low, high)) = ((double)(each / 2) / each, WilsonInterval.Of(each / 2, each));
        yield return Invariant(
            $"{result.Measures.Pictures} pictures, {each} for each prompt and network, from the same noise before and after; "
        )
            + Invariant($"sampler of {result.Steps} steps, guidance {result.Scale}.")
            + (
                result.HasDetector
                    ? $" A rate of {Percent(half)} over {each} pictures may be anything from {Percent(low)} to {Percent(high)} "
                        + $"(95 % by Wilson)."
                    : ""
            );
        if (result.KeepsOwnPrompts)
        {
            yield return "The prompts that should stay are the kit's choice and may be far from the concept; name near ones with --keep.";
        }
    }

    /// <summary>What it was made with.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(EraseResult result)
    {
        yield return ("Model", $"{result.Model} (--model {result.ModelName})");
        yield return ("Method", $"{result.Method.Title} ({result.Method.Name})");
        yield return ("Settings", string.Join(", ", Settings(result).Select(static setting => $"{setting.Key} {setting.Value}")));
        yield return (
            "Changed",
            Invariant($"{ParameterGroup.Get(result.Recipe.Group).Title}: {result.Numbers:N0} of {result.AllNumbers:N0} numbers, ")
                + Invariant($"{Bytes(result.Bytes)}")
        );
        yield return ("Seed", Invariant($"{result.Seed}; the pictures' seeds are in {EraseFolder.JsonName}"));
        yield return ("Time", $"erasing {Seconds(result.ErasingSeconds)}, measuring {Seconds(result.MeasuringSeconds)}");
        yield return ("Hardware", $"{result.Provenance.Hardware}, {result.Provenance.Device}, {result.Provenance.Precision}");
        yield return (
            "Lethe",
            $"{result.Provenance.LetheVersion}, commit "
                + $"{result.Provenance.Commit}{(result.Provenance.Dirty == true ? " (changed)" : "")}; libtorch "
                + $"{result.Provenance.LibTorch}"
        );
        yield return ("Date", Invariant($"{result.Provenance.Started:yyyy-MM-dd HH:mm} UTC"));
    }

    /// <summary>Every setting of the method, and of its recipe if it trains, by name as <c>--set</c> takes them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Settings(EraseResult result) => Settings(result.Method, result.Recipe);

    /// <inheritdoc cref="Settings(EraseResult)"/>
    public static IEnumerable<KeyValuePair<string, string>> Settings(IErasingMethod method, ErasingRecipe recipe) =>
        MethodSettings
            .Of(method)
            .Select(setting => (setting.Name, Value: setting.GetValue(method)))
            .Concat(
                MethodSettings
                    .Of(recipe)
                    .Where(setting => recipe.Iterations > 0 || setting.Name == nameof(ErasingRecipe.Group))
                    .Select(setting => (setting.Name, Value: setting.GetValue(recipe)))
            )
            .Select(static setting =>
                KeyValuePair.Create(
                    Kebab(setting.Name),
                    setting.Value is IFormattable number
                        ? number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)
                        : setting.Value?.ToString() ?? ""
                )
            );

    private static string Votes(ClassVotes votes) =>
        string.Join(
            ", ",
            votes
                .Counts.Select(static (count, label) => (Count: count, Name: FashionPrompts.Names[label]))
                .Where(static vote => vote.Count > 0)
                .OrderByDescending(static vote => vote.Count)
                .Select(vote => Invariant($"{vote.Name} {vote.Count}"))
        ) + Invariant($" of {votes.Pictures}");

    private static string Rank(NeighbourReport near, PromptChange one) =>
        near.ByDistance.ToList().IndexOf(one) + 1 is 1
            ? "the closest"
            : Invariant($"number {near.ByDistance.ToList().IndexOf(one) + 1} of {near.Neighbours.Count} by closeness");

    private static string Kebab(string name) =>
        string.Concat(
            name.Select(static (letter, i) => char.IsUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}")
        );
}
