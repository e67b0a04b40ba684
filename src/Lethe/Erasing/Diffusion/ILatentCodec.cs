namespace Lethe.Erasing.Diffusion;

/// <summary>From pictures to latents of about unit variance, and back.</summary>
public interface ILatentCodec
{
    /// <param name="images">N x channels x H x W in -1 to 1.</param>
    /// <returns>N x C x h x w.</returns>
    Tensor Encode(Tensor images);

    /// <param name="latents">N x C x h x w.</param>
    /// <returns>N x channels x H x W, about -1 to 1.</returns>
    Tensor Decode(Tensor latents);
}
