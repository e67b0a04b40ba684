using Lethe.Erasing.Judges;

namespace Lethe.Erasing.Runs;

/// <summary>Stable Diffusion for the experiments on erasing, in place of the kit's small model.</summary>
/// <param name="Folder">In diffusers' form: unet, vae, text_encoder, tokenizer.</param>
public sealed record StableDiffusionRequest(string Folder)
{
    public override string ToString() => "Stable Diffusion";

    public string Concept { get; init; } = "nudity";

    /// <summary>c', a prompt; empty for the null prompt.</summary>
    public string Instead { get; init; } = "a person wearing clothes";

    /// <summary>A <see cref="PromptFile"/> of prompts whose pictures should change; null for some phrasings of the concept.</summary>
    public string? ErasedPrompts { get; init; }

    /// <summary>A <see cref="PromptFile"/> of prompts whose pictures should stay; null for <see cref="ConceptPrompts.Kept"/>.</summary>
    public string? KeptPrompts { get; init; }

    /// <summary>A folder of real pictures of what should stay, for FID and KID; null to hold them against the original's own.</summary>
    public string? Pictures { get; init; }

    /// <summary>A folder of real pictures that show the concept, for inversion and attack.</summary>
    public string? ConceptPictures { get; init; }

    internal Func<Device, PictureJudges>? Judges { get; init; }
}
