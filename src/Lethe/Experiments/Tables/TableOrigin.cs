using System.Text.Json.Serialization;
using Lethe.Experiments.Records;

namespace Lethe.Experiments.Tables;

/// <summary>Where the numbers of a table come from, each list without repetitions.</summary>
public sealed record TableOrigin(
    IReadOnlyList<int> Seeds,
    IReadOnlyList<int> ForgetClasses,
    IReadOnlyList<string> Hardware,
    IReadOnlyList<string> Precisions,
    IReadOnlyList<string> Commits,
    IReadOnlyList<string> Versions,
    IReadOnlyList<string> Data
)
{
    /// <summary>What was forgotten where it was no single class.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ForgetSets { get; init; }

    /// <summary>The folder of the records, as it was asked for; null if nobody has said.</summary>
    [JsonIgnore] // says something about a machine, nothing about the numbers
    public string? Folder { get; init; }

    public static TableOrigin Of(IReadOnlyCollection<RunRecord> records)
    {
        return new(
            [.. records.Select(static record => record.Cell.Seed).Distinct().Order()],
            [.. records.Select(static record => record.Cell.ForgetClass).OfType<int>().Distinct().Order()],
            Each(static record => $"{record.Provenance.Hardware} ({record.Provenance.Device}, {record.Provenance.Threads} threads)"),
            Each(static record => record.Provenance.Precision),
            Each(static record => record.Provenance.Commit + (record.Provenance.Dirty is true ? " with changes" : "")),
            Each(static record =>
                $"Lethe {record.Provenance.LetheVersion}, TorchSharp {record.Provenance.TorchSharp}, libtorch "
                + $"{record.Provenance.LibTorch}, {record.Provenance.DotNet}, {record.Provenance.Os}"
            ),
            Each(static record => record.Provenance.Data)
        )
        {
            ForgetSets = Each(static record => record.Cell.ForgetSet ?? "").Where(static set => set.Length > 0).ToList() is [_, ..] sets
                ? sets
                : null,
        };

        // In an order that no language of the machine changes.
        List<string> Each(Func<RunRecord, string> of) => [.. records.Select(of).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>One line each, for the foot of a table.</summary>
    public IEnumerable<string> Lines()
    {
        if (Seeds.Count == 0)
        {
            yield break;
        }
        yield return $"Seeds: {string.Join(", ", Seeds)}. "
            + $"{(ForgetClasses.Count == 0 ? "" : $"Forgotten class: {string.Join(", ", ForgetClasses)}. ")}"
            + $"{(ForgetSets is null ? "" : $"Forgotten: {string.Join(", ", ForgetSets)}. ")}Precision: "
            + $"{string.Join(", ", Precisions)}.";
        yield return $"Hardware: {string.Join("; ", Hardware)}.";
        yield return $"Commit: {string.Join(", ", Commits)}. {string.Join("; ", Versions)}.";
        yield return $"Data: {string.Join("; ", Data)}.";
        if (Folder is not null)
        {
            yield return $"Records: {Folder}.";
        }
    }
}
