using static TorchSharp.torch.nn;

namespace Lethe.Detection;

/// <summary>
/// Adversarial weight perturbation (Wu, Xia and Wang, NeurIPS 2020; QAD): the gradient of the training loss is taken not at the weights but
/// at the worst place near them, <c>phi* = argmax_{phi in B(theta, gamma)} L(f_{theta + phi}(x), y)</c>, one step of ascent away.
/// </summary>
/// <param name="Gamma"><c>gamma</c>: the length of the step in each layer, relative to the layer's weights. 0 for none.</param>
public sealed record WeightPerturbation(double Gamma)
{
    /// <summary>The gradient at the weights themselves.</summary>
    public static WeightPerturbation None { get; } = new(0);

    /// <summary>
    /// One step of length <see cref="Gamma"/> for all parameters together, biases and normalisation included, instead of one in proportion
    /// for each kernel: sharpness-aware minimisation (Foret et al., ICLR 2021), with which self-blended images are trained.
    /// </summary>
    public bool Joint { get; init; }

    /// <summary>
    /// Moves the weights to <c>theta + phi</c>, runs <paramref name="work"/> there and brings them back, bit for bit, whatever happens.
    /// Gradients are cleared before <paramref name="work"/> and are afterwards its own; batch statistics that the ascent has touched are
    /// restored.
    /// </summary>
    /// <param name="model">In training mode.</param>
    /// <param name="ascent">The loss to climb, computed by the model; a scalar.</param>
    /// <param name="work">Forward and backward of the loss that is trained; the optimiser's step belongs after this method.</param>
    public void Apply(Module model, Func<Tensor> ascent, Action work)
    {
        var saved = Gamma > 0 ? Climb(model, ascent) : [];
        try
        {
            model.zero_grad();
            work(); // in the caller's scope: what it keeps, stays
        }
        finally
        {
            Restore(saved);
            saved.ForEach(static pair => pair.Before.Dispose());
        }
    }

    private List<(Tensor Parameter, Tensor Before)> Climb(Module model, Func<Tensor> ascent)
    {
        using var scope = NewDisposeScope();
        var buffers = Copy(model.buffers());
        model.zero_grad();
        try
        {
            ascent().backward();
        }
        finally
        {
            Restore(buffers);
        }
        var saved = Copy(model.parameters().Where(parameter => (Joint || parameter.dim() > 1) && parameter.grad is not null));
        using var noGrad = no_grad();
        var whole = Joint && saved.Count > 0 ? stack([.. saved.Select(static pair => pair.Parameter.grad!.norm())]).norm() : null;
        foreach (var (parameter, before) in saved)
        {
            // phi_l = gamma ||theta_l|| / ||g_l|| g_l: so ||phi_l|| = gamma ||theta_l||. Kernels and matrices only, no biases and no
            // normalisation. Jointly phi = gamma g / ||g||.
            var gradient = parameter.grad!;
            parameter.add_(gradient * (whole is null ? Gamma * before.norm() / (gradient.norm() + 1e-20) : Gamma / (whole + 1e-20)));
            before.DetachFromDisposeScope();
        }
        return saved;
    }

    private static List<(Tensor Parameter, Tensor Before)> Copy(IEnumerable<Tensor> tensors)
    {
        using var noGrad = no_grad();
        return [.. tensors.Select(static tensor => (tensor, tensor.detach().clone()))];
    }

    private static void Restore(List<(Tensor Tensor, Tensor Before)> saved)
    {
        using var noGrad = no_grad();
        saved.ForEach(static pair => pair.Tensor.copy_(pair.Before));
    }
}
