namespace Lethe.Training;

/// <summary>Names of weights without what PyTorch's wrappers put before them.</summary>
internal static class WeightNames
{
    // DataParallel; a network kept in a field; a checkpoint saved as a module.
    private static readonly string[] Before = ["module.", "model.", "state_dict."];

    // torch.compile, FSDP and checkpointed activations: around any layer, so anywhere in a name.
    private static readonly string[] Within = ["_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."];

    /// <summary>The network's own name of a weight: <c>fc.bias</c> of <c>module._orig_mod.fc.bias</c>.</summary>
    public static string Bare(string name)
    {
        foreach (var wrapper in Within)
        {
            name = name.StartsWith(wrapper, StringComparison.Ordinal) ? name[wrapper.Length..] : name;
            name = name.Replace($".{wrapper}", ".", StringComparison.Ordinal);
        }
        return Before.FirstOrDefault(wrapper => name.StartsWith(wrapper, StringComparison.Ordinal)) is { } found
            ? Bare(name[found.Length..])
            : name;
    }
}
