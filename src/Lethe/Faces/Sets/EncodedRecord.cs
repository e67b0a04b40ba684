using Lethe.Faces.Films;

namespace Lethe.Faces.Sets;

/// <summary>What compression did to a clip at one quality.</summary>
/// <param name="Quality">A name of <see cref="VideoQuality"/>.</param>
/// <param name="Sha256">Of the H.264 stream, as are the bytes and the bits.</param>
/// <param name="Psnr">Decibels; infinite if nothing was lost.</param>
public sealed record EncodedRecord(string Quality, string Sha256, int Bytes, double BitsPerFrame, double Psnr);
