using Lethe.Data;

namespace Lethe.Unlearning;

/// <summary>
/// PGD on the image through a whole network in evaluation mode: <c>x &lt;- Proj(x + eta sign(grad_x CE(M(x), y)))</c>, pixels in [0, 1],
/// Proj onto the L-inf ball around the original image and onto [0, 1] (Madry et al. 2018, but without their random start, which neither LAU
/// nor Boundary Shrink has). One step of size <c>Radius</c> is FGSM.
/// </summary>
internal sealed record ImagePgd(double StepSize, int Steps, double Radius, bool EarlyExit = false, bool Round = false)
{
    /// <param name="network">Images, normalised, to logits; N x C.</param>
    /// <param name="rows">One batch, as <see cref="ImageSubset.Batches"/> gives it.</param>
    /// <returns>The network's logits of the attacked images, N x C.</returns>
    public Tensor Logits(Func<Tensor, Tensor> network, ImageSubset images, long[] rows, Precision precision)
    {
        using var scope = NewDisposeScope();
        var (pixels, labels) = images.ReadPixels(rows);
        var attacked = Perturb(Seen, pixels, labels);
        using var noGrad = no_grad();
        return Seen(attacked).MoveToOuterDisposeScope();

        Tensor Seen(Tensor x) => network(images.Normalize(x, precision.Type()));
    }

    /// <param name="network">Pixels in [0, 1] to logits.</param>
    /// <param name="pixels">N x C x H x W, float32, in [0, 1].</param>
    /// <returns>Attacked pixels, like <paramref name="pixels"/>.</returns>
    public Tensor Perturb(Func<Tensor, Tensor> network, Tensor pixels, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var x = pixels.detach();
        for (var k = 0; k < Steps; k++)
        {
            using var step = NewDisposeScope();
            using var withGrad = enable_grad();
            var input = x.detach().requires_grad_(true);
            var logits = network(input);
            var gradient = autograd.grad([nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.Sum)], [input])[0];
            using var noGrad = no_grad();
            var next = clamp(gradient.sign_().mul_(StepSize).add_(input).sub_(pixels).clamp_(-Radius, Radius).add_(pixels), 0, 1);
            if (EarlyExit)
            {
                next = where(logits.argmax(1).eq(labels).view(-1, 1, 1, 1), next, x);
            }
            x = next.MoveToOuterDisposeScope();
        }
        return (Round ? x.mul(255).round_().div_(255) : x.clone()).MoveToOuterDisposeScope();
    }
}
