namespace Lethe.Erasing.Judges;

/// <summary>How pictures come to 299 x 299 before Inception sees them. FID and KID of one are not those of the other (Parmar et al., CVPR
/// 2022).</summary>
public enum FidResize
{
    /// <summary>pytorch-fid's: bilinear, each of four pixels, however far a picture shrinks; then 2 x - 1. What most papers' numbers are
    /// of.</summary>
    Bilinear,

    /// <summary>clean-fid's: bicubic as Pillow does it (a = -1/2), the kernel widening with a picture that shrinks, cut to 0 to 255 and not
    /// rounded; then (255 x - 128) / 128.</summary>
    Clean,
}
