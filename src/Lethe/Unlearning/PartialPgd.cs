namespace Lethe.Unlearning;

/// <summary>
/// The attack of LAU: it moves a feature vector, not the image, until the head no longer calls it by its label (LAU, "Partial-PGD"). The
/// gradient of cross-entropy through a linear head is known in closed form, so no graph is built.
/// </summary>
/// <param name="StepSize"><c>eta_a</c>, added to every coordinate with the gradient's sign.</param>
/// <param name="Steps"><c>K</c>.</param>
/// <param name="Radius"><c>rho</c>: a coordinate ends within this distance of where it began.</param>
/// <param name="Clamp01">Cut coordinates to [0, 1] as well.</param>
/// <param name="EarlyExit">Leave a feature alone once it is called by another label.</param>
public sealed record PartialPgd(double StepSize, int Steps, double Radius, bool Clamp01 = false, bool EarlyExit = true)
{
    /// <param name="weight"><c>W</c> of the teacher's head, C x d.</param>
    /// <param name="bias"><c>b</c>, C.</param>
    /// <param name="features"><c>f</c>, N x d; left as they are.</param>
    /// <param name="labels">int64, N.</param>
    /// <returns><c>a_K</c>, N x d.</returns>
    public Tensor Perturb(Tensor weight, Tensor bias, Tensor features, Tensor labels)
    {
        using var scope = NewDisposeScope();
        return Attack(weight, bias, features, labels, HeadLogits.Of(weight, bias, features)).Features.MoveToOuterDisposeScope();
    }

    /// <summary><inheritdoc cref="Perturb"/></summary>
    /// <param name="logits"><c>W f + b</c>, N x C; left as they are.</param>
    /// <returns><c>a_K</c>, N x d, and <c>W a_K + b</c>, N x C.</returns>
    internal (Tensor Features, Tensor Logits) Attack(Tensor weight, Tensor bias, Tensor features, Tensor labels, Tensor logits)
    {
        using var scope = NewDisposeScope();
        var (attacked, seen) = (features.alias(), logits.alias());
        for (var k = 0; k < Steps; k++)
        {
            using var step = NewDisposeScope();
            var live = EarlyExit ? seen.Called().eq(labels).nonzero().view(-1) : null;
            if (live?.shape[0] == 0)
            {
                break;
            }
            var next = live is null || live.shape[0] == labels.shape[0] ? Moved(attacked, features, seen, labels) : Some(live);
            (attacked, seen) = (next.Features.MoveToOuterDisposeScope(), next.Logits.MoveToOuterDisposeScope());
        }
        return (attacked.MoveToOuterDisposeScope(), seen.MoveToOuterDisposeScope());

        // The others stay where they are.
        (Tensor Features, Tensor Logits) Some(Tensor live)
        {
            Tensor Of(Tensor all) => all.index_select(0, live);
            var moved = Moved(Of(attacked), Of(features), Of(seen), Of(labels));
            return (attacked.index_copy(0, live, moved.Features), seen.index_copy(0, live, moved.Logits));
        }

        (Tensor Features, Tensor Logits) Moved(Tensor a, Tensor f, Tensor z, Tensor y)
        {
            var moved = Step(a, f, Gradient(z, weight, y));
            return (moved, HeadLogits.Of(weight, bias, moved));
        }
    }

    /// <summary><c>grad_a CE(W a + b, y) = (sigma(W a + b) - onehot(y)) W</c>, row by row; N x d.</summary>
    /// <param name="logits"><c>W a + b</c>, N x C.</param>
    public static Tensor Gradient(Tensor logits, Tensor weight, Tensor labels)
    {
        using var error = logits.Sigma();
        using var index = labels.unsqueeze(1);
        using var minusOne = full_like(index, -1, error.dtype);
        return error.scatter_add_(1, index, minusOne).matmul(weight);
    }

    // a_{k+1} = Proj(a_k + eta_a sign(grad)), Proj onto the L-inf ball of radius rho around f.
    private Tensor Step(Tensor attacked, Tensor features, Tensor gradient)
    {
        var moved = attacked.add(gradient.sign_(), StepSize);
        if (Steps * StepSize > Radius) // else no coordinate can leave the ball
        {
            moved = moved.sub_(features).clamp_(-Radius, Radius).add_(features);
        }
        return Clamp01 ? moved.clamp_(0, 1) : moved;
    }
}
