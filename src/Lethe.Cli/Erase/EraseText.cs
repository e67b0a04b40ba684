using System.Globalization;
using Lethe.Erasing;
using Lethe.Erasing.Fashion;
using Lethe.Erasing.Reports;
using Lethe.Erasing.Runs;
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

    public static string Title(ErasureResult result) =>
        $"'{result.Pair.Concept}' erased from {result.Model}, "
        + $"{(result.Pair.Instead.Length > 0 ? $"'{result.Pair.Instead}'" : "nothing")} in its place";

    public static IEnumerable<PromptChange> Rows(ErasureResult result) =>
        result.Measures.Neighbours.Prepend(result.Measures.Erased).Append(result.Measures.Nothing);

    public static IEnumerable<string> Sentences(ErasureResult result)
    {
        var measures = result.Measures;
        var seen = measures.Erased is { Before: { } before, After: { } after } ? Detected(measures, before, after) : Judged(result);
        var least = measures.Neighbours.MinBy(static change => change.Similarity);
        return
        [
            .. seen,
            Invariant($"Likeness of the pictures after to those before (SSIM, 1 is equal): {measures.Similarity:F3} for what should stay, ")
                + Invariant($"{measures.Erased.Similarity:F3} for the erased prompt, {measures.Nothing.Similarity:F3} without a prompt.")
                + (least is null ? "" : Invariant($" Of what should stay, '{least.Prompt.Name}' changed most: {least.Similarity:F3}.")),
            Invariant($"The prediction without a prompt moved by {measures.NullDrift:G3} (mean square, over {measures.Latents} latents; ")
                + "the noise itself has 1).",
        ];
    }

    /// <summary>What a reader should know before quoting a number.</summary>
    public static IEnumerable<string> Cautions(ErasureResult result)
    {
        var each = result.Measures.Erased.Pictures;
        var (half, (low, high)) = ((double)(each / 2) / each, WilsonInterval.Of(each / 2, each));
        yield return Invariant($"{result.Measures.Pictures} pictures, {each} for each prompt and network, from the same noise before and ")
            + Invariant($"after; sampler of {result.Sampler.Steps} steps, guidance {result.Sampler.Scale}.")
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

    public static IEnumerable<(string Name, string Value)> Facts(ErasureResult result)
    {
        var (method, recipe, about) = (result.Method, result.Recipe, result.Provenance);
        return
        [
            ("Model", $"{result.Model} (--model {result.ModelName})"),
            ("Method", $"{method.Title} ({method.Name})"),
            ("Settings", string.Join(", ", Settings(method, recipe).Select(static setting => $"{setting.Key} {setting.Value}"))),
            (
                "Changed",
                Invariant($"{ParameterGroup.Get(recipe.Group).Title}: {result.Numbers:N0} of {result.AllNumbers:N0} numbers, ")
                    + Bytes(result.Bytes)
            ),
            ("Seed", $"{result.Seed}; the pictures' seeds are in {EraseFolder.JsonName}"),
            ("Time", $"erasing {Seconds(result.ErasingSeconds)}, measuring {Seconds(result.MeasuringSeconds)}"),
            ("Hardware", $"{about.Hardware}, {about.Device}, {about.Precision}"),
            ("Lethe", $"{about.LetheVersion}, commit {about.Commit}{(about.Dirty == true ? " (changed)" : "")}; libtorch {about.LibTorch}"),
            ("Date", Invariant($"{about.Started:yyyy-MM-dd HH:mm} UTC")),
        ];
    }

    /// <summary>Every setting of a method, and of its recipe if it trains, by name as <c>--set</c> takes them.</summary>
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
                KeyValuePair.Create(Kebab(setting.Name), Convert.ToString(setting.Value, CultureInfo.InvariantCulture) ?? "")
            );

    private static IEnumerable<string> Detected(ErasureMeasures measures, ClassVotes before, ClassVotes after)
    {
        var votes = FashionPrompts
            .Names.Zip(after.Counts)
            .Where(static vote => vote.Second > 0)
            .OrderByDescending(static vote => vote.Second)
            .Select(static vote => $"{vote.First} {vote.Second}");
        yield return $"The detector sees '{measures.Erased.Prompt.Name}' in {Percent(before.Detected)} of the erased prompt's pictures "
            + $"before, and in {Percent(after.Detected)} after. They now show: {string.Join(", ", votes)} of {after.Pictures}.";
        yield return $"Everything else is recognised in {Percent(measures.AccuracyBefore)} of its pictures before, and in "
            + $"{Percent(measures.AccuracyAfter)} after. "
            + (
                measures.Worst is { } worst
                    ? $"'{worst.Prompt.Name}' lost most: {Percent(worst.AccuracyBefore)} before, "
                        + $"{Percent(worst.AccuracyAfter)} after; it is {Rank(measures, worst)} to the erased one."
                    : "Nothing was recognised less often."
            );
    }

    private static IEnumerable<string> Judged(ErasureResult result)
    {
        var measures = result.Measures;
        foreach (var judged in measures.Erased.Judged)
        {
            var kept = measures.Neighbours.SelectMany(static change => change.Judged).Where(one => one.Judge == judged.Judge).ToList();
            yield return Invariant($"{judged.Judge}: {judged.Before:F3} before and {judged.After:F3} after on the erased prompt")
                + (
                    kept.Count > 0
                        ? Invariant($", {kept.Average(static one => one.Before):F3} and {kept.Average(static one => one.After):F3} ")
                            + "on what should stay."
                        : "."
                );
        }
        if (measures.Inception is { } inception)
        {
            var kid = inception.Kid is { } value ? Invariant($", KID {value:F5}") : "";
            yield return Invariant(
                    $"FID between the pictures of what should stay before and after: {inception.Fid:F2}{kid}. {inception.Note}"
                )
                .TrimEnd();
        }
        if (result.MissingJudges.Count > 0)
        {
            yield return $"No judge measured "
                + $"{(measures.Erased.Judged.Count == 0 ? "whether the concept is gone: look at the pictures" : "more than that")}. "
                + $"'lethe data get NAME' adds: {string.Join(", ", result.MissingJudges)}.";
        }
    }

    private static string Rank(ErasureMeasures measures, PromptChange one) =>
        measures.NeighboursByDistance.ToList().IndexOf(one) is > 0 and var place
            ? $"number {place + 1} of {measures.Neighbours.Count} by closeness"
            : "the closest";

    private static string Kebab(string name) =>
        string.Concat(
            name.Select(static (letter, i) => char.IsUpper(letter) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}")
        );
}
