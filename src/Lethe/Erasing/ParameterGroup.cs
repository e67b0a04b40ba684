using Lethe.Erasing.Diffusion;
using TorchSharp.Modules;

namespace Lethe.Erasing;

/// <summary>Which weights of a <see cref="UNet2DCondition"/> an erasing method may change.</summary>
/// <param name="Holds">Of a parameter's name.</param>
public sealed record ParameterGroup(string Name, string Title, Func<string, bool> Holds)
{
    /// <summary>5 % of Stable Diffusion; what it says without a prompt moves least if only this is trained.</summary>
    public static ParameterGroup PromptAttention { get; } =
        new("xattn", "attention to the prompt", static name => name.Contains(".attn2."));

    public static IReadOnlyList<ParameterGroup> All { get; } =
    [
        PromptAttention,
        new(
            "xattn-kv",
            "keys and values of the attention to the prompt",
            static name => name.Contains(".attn2.to_k.") || name.Contains(".attn2.to_v.")
        ),
        new("selfattn", "attention among places", static name => name.Contains(".attn1.")),
        new(
            "noxattn",
            "all but attention to the prompt, the last convolution and the time",
            static name =>
                !name.Contains(".attn2.")
                && !name.StartsWith("conv_out.", StringComparison.Ordinal)
                && !name.StartsWith("time_embedding.", StringComparison.Ordinal)
        ),
        new("full", "everything", static _ => true),
    ];

    /// <exception cref="LetheException">No such group (<see cref="ExitCode.Usage"/>).</exception>
    public static ParameterGroup Get(string name) =>
        All.FirstOrDefault(group => group.Name == name)
        ?? throw LetheException.Usage(
            $"There is no group of weights '{name}'; there are {string.Join(", ", All.Select(static group => group.Name))}."
        );

    /// <exception cref="LetheException">It has none of them (<see cref="ExitCode.Usage"/>).</exception>
    public IReadOnlyDictionary<string, Parameter> Of(UNet2DCondition network)
    {
        var found = network.Weights().Where(named => Holds(named.Key)).ToDictionary();
        return found.Count > 0
            ? found
            : throw LetheException.Usage(
                $"The group of weights '{Name}' matches no weight of this network: nothing would be trained. Choose another with --group."
            );
    }
}
