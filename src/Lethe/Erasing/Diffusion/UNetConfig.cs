namespace Lethe.Erasing.Diffusion;

/// <summary>Everything that decides the shape of a <see cref="UNet2DCondition"/>.</summary>
public sealed record UNetConfig
{
    /// <summary>Of the network's input and output.</summary>
    public int LatentChannels { get; init; } = 4;

    /// <summary>Of each level, the finest first.</summary>
    public required IReadOnlyList<int> Channels { get; init; }

    /// <summary>Whether a level asks the prompt.</summary>
    public required IReadOnlyList<bool> Attends { get; init; }

    /// <summary>Residual blocks a level on the way down; one more on the way up.</summary>
    public int LayersPerLevel { get; init; } = 2;

    public required int ContextWidth { get; init; }

    /// <summary>Attention heads everywhere. Stable Diffusion's files call it <c>attention_head_dim</c>, which it is not.</summary>
    public int Heads { get; init; } = 8;

    public int NormGroups { get; init; } = 32;

    /// <summary>Stable Diffusion v1.4: 859,520,964 numbers in 686 tensors.</summary>
    public static UNetConfig StableDiffusion { get; } =
        new()
        {
            Channels = [320, 640, 1280, 1280],
            Attends = [true, true, true, false],
            ContextWidth = 768,
        };

    /// <summary>The kit's small model, for 4 x 14 x 14 latents.</summary>
    public static UNetConfig Small { get; } =
        new()
        {
            Channels = [32, 64],
            Attends = [false, true],
            LayersPerLevel = 1,
            ContextWidth = 64,
            Heads = 4,
            NormGroups = 16,
        };

    public int TimeWidth => 4 * Channels[0];

    /// <exception cref="LetheException">Numbers that do not go together (<see cref="ExitCode.BadFile"/>).</exception>
    internal UNetConfig Checked(string source)
    {
        var fault =
            Channels.Count is < 1 or > 8 || Attends.Count != Channels.Count
                ? $"{Channels.Count} levels of which {Attends.Count} say whether they attend"
            : Channels.Any(channels => channels is < 1 or > 8192 || channels % NormGroups != 0 || channels % Heads != 0)
                ? $"channels {string.Join(", ", Channels)} do not divide by {NormGroups} groups and {Heads} heads"
            : LatentChannels is < 1 or > 64 || LayersPerLevel is < 1 or > 8 || ContextWidth is < 1 or > 8192
                ? $"{LatentChannels} latent channels, {LayersPerLevel} layers a level, contexts of {ContextWidth}"
            : null;
        return fault is null ? this : throw LetheException.BadFile($"{source} describes no UNet that can be built: {fault}.");
    }
}
