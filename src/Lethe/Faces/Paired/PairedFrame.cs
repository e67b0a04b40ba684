using Lethe.Faces.Films;

namespace Lethe.Faces.Paired;

/// <summary>One instance: a frame of a video, of which there is an image at every quality.</summary>
/// <param name="Video">Unique among all videos, real and fake: the unit of the video score and of the bootstrap.</param>
/// <param name="Family">How it was forged; <see cref="Film.Real"/> if it was not.</param>
public sealed record PairedFrame(string Video, string Identity, string Family, int Frame)
{
    public bool IsFake => Family != Film.Real;
}
