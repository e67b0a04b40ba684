namespace Lethe.Detection;

/// <summary>What detectors are tested on: a set of the papers, or a family of the kit's forgeries in its place.</summary>
public sealed record Family(string Name, string Title, string? StandsFor = null) : IEntry
{
    /// <summary>The mean of all.</summary>
    public const string Average = "average";

    /// <summary>In the order of the slides' tables, each set followed by the kit's family in its place; then those that stand for
    /// none.</summary>
    public static Catalog<Family> All { get; } =
        new(
            "family",
            [
                new("neuraltextures", "NT"),
                new("nt", "P-NT", "neuraltextures"),
                new("deepfakes", "DF"),
                new("df", "P-DF", "deepfakes"),
                new("face2face", "F2F"),
                new("f2f", "P-F2F", "face2face"),
                new("faceswap", "FS"),
                new("fs", "P-FS", "faceswap"),
                new("faceshifter", "FSH"),
                new("celeb-df-v2", "Celeb-DF v2"),
                new("ffiw10k", "FFIW10K"),
                new("sbi", "P-SBI"),
                new("stylegan2", "StyleGAN2"),
                new(Average, "Average"),
            ]
        );
}
