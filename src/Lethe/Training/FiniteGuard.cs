using Lethe.Models;
using static System.FormattableString;

namespace Lethe.Training;

/// <summary>Stops a training whose numbers are none any more, before they reach the weights or a checkpoint.</summary>
internal sealed class FiniteGuard(Classifier model, string? checkpointFile)
{
    /// <summary>Before the optimizer's step, while the weights are still good. A loss is looked at in every step (waiting for a GPU is
    /// little beside it), gradients by their norm.</summary>
    /// <param name="epoch">From 0, likewise <paramref name="step"/>.</param>
    /// <exception cref="LetheException">NotFinite.</exception>
    public void Step(Tensor loss, int epoch, int step, double rate)
    {
        using var noGrad = no_grad();
        var norms = stack([.. model.parameters().Select(static p => p.grad).OfType<Tensor>().Select(static g => g.norm())]);
        var culprit =
            !double.IsFinite(loss.to(ScalarType.Float64).item<double>()) ? "the loss"
            : !norms.isfinite().all().item<bool>() ? "a gradient"
            : null;
        if (culprit is not null)
        {
            throw NotFinite(epoch, Invariant($"{culprit} is not finite at epoch {epoch + 1}, step {step + 1}, learning rate {rate:G3}"));
        }
    }

    /// <summary>The last step may have spoilt what no loss has seen yet: no such state becomes a checkpoint or a result.</summary>
    /// <exception cref="LetheException">NotFinite.</exception>
    public void Epoch(int epoch, double largestRate)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        if (model.state_dict().FirstOrDefault(static named => !named.Value.isfinite().all().item<bool>()) is { Key: { } name })
        {
            throw NotFinite(
                epoch,
                Invariant($"{name} is not finite at the end of epoch {epoch + 1}, learning rate up to {largestRate:G3}")
            );
        }
    }

    private LetheException NotFinite(int epoch, string what)
    {
        var kept =
            checkpointFile is not null && epoch > 0
                ? $"The last good state, after epoch {epoch}, is in {checkpointFile}."
                : "There is no earlier checkpoint.";
        return new(ExitCode.NotFinite, $"Training of {model.Spec} stopped: {what}. {kept} Try a smaller learning rate, or float32.");
    }
}
