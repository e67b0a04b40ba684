namespace Lethe.Faces.Films;

/// <summary>A clip at one quality, after the encoder and the decoder.</summary>
/// <param name="Bytes">Of the H.264 stream, as are the next and the bits.</param>
/// <param name="Frames">As decoded; each side x side x 3 bytes, row by row.</param>
/// <param name="Psnr">To the clip, over all its frames, decibels; infinite if nothing was lost.</param>
public sealed record EncodedFilm(
    VideoQuality Quality,
    int Bytes,
    string Sha256,
    IReadOnlyList<byte[]> Frames,
    double BitsPerFrame,
    double Psnr
);
