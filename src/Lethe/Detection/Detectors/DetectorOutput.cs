namespace Lethe.Detection.Detectors;

/// <summary>What a detector sees in a batch.</summary>
/// <param name="Levels">Six taps, from the one nearest to the image: N x C x H x W maps, or N x d at the last.</param>
/// <param name="Features">N x d, float32: what the head reads.</param>
/// <param name="Logits">N x 2, float32: real, fake.</param>
public sealed record DetectorOutput(IReadOnlyList<Tensor> Levels, Tensor Features, Tensor Logits)
{
    internal DetectorOutput MoveToOuterDisposeScope()
    {
        // The features are the last level in most networks, and are to be moved once.
        foreach (var tensor in ((Tensor[])[.. Levels, Features, Logits]).Distinct<Tensor>(ReferenceEqualityComparer.Instance))
        {
            tensor.MoveToOuterDisposeScope();
        }
        return this;
    }
}
