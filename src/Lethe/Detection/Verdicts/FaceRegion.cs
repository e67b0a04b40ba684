using Lethe.Faces.Finders;
using Lethe.Imaging;

namespace Lethe.Detection.Verdicts;

/// <summary>
/// The part of a picture around a face's square whose compression is that of the whole picture: JPEG and H.264 work in blocks of 16 pixels,
/// so it begins and ends at multiples of 16, one block away from the square. A crop alone would be compressed on another grid.
/// </summary>
internal sealed class FaceRegion
{
    private const int Block = 16;

    private readonly byte[] rgb; // width x height x 3
    private readonly int width,
        height;
    private readonly CropSquare square; // within the region

    public FaceRegion(DecodedPicture picture, CropSquare face)
    {
        var (left, top) = (Before(face.Left), Before(face.Top));
        (width, height) = (After(face.Left + face.Side, picture.Width) - left, After(face.Top + face.Side, picture.Height) - top);
        square = new(face.Left - left, face.Top - top, face.Side);
        rgb = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            picture.Rgb.AsSpan(3 * (((top + y) * picture.Width) + left), 3 * width).CopyTo(rgb.AsSpan(3 * y * width));
        }

        static int Before(int at) => Math.Max(0, (at / Block * Block) - Block);
        static int After(int at, int end) => Math.Min(end, ((at + Block - 1) / Block * Block) + Block);
    }

    /// <param name="compress">What happens before it is scaled: from width x height x 3 bytes, width and height to as many bytes.</param>
    public byte[] Crop(int side, Func<byte[], int, int, byte[]>? compress = null) =>
        FaceCrop.Cut(compress?.Invoke(rgb, width, height) ?? rgb, width, height, square, side);
}
