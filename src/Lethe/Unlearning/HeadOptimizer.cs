using Lethe.Training;

namespace Lethe.Unlearning;

/// <summary>
/// The update rules of <see cref="OptimizerKind"/> for the one layer that LAU trains, from the gradient of its logits: torch's, with its
/// constants, without its graph.
/// </summary>
/// <param name="w">C x d; changed in place.</param>
/// <param name="b">C; changed in place.</param>
internal sealed class HeadOptimizer(Lau lau, Tensor w, Tensor b, double rate)
{
    private const double Beta1 = 0.9,
        Beta2 = 0.999,
        Epsilon = 1e-8;

    private readonly (Tensor W, Tensor B) first = (zeros_like(w), zeros_like(b)),
        second = (zeros_like(w), zeros_like(b));
    private int steps;

    /// <summary><c>dW = g^T f</c>, <c>db = sum g</c>.</summary>
    /// <param name="gradient"><c>g = dL/ds / N</c>, N x C.</param>
    /// <param name="f">N x d.</param>
    public void Step(Tensor gradient, Tensor f)
    {
        steps++;
        if (lau.Optimizer == OptimizerKind.Sgd)
        {
            // v <- mu v + dL + decay theta;  theta <- theta - lr v
            Descend(w, first.W.mul_(lau.Momentum).addmm_(gradient.t(), f));
            Descend(b, first.B.mul_(lau.Momentum).add_(gradient.sum(dim: 0)));
            return;
        }
        Adam(w, gradient.t().matmul(f), first.W, second.W);
        Adam(b, gradient.sum(dim: 0), first.B, second.B);
    }

    private void Descend(Tensor theta, Tensor velocity) =>
        theta.add_(lau.WeightDecay > 0 ? velocity.add_(theta, lau.WeightDecay) : velocity, -rate);

    // m <- beta1 m + (1 - beta1) g;  v <- beta2 v + (1 - beta2) g^2;  theta <- theta - lr m^ / (sqrt(v^) + eps), m^ and v^ less their bias
    private void Adam(Tensor theta, Tensor gradient, Tensor mean, Tensor square)
    {
        if (lau.Optimizer == OptimizerKind.AdamW)
        {
            theta.mul_(1 - (rate * lau.WeightDecay));
        }
        else if (lau.WeightDecay > 0)
        {
            gradient.add_(theta, lau.WeightDecay);
        }
        mean.mul_(Beta1).add_(gradient, 1 - Beta1);
        square.mul_(Beta2).addcmul_(gradient, gradient, 1 - Beta2);
        var scale = square.sqrt().div_(Math.Sqrt(1 - Math.Pow(Beta2, steps))).add_(Epsilon);
        theta.addcdiv_(mean, scale, -rate / (1 - Math.Pow(Beta1, steps)));
    }
}
