using System.Numerics;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Imaging;
using Lethe.Runtime;

namespace Lethe.Faces.Published;

/// <summary>Where the face is in each of a video's frames: found once, on the least compressed frames, and used for all
/// qualities.</summary>
internal sealed class FacePlaces
{
    private readonly (CropSquare Square, Matrix3x2? ToFrame)[] places;
    private readonly int size;

    private FacePlaces((CropSquare Square, Matrix3x2? ToFrame)[] places, int found, int size) =>
        (this.places, Found, this.size) = (places, found, size);

    /// <summary>Frames in which a face was found; the others have the place of the nearest of these.</summary>
    public int Found { get; }

    public CropSquare this[int frame] => places[frame].Square;

    /// <param name="masks">White where a face was changed, one a frame; null if that is not known.</param>
    /// <exception cref="LetheException">Less than half of the frames show a face (<see cref="ExitCode.BadFile"/>).</exception>
    public static FacePlaces Find(
        IReadOnlyList<VideoFrame> frames,
        IReadOnlyList<VideoFrame>? masks,
        IFaceFinder detector,
        RealSetOptions options
    )
    {
        var faces = frames.Select((frame, i) => Choose(detector.Find(frame.Rgb, frame.Width, frame.Height), masks?[i], frame)).ToArray();
        var found = Enumerable
            .Range(0, faces.Length)
            .Where(i => faces[i] is not null && (!options.Align || faces[i]!.Points is not null))
            .ToArray();
        if (2 * found.Length < faces.Length || found.Length == 0)
        {
            throw LetheException.BadFile($"{detector.Name} finds a face in {found.Length} of {faces.Length} frames, less than half.");
        }
        return new(
            [
                .. frames.Select(
                    (frame, i) =>
                    {
                        // The earlier of two that are equally near.
                        var face = faces[found.MinBy(other => (2 * Math.Abs(other - i)) + (other > i ? 1 : 0))]!;
                        return (
                            FaceCrop.Square(face.Box, frame.Width, frame.Height, options.Margin),
                            options.Align ? FaceCrop.Alignment(face.Points!, options.Size, options.Margin) : (Matrix3x2?)null
                        );
                    }
                ),
            ],
            found.Length,
            options.Size
        );
    }

    /// <returns>size x size x 3 bytes.</returns>
    public byte[] Cut(int index, VideoFrame frame) =>
        places[index] is { ToFrame: { } toFrame }
            ? FaceCrop.Warp(frame.Rgb, frame.Width, frame.Height, toFrame, size)
            : FaceCrop.Cut(frame.Rgb, frame.Width, frame.Height, places[index].Square, size);

    // The face that was changed most, else the largest.
    private static FoundFace? Choose(IReadOnlyList<FoundFace> faces, VideoFrame? mask, VideoFrame frame) =>
        faces.Count == 0 ? null
        : mask is null || (mask.Width, mask.Height) != (frame.Width, frame.Height) ? faces[0]
        : faces.MaxBy(face => Whiteness(mask, FaceCrop.Square(face.Box, frame.Width, frame.Height, 1)));

    // Mean of a square; MaxBy takes the first of equals, which is the largest face.
    private static double Whiteness(VideoFrame mask, CropSquare square)
    {
        var sum = 0L;
        for (var y = 0; y < square.Side; y++)
        {
            var row = mask.Rgb.AsSpan(3 * (((square.Top + y) * mask.Width) + square.Left), 3 * square.Side);
            foreach (var value in row)
            {
                sum += value;
            }
        }
        return (double)sum / square.Side / square.Side;
    }
}
