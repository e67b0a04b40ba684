namespace Lethe.Experiments.Plans;

/// <summary>One of several shares of a plan.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct Shard(int Index, int Count)
{
    public static readonly Shard Whole = new(0, 1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <param name="text"><c>0/4</c> to <c>3/4</c>.</param>
    /// <exception cref="LetheException">It is no share.</exception>
    public static Shard Parse(string text) =>
        text.Split('/') is [var index, var count] && Number(index) is { } i && Number(count) is { } n && i < n
            ? new(i, n)
            : throw LetheException.Usage($"'{text}' is no share of a plan. Of four shares the first is 0/4 and the last 3/4.");

    /// <summary>
    /// What the engine that has started this process says: Slurm's arrays, Kubernetes' indexed jobs (which do not say how many they are),
    /// SkyPilot's nodes. The whole if there is none.
    /// </summary>
    /// <param name="variable">An environment variable's value.</param>
    /// <param name="count">How many there are, where the engine does not say.</param>
    /// <exception cref="LetheException">The engine says which one this is, and nobody how many there are.</exception>
    public static Shard OfEngine(Func<string, string?> variable, int? count)
    {
        foreach (
            var (index, number, first) in (ReadOnlySpan<(string, string?, string?)>)
                [
                    ("SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"),
                    ("JOB_COMPLETION_INDEX", null, null),
                    ("SKYPILOT_NODE_RANK", "SKYPILOT_NUM_NODES", null),
                ]
        )
        {
            if (Number(variable(index)) is not { } i)
            {
                continue;
            }
            i -= first is null ? 0 : Number(variable(first)) ?? 0;
            var n = count ?? (number is null ? null : Number(variable(number)));
            return n > i && i >= 0
                ? new(i, n.Value)
                : throw LetheException.Usage($"{index} says that this is share {i}, but not of how many. Say so with --shards N.");
        }
        return Whole;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
