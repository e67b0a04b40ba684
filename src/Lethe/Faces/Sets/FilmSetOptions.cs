using Lethe.Faces.Films;
using Lethe.Faces.Forgeries;
using Lethe.Faces.Paired;

namespace Lethe.Faces.Sets;

/// <summary>What a set of clips is to hold.</summary>
public sealed record FilmSetOptions
{
    /// <summary>How many faces of the source, from its first on; null for all.</summary>
    public int? Identities { get; init; }

    /// <summary>Forged clips of each identity, besides the real one.</summary>
    public IReadOnlyList<string> Families { get; init; } = ForgeryCatalog.Names;

    /// <summary>Faces that StyleGAN2 made whole: filmed like the real ones, they are a family of their own. Null for none.</summary>
    public IFaceSource? Synthetic { get; init; }

    /// <summary>Of the split, the donors and the clips.</summary>
    public int Seed { get; init; }

    public SplitShares Shares { get; init; } = SplitShares.Default;

    /// <summary>How the clips are filmed before they are compressed.</summary>
    public FilmOptions Film { get; init; } = new() { Side = 256 };

    /// <summary>Of the kept squares around the face, pixels; null for seven eighths of a frame.</summary>
    public int? Crop { get; init; }

    /// <summary>Kept of each clip, evenly spaced.</summary>
    public int Frames { get; init; } = 4;

    /// <summary>The least compressed first.</summary>
    public IReadOnlyList<VideoQuality> Qualities { get; init; } = VideoQuality.All;

    /// <summary>Whether to keep a picture of what was forged, beside each forged clip.</summary>
    public bool Masks { get; init; }
}
