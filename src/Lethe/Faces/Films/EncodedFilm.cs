namespace Lethe.Faces.Films;

/// <summary>A clip at one quality, after the encoder and the decoder.</summary>
/// <param name="Quality">Which.</param>
/// <param name="Command">The encoder's command line; it read the frames from its standard input.</param>
/// <param name="Bytes">Of the H.264 stream.</param>
/// <param name="Sha256">Of the H.264 stream, lower-case hexadecimal.</param>
/// <param name="Frames">As decoded; each side x side x 3 bytes, row by row.</param>
/// <param name="BitsPerFrame">Of the H.264 stream, on average.</param>
/// <param name="Psnr">To the clip, over all its frames, decibels; infinite if nothing was lost.</param>
public sealed record EncodedFilm(
    VideoQuality Quality,
    string Command,
    int Bytes,
    string Sha256,
    IReadOnlyList<byte[]> Frames,
    double BitsPerFrame,
    double Psnr
);
