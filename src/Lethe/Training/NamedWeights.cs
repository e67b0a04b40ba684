using Lethe.Training.Pickles;

namespace Lethe.Training;

/// <summary>Fills a network by name from files, one tensor at a time: of gigabytes of safetensors no second copy is made.</summary>
public static class NamedWeights
{
    /// <param name="network">Left half filled if the files do not fit.</param>
    /// <param name="files">One, or all parts of a set.</param>
    /// <param name="rename">From a file's name to the network's; null to leave a tensor out.</param>
    /// <exception cref="LetheException">NotFound; BadFile: broken, or of another network, with the first tensors that do not
    /// fit.</exception>
    public static WeightReport Load(nn.Module network, IReadOnlyList<string> files, Func<string, string?>? rename = null) =>
        Fill(
            network,
            "this network",
            string.Join(", ", files),
            visit =>
            {
                foreach (var file in files)
                {
                    WeightFile.ReadEach(file, visit);
                }
            },
            rename
        );

    /// <param name="what">The network, for messages: <c>a resnet18</c>; likewise <paramref name="source"/>, the file.</param>
    internal static WeightReport Fill(
        nn.Module network,
        string what,
        string source,
        Action<Action<string, Tensor>> read,
        Func<string, string?>? rename = null
    )
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = network.state_dict();
        List<string> loaded = [],
            extra = [],
            misshapen = [];
        read(
            (name, value) =>
            {
                var own = rename is null ? name : rename(name);
                if (own is null || !state.TryGetValue(own, out var target))
                {
                    extra.Add(name);
                }
                else if (Fitting(value, target) is { } fitting)
                {
                    target.copy_(fitting);
                    loaded.Add(own);
                }
                else
                {
                    misshapen.Add($"{own} [{string.Join(", ", value.shape)}] instead of [{string.Join(", ", target.shape)}]");
                }
            }
        );
        if (loaded.GroupBy(static name => name).FirstOrDefault(static group => group.Count() > 1) is { Key: var twice })
        {
            throw LetheException.BadFile($"{source}: a tensor comes twice, {twice}.");
        }
        var missing = Missing(state.Keys, loaded);
        return misshapen.Count + missing.Count == 0
            ? new(loaded, missing, extra, misshapen)
            : throw LetheException.BadFile(
                $"{source} does not hold {what}: {missing.Count} of its {state.Count} tensors are missing or of another shape, first "
                    + $"{string.Join(", ", misshapen.Concat(missing.Select(static name => $"{name} (missing)")).Take(3))}; "
                    + $"{extra.Count} others are of no use to it{(extra.Count > 0 ? $", first {extra[0]}" : "")}."
            );
    }

    /// <summary>What a network needs and a file lacks. Nothing here uses the counters of batch normalisation.</summary>
    internal static List<string> Missing(IEnumerable<string> needed, IEnumerable<string> there) =>
        [.. needed.Except(there).Where(static name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))];

    // A linear layer may be written as a 1x1 convolution.
    private static Tensor? Fitting(Tensor value, Tensor target) =>
        value.shape.AsSpan().SequenceEqual(target.shape) ? value
        : value.dim() == 4 && target.dim() == 2 && value.shape.AsSpan().SequenceEqual([.. target.shape, 1, 1]) ? value.flatten(1)
        : null;
}
