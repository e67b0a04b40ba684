using Lethe.Models;

namespace Lethe.Unlearning;

/// <summary>
/// Which single weights of a network may change. The others get no gradient and are put back after every step, so neither momentum nor
/// weight decay moves them; running statistics are no weights and do move.
/// </summary>
internal sealed class ParameterMask : IDisposable
{
    private readonly Tensor[] chosen; // bool, like the parameters
    private readonly Tensor[] start;

    private ParameterMask(Tensor[] chosen, Tensor[] start) => (this.chosen, this.start) = (chosen, start);

    /// <summary>The weights that may change: bool, one tensor a parameter.</summary>
    public IReadOnlyList<Tensor> Chosen => chosen;

    /// <summary>The <c>floor(r P)</c> weights of the highest score, of all P together; of equal ones those that come first.</summary>
    /// <param name="model">With the weights that the others keep.</param>
    /// <param name="scores">One tensor a parameter.</param>
    public static ParameterMask Highest(Classifier model, IReadOnlyList<Tensor> scores, double ratio) =>
        Highest(model, scores, (long)Math.Floor(ratio * scores.Sum(static score => score.numel())));

    /// <inheritdoc cref="Highest(Classifier, IReadOnlyList{Tensor}, double)"/>
    /// <param name="count">How many.</param>
    public static ParameterMask Highest(Classifier model, IReadOnlyList<Tensor> scores, long count)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var all = cat([.. scores.Select(static score => score.flatten())]);
        var order = all.sort(0, descending: true, stable: true).Indices;
        var mask = zeros(all.shape[0], ScalarType.Bool, device: all.device);
        mask.index_fill_(0, order.narrow(0, 0, count), true);
        var chosen = mask.split([.. scores.Select(static score => score.numel())])
            .Zip(scores, static (part, score) => part.view(score.shape).clone().DetachFromDisposeScope());
        return new([.. chosen], [.. model.parameters().Select(static p => p.detach().clone().DetachFromDisposeScope())]);
    }

    public void OnGradients(Classifier model)
    {
        foreach (var (parameter, mask) in model.parameters().Zip(chosen))
        {
            parameter.grad?.mul_(mask);
        }
    }

    public void OnWeights(Classifier model)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (parameter, (mask, before)) in model.parameters().Zip(chosen.Zip(start)))
        {
            parameter.copy_(where(mask, parameter, before));
        }
    }

    public void Dispose()
    {
        foreach (var tensor in (Tensor[])[.. chosen, .. start])
        {
            tensor.Dispose();
        }
    }
}
