using Lethe.Runtime;
using Lethe.Training.Pickles;
using static TorchSharp.torch;

namespace Lethe.Training;

/// <summary>Fills a network by name from files of safetensors, one tensor at a time, so that of a file of gigabytes no second copy is made,
/// or of PyTorch (<see cref="PickledWeights"/>).</summary>
public static class NamedWeights
{
    /// <param name="network">Of any kind; left half filled if the files do not fit.</param>
    /// <param name="files">One, or all parts of a set.</param>
    /// <param name="rename">From a file's name to the network's; null to leave a tensor out. The identity if not given.</param>
    /// <exception cref="LetheException">Missing or broken files, or of another network (<see cref="ExitCode.BadFile"/>): the message names
    /// the first tensors that are missing or misshapen.</exception>
    public static WeightReport Load(nn.Module network, IReadOnlyList<string> files, Func<string, string?>? rename = null)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var state = network.state_dict();
        List<string> loaded = [],
            extra = [],
            misshapen = [];
        foreach (var file in files)
        {
            WeightFile.ReadEach(
                file,
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
        }
        // Counters of batch normalisation are counted by nobody here.
        var missing = state
            .Keys.Except(loaded, StringComparer.Ordinal)
            .Where(static name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .ToList();
        if (loaded.Count != loaded.Distinct(StringComparer.Ordinal).Count())
        {
            throw LetheException.BadFile(
                $"{string.Join(", ", files)}: a tensor comes twice, "
                    + $"{loaded.GroupBy(static name => name, StringComparer.Ordinal).First(static group => group.Count() > 1).Key}."
            );
        }
        return misshapen.Count + missing.Count == 0
            ? new(loaded, missing, extra, misshapen)
            : throw LetheException.BadFile(
                $"{string.Join(", ", files)} does not hold this network: {missing.Count} of its {state.Count} tensors are "
                    + $"missing or of another shape, first "
                    + $"{string.Join(", ", misshapen.Concat(missing.Select(static name => $"{name} (missing)")).Take(3))}; "
                    + $"{extra.Count} others are of no use to it{(extra.Count > 0 ? $", first {extra[0]}" : "")}."
            );
    }

    // A linear layer may be written as a 1x1 convolution.
    private static Tensor? Fitting(Tensor value, Tensor target) =>
        value.shape.AsSpan().SequenceEqual(target.shape) ? value
        : value.dim() == 4 && target.dim() == 2 && value.shape.AsSpan().SequenceEqual([.. target.shape, 1, 1]) ? value.flatten(1)
        : null;
}
