using System.Numerics;
using Lethe.Faces.Films;
using Lethe.Faces.Finders;
using Lethe.Imaging;

namespace Lethe.Faces.Published;

// Where the face is in each of a video's frames: found once, on the least compressed frames, and used for all qualities. found: frames in
// which a face was found; the others have the place of the nearest of these.
internal sealed class FacePlaces((CropSquare Square, Matrix3x2? ToFrame)[] places, int found, int size)
{
    public CropSquare this[int frame] => places[frame].Square;

    // For the manifest.
    public IReadOnlyDictionary<string, double> Parameters
    {
        get
        {
            var parameters = new Dictionary<string, double> { ["faces_found"] = found };
            foreach (var (i, (square, _)) in places.Index())
            {
                (parameters[$"left_{i}"], parameters[$"top_{i}"], parameters[$"side_{i}"]) = (square.Left, square.Top, square.Side);
            }
            return parameters;
        }
    }

    // masks: white where a face was changed, one a frame; null if that is not known. LetheException: less than half of the frames show a
    // face (BadFile).
    public static FacePlaces Find(
        IReadOnlyList<VideoFrame> frames,
        IReadOnlyList<VideoFrame>? masks,
        IFaceFinder detector,
        RealSetOptions options
    )
    {
        var faces = frames.Select((frame, i) => Choose(detector.Find(frame.Rgb, frame.Width, frame.Height), masks?[i], frame)).ToArray();
        int[] found =
        [
            .. Enumerable.Range(0, faces.Length).Where(i => faces[i] is { } face && (!options.Align || face.Points is not null)),
        ];
        if (2 * found.Length < faces.Length || found.Length == 0)
        {
            throw LetheException.BadFile($"{detector.Name} finds a face in {found.Length} of {faces.Length} frames, less than half.");
        }
        return new([.. frames.Select(Place)], found.Length, options.Size);

        (CropSquare, Matrix3x2?) Place(VideoFrame frame, int i)
        {
            // The earlier of two that are equally near.
            var face = faces[found.MinBy(other => (2 * Math.Abs(other - i)) + (other > i ? 1 : 0))]!;
            return (
                FaceCrop.Square(face.Box, frame.Width, frame.Height, options.Margin),
                options.Align ? FaceCrop.Alignment(face.Points!, options.Size, options.Margin) : null
            );
        }
    }

    // Gives size x size x 3 bytes.
    public byte[] Cut(int index, VideoFrame frame) =>
        places[index] is { ToFrame: { } toFrame }
            ? Resampling.Warp(frame.Rgb, frame.Width, frame.Height, toFrame, size)
            : FaceCrop.Cut(frame.Rgb, frame.Width, frame.Height, places[index].Square, size);

    // The face that was changed most, else the largest: MaxBy takes the first of equals.
    private static FoundFace? Choose(IReadOnlyList<FoundFace> faces, VideoFrame? mask, VideoFrame frame) =>
        faces.Count == 0 ? null
        : mask is null || (mask.Width, mask.Height) != (frame.Width, frame.Height) ? faces[0]
        : faces.MaxBy(face =>
        {
            var square = FaceCrop.Square(face.Box, frame.Width, frame.Height, 1);
            return Rgb.Cut(mask.Rgb, mask.Width, square).Average(static value => value);
        });
}
