using TorchSharp;

namespace Lethe.Detection.Distillation;

/// <summary>
/// ADD's frequency attention (Le and Woo, AAAI 2022): a student that sees compressed images is drawn to the spectrum of the maps that a
/// teacher has of the raw ones, most where the two differ most.
/// </summary>
/// <param name="Gamma"><c>gamma</c>: how much more a frequency counts that is far off. 0: all alike.</param>
public sealed record FrequencyAttention(double Gamma)
{
    /// <param name="student">N x C x W x H, any type.</param>
    /// <param name="teacher">The same shape; no gradient is wanted.</param>
    /// <returns>A scalar, float32.</returns>
    /// <exception cref="ArgumentException">Not two maps of one shape.</exception>
    public Tensor Of(Tensor student, Tensor teacher)
    {
        if (student.dim() != 4 || !student.shape.SequenceEqual(teacher.shape))
        {
            throw new ArgumentException(
                $"Student and teacher want maps of the same shape, not {string.Join(" x ", student.shape)} and "
                    + $"{string.Join(" x ", teacher.shape)}."
            );
        }
        using var scope = NewDisposeScope();
        var places = Math.Sqrt(student.shape[2] * student.shape[3]);
        // E = |F(s) - F(t)|^2, and F is linear; F is orthonormal and then divided by sqrt(W H) once more.
        var difference =
            fft.fft2((student.to(ScalarType.Float32) - teacher.to(ScalarType.Float32)).contiguous(), dim: [2, 3], norm: FFTNormType.Ortho)
            / places;
        var energy = difference.real.square() + difference.imag.square();
        // L = 1/N sum_n sum_{c,w,h} exp(gamma mean_c E) E, the weight a constant
        var weight = (Gamma * energy.detach().mean([1], keepdim: true)).exp();
        return ((energy * weight).sum() / student.shape[0]).MoveToOuterDisposeScope();
    }
}
